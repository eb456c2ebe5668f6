"""How a partner knows us, as it is written in a file: never with a secret in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from motcua.errors import InvalidInputError
from motcua.exchange.address import Address, PageAddress

EnvName = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
"""Name of an environment variable."""

OURS = frozenset(
    {"host", "content-length", "content-type", "transfer-encoding", "connection", "accept-encoding"}
    | {"idempotency-key", "webhook-id", "webhook-timestamp", "webhook-signature"}
)
"""Headers that carry the exchange itself; nothing configured may take their place."""


def _own_header(name: str) -> str:
    if name.lower() in OURS:
        raise ValueError(f"the header {name} is part of the exchange itself")
    return name


HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$"), AfterValidator(_own_header)]
"""Name of an HTTP header."""

HeaderValue = Annotated[str, Field(pattern=r"^[\x21-\x7e]([\x20-\x7e]{0,498}[\x21-\x7e])?$")]
"""What an HTTP header can say: visible ASCII."""


class Part(BaseModel):
    """A closed, immutable part of what is configured."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NoAuthentication(Part):
    """The partner knows us by our signature, or not at all."""

    kind: Literal["none"] = "none"


class ApiKeyAuthentication(Part):
    """A secret in a header."""

    kind: Literal["api_key"]
    header: HeaderName = "X-API-Key"
    secret_env: EnvName
    """Environment variable that holds the key."""


class OAuth2Authentication(Part):
    """Bearer tokens after OAuth2's client credentials."""

    kind: Literal["oauth2"]
    token_url: PageAddress
    """Where tokens are fetched; the second and last host that is spoken to."""
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    secret_env: EnvName
    """Environment variable that holds the client's secret."""
    scope: Annotated[str, Field(pattern=r"^[\x21\x23-\x5b\x5d-\x7e ]+$", max_length=500)] | None = None
    client_auth: Literal["basic", "body"] = "basic"
    """Where the client's secret travels: in the Authorization header, or in the form."""


class CertificateAuthentication(Part):
    """A certificate of our own, shown over TLS (mTLS)."""

    kind: Literal["mtls"]
    certificate_file: Path
    """Our certificate with its chain (PEM)."""
    key_file: Path
    """Its private key (PEM, without a passphrase)."""


Authentication = Annotated[
    NoAuthentication | ApiKeyAuthentication | OAuth2Authentication | CertificateAuthentication,
    Field(discriminator="kind"),
]
"""One way of being known."""


def secrets_encrypted(auth: Authentication, base_url: str, *, private: bool) -> None:
    """Refuse to send a secret where it could be read on the way; inside (`private`) that is the operator's affair.

    Raises:
        ValueError: A key or token would travel over plain http, or a certificate is to be shown where there is no TLS.
    """
    encrypted = Address.read(base_url).encrypted
    if isinstance(auth, CertificateAuthentication) and not encrypted:
        raise ValueError("a certificate can be shown over https only")
    if private:
        return
    if isinstance(auth, ApiKeyAuthentication | OAuth2Authentication) and not encrypted:
        raise ValueError("a key or a token would travel unencrypted: use https, or say `private: true`")
    if isinstance(auth, OAuth2Authentication) and not Address.read_page(auth.token_url)[0].encrypted:
        raise ValueError("the client's secret would travel unencrypted: use https for token_url")


def secret_from(environment: Mapping[str, str], name: str, field: str) -> SecretStr:
    """Return the secret an environment variable holds.

    Args:
        environment: The variables.
        name: The variable's name.
        field: The place that names it, for the error.

    Raises:
        InvalidInputError: It is not set, or holds what no header can carry.
    """
    value = environment.get(name, "")
    if not value:
        raise InvalidInputError(
            f"The environment variable {name} is not set.",
            vi=f"Chưa đặt biến môi trường {name}.",
            field=field,
            hint="Set it to the secret shared with this system.",
            hint_vi="Đặt khoá bí mật dùng chung với hệ thống này.",
        )
    if not (value.isascii() and value.isprintable()) or value.strip() != value:
        raise InvalidInputError(
            f"The environment variable {name} holds what no header can carry.",
            vi=f"Biến môi trường {name} chứa ký tự không hợp lệ.",
            field=field,
            hint="Visible ASCII only, without a space or a line break at either end.",
            hint_vi="Chỉ dùng ký tự ASCII nhìn thấy được, không có khoảng trắng hay xuống dòng ở hai đầu.",
        )
    return SecretStr(value)
