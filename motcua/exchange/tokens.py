"""OAuth2 client credentials (RFC 6749, section 4.4): one token for all who wait, renewed before it ends."""

import asyncio
import base64
import time
from dataclasses import dataclass, field
from typing import Annotated, Final
from urllib.parse import quote_plus, urlencode

import structlog
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StrictStr, ValidationError

from motcua.exchange.errors import TokenRefusedError
from motcua.exchange.transport import Received, Transport

TOKEN_FETCHED: Final = "access_token_fetched"

MARGIN: Final = 0.1
"""Part of a token's life before whose end it is renewed; at most `LONGEST_MARGIN` seconds."""
LONGEST_MARGIN: Final = 60.0
UNSAID_LIFE: Final = 300.0
"""Seconds a token is used whose life is not said."""

log = structlog.get_logger(__name__)


class TokenReply(BaseModel):
    """What an authorization server answers (RFC 6749, section 5.1)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    access_token: Annotated[StrictStr, Field(pattern=r"^[\x21-\x7e]{1,8192}$", repr=False)]
    token_type: Annotated[StrictStr, Field(pattern=r"^(?i:bearer)$")]
    expires_in: Annotated[float, Field(gt=0, le=86400 * 366, allow_inf_nan=False)] = UNSAID_LIFE


@dataclass(frozen=True)
class Grant:
    """What is asked of an authorization server."""

    client_id: str
    secret: SecretStr
    scope: str | None = None
    in_body: bool = False
    """Whether the client's secret travels in the form, for servers that know no Basic authentication."""


@dataclass(frozen=True)
class _Token:
    value: str = field(repr=False)
    renew_at: float
    """Of the monotonic clock."""


class ClientCredentials:
    """Bearer tokens from one authorization server.

    Args:
        server: The transport to it.
        page: What is asked there for tokens.
        grant: What is asked of it.
    """

    def __init__(self, server: Transport, page: str, grant: Grant) -> None:
        self._server = server
        self._page = page
        self._grant = grant
        self._token: _Token | None = None
        self._fetching: asyncio.Task[_Token] | None = None

    async def headers(self) -> dict[str, str]:
        """Return the Authorization header; the token is fetched where there is none that lasts.

        Raises:
            ExchangeError: The authorization server is away, or gave no token that can be used.
        """
        token = self._token
        if token is None or time.monotonic() >= token.renew_at:
            token = await self._fetched()
        return {"Authorization": f"Bearer {token.value}"}

    def renewable(self, refused: dict[str, str]) -> bool:
        """Forget a token that was answered by 401, unless another has taken its place already."""
        if self._token is not None and refused.get("Authorization") == f"Bearer {self._token.value}":
            self._token = None
        return True

    async def close(self) -> None:
        """Close the connections to the authorization server."""
        if self._fetching is not None:
            self._fetching.cancel()
        await self._server.close()

    async def _fetched(self) -> _Token:
        """Return the token that is being fetched: however many wait, the server is asked once, and all share its word.

        One of them that gives up does not take the token from the others.
        """
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())
        return await asyncio.shield(self._fetching)

    async def _fetch(self) -> _Token:
        asked_at = time.monotonic()
        received = await self._server.exchange("POST", self._page, self._form(), self._headers())
        reply = _read(received)
        life = reply.expires_in
        self._token = _Token(reply.access_token, asked_at + life - min(life * MARGIN, LONGEST_MARGIN))
        log.info(TOKEN_FETCHED, client=self._grant.client_id, seconds=round(life))
        return self._token

    def _form(self) -> bytes:
        grant = self._grant
        form = {"grant_type": "client_credentials"} | ({"scope": grant.scope} if grant.scope else {})
        if grant.in_body:
            form |= {"client_id": grant.client_id, "client_secret": grant.secret.get_secret_value()}
        return urlencode(form).encode()

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if not self._grant.in_body:
            # Both parts are form-encoded first (RFC 6749, section 2.3.1).
            pair = f"{quote_plus(self._grant.client_id)}:{quote_plus(self._grant.secret.get_secret_value())}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        return headers


def _read(received: Received) -> TokenReply:
    if received.status != 200:
        raise TokenRefusedError(
            f"gives no access token (HTTP {received.status})",
            vi=f"không cấp mã truy cập (HTTP {received.status})",
            status=received.status,
            hint="Check token_url, client_id, scope, and the secret in the environment.",
            hint_vi="Kiểm tra token_url, client_id, scope và khoá bí mật trong biến môi trường.",
        )
    try:
        return TokenReply.model_validate_json(received.body)
    except ValidationError:
        raise TokenRefusedError("gives no readable access token", vi="cấp mã truy cập không đọc được") from None
