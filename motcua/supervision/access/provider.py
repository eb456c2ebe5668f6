"""The identity provider as we speak to it: OpenID Connect, authorization code with PKCE, nothing else."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from motcua.errors import InvalidInputError, MotcuaError, UnavailableError
from motcua.exchange.address import Address
from motcua.exchange.errors import ExchangeError
from motcua.exchange.transport import Limits, Partner, Transport
from motcua.supervision.access.id_tokens import Claims, KeyRing, UnknownKeyError, read_id_token, refused

PATIENCE = Limits(connect=timedelta(seconds=3), read=timedelta(seconds=5), total=timedelta(seconds=10))
FRESH = timedelta(hours=1)
"""How long what the provider says of itself is kept."""
KEYS_AT_MOST_EVERY = timedelta(seconds=10)
"""How often its keys are read again because a token names one that is not among them."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Metadata(BaseModel):
    """What we need of what the provider says of itself."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None


class Provider:
    """One provider: found by its issuer, its keys read again when they change.

    Raises:
        InvalidInputError: The issuer is neither https nor on this machine.
    """

    def __init__(self, issuer: str, client_id: str, secret: str | None, clock: Callable[[], datetime]) -> None:
        self.issuer = _secured(issuer.rstrip("/"))
        self._client_id = client_id
        self._secret = secret
        self._clock = clock
        self._transports: dict[str, Transport] = {}
        self._known: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, KeyRing] | None = None

    async def address_to_sign_in(self, *, state: str, nonce: str, verifier: str, redirect_uri: str) -> str:
        """Return where a browser is sent to sign in."""
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        return _with(str((await self.metadata()).authorization_endpoint), asked)

    async def address_to_sign_out(self, return_to: str) -> str | None:
        """Return where a browser is sent to sign out at the provider too; None where it offers that to nobody."""
        try:
            place = (await self.metadata()).end_session_endpoint
        except MotcuaError:
            return None
        asked = {"client_id": self._client_id, "post_logout_redirect_uri": return_to}
        return _with(place, asked) if place else None

    async def redeem(self, code: str, *, verifier: str, nonce: str, redirect_uri: str) -> Claims:
        """Return who signed in, by the code the browser brought back.

        Raises:
            NotSignedInError: The provider does not take the code, or its token is not to be believed.
            UnavailableError: The provider does not answer.
        """
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        asked |= {"code_verifier": verifier, "client_id": self._client_id}
        place = (await self.metadata()).token_endpoint
        status, said = await self._ask("POST", place, urlencode(asked).encode(), FORM | self._proof())
        if status != 200 or not isinstance(said.get("id_token"), str):
            raise refused("the provider did not take the code")
        try:
            claims = read_id_token(said["id_token"], await self._ring())
        except UnknownKeyError:
            claims = read_id_token(said["id_token"], await self._ring(renewed=True))
        return claims.checked(self.issuer, self._client_id, nonce, self._clock())

    async def metadata(self) -> Metadata:
        """Return what the provider says of itself, asked again each hour.

        Raises:
            UnavailableError: It does not answer, or says that it is another one.
        """
        now = self._clock()
        if self._known is None or now - self._known[0] > FRESH:
            status, said = await self._ask("GET", f"{self.issuer}/.well-known/openid-configuration")
            self._known = (now, _metadata(status, said, self.issuer))
        return self._known[1]

    async def close(self) -> None:
        """Close every connection."""
        for transport in self._transports.values():
            await transport.close()

    async def _ring(self, *, renewed: bool = False) -> KeyRing:
        now = self._clock()
        age = now - self._keys[0] if self._keys else FRESH * 2
        if self._keys is None or age > FRESH or (renewed and age > KEYS_AT_MOST_EVERY):
            _, said = await self._ask("GET", (await self.metadata()).jwks_uri)
            self._keys = (now, KeyRing.read(said))
        return self._keys[1]

    def _proof(self) -> dict[str, str]:
        if self._secret is None:
            return {}
        pair = f"{quote(self._client_id, safe='')}:{quote(self._secret, safe='')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    async def _ask(
        self, method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        address, page = Address.read_page(_secured(url))
        origin = f"{address.scheme}://{address.authority}"
        if origin not in self._transports:
            partner = Partner(address, limits=PATIENCE, private=True)
            self._transports[origin] = Transport(partner)
        try:
            received = await self._transports[origin].exchange(method, page, body, headers)
            said = json.loads(received.body)
        except (ExchangeError, ValueError) as away:
            raise _away() from away
        return received.status, said if isinstance(said, dict) else {}


def challenge_of(verifier: str) -> str:
    """Return what is told of PKCE's verifier before it is shown (RFC 7636, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _metadata(status: int, said: dict[str, Any], issuer: str) -> Metadata:
    try:
        known = Metadata.model_validate(said)
    except ValidationError as unfit:
        raise _away() from unfit
    if status != 200 or known.issuer.rstrip("/") != issuer:
        raise _away()
    return known


def _secured(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return url
    raise InvalidInputError(
        "An identity provider is reached by https, or on this machine.",
        vi="Máy chủ định danh phải dùng https.",
        field="MOTCUA_OIDC_ISSUER",
        hint="Give its https address.",
        hint_vi="Ghi địa chỉ https của máy chủ.",
    )


def _with(place: str, asked: dict[str, str]) -> str:
    return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"


def _away() -> UnavailableError:
    return UnavailableError(
        "The identity provider does not answer as it should.",
        vi="Máy chủ định danh không phản hồi đúng.",
        hint="Try again in a minute.",
        hint_vi="Thử lại sau ít phút.",
    )
