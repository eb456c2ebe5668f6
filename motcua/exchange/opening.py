"""From what is configured to a transport that can be used."""

from collections.abc import Mapping

from motcua.exchange.address import Address
from motcua.exchange.authentication import (
    ApiKeyAuthentication,
    CertificateAuthentication,
    OAuth2Authentication,
    secret_from,
)
from motcua.exchange.connecting import Resolver, look_up
from motcua.exchange.credentials import ApiKey, Credentials, NoCredentials
from motcua.exchange.payload import MAX_BODY
from motcua.exchange.reaching import Reached
from motcua.exchange.tokens import ClientCredentials, Grant
from motcua.exchange.transport import Partner, Transport
from motcua.exchange.trust import trusting

MAX_TOKEN_REPLY = 64 * 1024
"""Bytes that are read of an authorization server's answer."""


def open_transport(
    reached: Reached,
    environment: Mapping[str, str],
    *,
    most: int = MAX_BODY,
    place: str = "auth",
    resolver: Resolver = look_up,
) -> Transport:
    """Return a transport to another system, its secrets taken from the environment; nothing is sent yet.

    Args:
        reached: How it is reached.
        environment: The variables that hold secrets (`os.environ`).
        most: Bytes that are read of an answer.
        place: Where `auth` stands, for the field of an error (`dat-dai.auth`).
        resolver: How names are looked up.

    Raises:
        InvalidInputError: A variable is not set, or a file of certificates cannot be used.
    """
    auth = reached.auth
    own = (auth.certificate_file, auth.key_file) if isinstance(auth, CertificateAuthentication) else (None, None)
    partner = Partner(
        Address.read(reached.base_url),
        limits=reached.timeout.limits,
        most=most,
        private=reached.private,
        trust=trusting(reached.ca_file, certificate=own[0], key=own[1]),
    )
    return Transport(partner, _credentials(reached, partner, environment, place, resolver), resolver=resolver)


def _credentials(
    reached: Reached, partner: Partner, environment: Mapping[str, str], place: str, resolver: Resolver
) -> Credentials:
    auth = reached.auth
    if isinstance(auth, ApiKeyAuthentication):
        return ApiKey(auth.header, secret_from(environment, auth.secret_env, f"{place}.secret_env"))
    if isinstance(auth, OAuth2Authentication):
        secret = secret_from(environment, auth.secret_env, f"{place}.secret_env")
        grant = Grant(auth.client_id, secret, auth.scope, in_body=auth.client_auth == "body")
        return _tokens(auth, grant, partner, resolver)
    return NoCredentials()


def _tokens(auth: OAuth2Authentication, grant: Grant, partner: Partner, resolver: Resolver) -> ClientCredentials:
    address, page = Address.read_page(auth.token_url)
    server = Partner(address, limits=partner.limits, most=MAX_TOKEN_REPLY, private=partner.private, trust=partner.trust)
    return ClientCredentials(Transport(server, resolver=resolver), page, grant)
