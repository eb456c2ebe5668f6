"""Short messages through a gateway: one signed POST per message, after the Standard Webhooks scheme."""

import asyncio
import base64
import json
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import httpx2
from standardwebhooks import Webhook

from motcua.errors import InvalidInputError
from motcua.notices.errors import ChannelAwayError, MessageDeferredError, MessageRefusedError
from motcua.notices.port import Message, Sent

SECONDS: Final = 20.0
"""Longest time for one exchange."""
MOST_READ: Final = 64 * 1024
"""Bytes of an answer that are read."""
LONGEST_WAIT: Final = 3600.0
REFUSALS: Final = (400, 404, 410, 413, 415, 422)
"""Statuses that judge the message; others judge who we are, or say that it is too early."""
NOT_US: Final = (401, 403, 405)
KNOWN: Final = 409
"""What gateways answer to an id they have: the message arrived when it was sent before."""


class WebhookMessenger:
    """Hands short messages to one gateway, at the address configured and nowhere else.

    Args:
        url: Where it takes messages.
        secret: The shared signing secret (`whsec_…`).
        seconds: Longest time for one exchange.
    """

    def __init__(self, url: str, secret: str, *, seconds: float = SECONDS) -> None:
        self._url = _checked(url)
        self._webhook = _signing(secret)
        self._seconds = seconds
        self._client = httpx2.AsyncClient(
            timeout=httpx2.Timeout(seconds, connect=min(seconds, 5.0)),
            follow_redirects=False,
            trust_env=False,  # a proxy named by the environment would see the numbers
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )

    async def send(self, message: Message) -> Sent:
        """Hand a short message over; see `Messenger.send` for what may be raised."""
        body, headers = self._signed(message)
        try:
            async with asyncio.timeout(self._seconds):
                status, retry_after, answer = await self._exchange(body, headers)
        except (TimeoutError, httpx2.TimeoutException) as slow:
            raise _deferred("no answer in time") from slow
        except httpx2.TransportError as away:
            raise _away(type(away).__name__) from away
        _judge(status, retry_after)
        return Sent(reference=_reference(answer))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _signed(self, message: Message) -> tuple[bytes, dict[str, str]]:
        now = datetime.now(UTC)
        data = {"id": message.id, "to": message.to, "text": message.text, "language": message.language}
        said = {"type": "notice.sms", "timestamp": now.isoformat(), "data": data}
        body = json.dumps(said, ensure_ascii=False)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(msg_id=message.id, timestamp=now, data=body),
        }
        return body.encode(), headers

    async def _exchange(self, body: bytes, headers: dict[str, str]) -> tuple[int, str | None, bytes]:
        async with self._client.stream("POST", self._url, content=body, headers=headers) as response:
            read = bytearray()
            async for piece in response.aiter_raw():
                read += piece
                if len(read) > MOST_READ:
                    break
            return response.status_code, response.headers.get("Retry-After"), bytes(read[:MOST_READ])


def _judge(status: int, retry_after: str | None) -> None:
    """Return for 2xx, or where the message is there already.

    Anything else refuses it for good, comes too early, or is said by a gateway that does not know us.
    """
    if 200 <= status < 300 or status == KNOWN:
        return
    if status in REFUSALS:
        raise MessageRefusedError(f"The gateway refused it: HTTP {status}.", vi=f"Tổng đài từ chối: HTTP {status}.")
    if 300 <= status < 400 or status in NOT_US:
        raise _away(f"HTTP {status}")
    raise _deferred(f"HTTP {status}", _seconds(retry_after))


def _reference(answer: bytes) -> str | None:
    """Return the gateway's own name for the message, where it says one."""
    try:
        said = json.loads(answer)
    except ValueError:
        return None
    reference = said.get("reference") if isinstance(said, dict) else None
    return reference[:200] if isinstance(reference, str) else None


def _seconds(retry_after: str | None) -> float | None:
    if retry_after is None or not (retry_after.isascii() and retry_after.isdigit()):
        return None
    return min(float(retry_after[:9]), LONGEST_WAIT)


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise InvalidInputError(
            "The gateway's address is no http or https address without credentials.",
            vi="Địa chỉ tổng đài tin nhắn không hợp lệ.",
            field="MOTCUA_SMS_WEBHOOK",
            hint="Write https://gateway.example/messages; the secret goes into MOTCUA_SMS_SECRET.",
        )
    return url


def _signing(secret: str) -> Webhook:
    encoded = secret.removeprefix("whsec_")
    try:
        length = len(base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True))
    except ValueError:
        length = 0
    if not 24 <= length <= 64:
        raise InvalidInputError(
            "The gateway's signing secret must be 24 to 64 bytes in Base64.",
            vi="Khoá ký của tổng đài tin nhắn phải dài từ 24 đến 64 byte, viết dạng Base64.",
            field="MOTCUA_SMS_SECRET",
            hint="Make one with: echo whsec_$(openssl rand -base64 32)",
        )
    return Webhook(encoded)


def _away(why: str) -> ChannelAwayError:
    return ChannelAwayError(f"The gateway takes no messages ({why}).", vi=f"Tổng đài tin nhắn chưa nhận ({why}).")


def _deferred(why: str, retry_after: float | None = None) -> MessageDeferredError:
    return MessageDeferredError(
        f"The gateway did not take it now: {why}.", vi=f"Tổng đài chưa nhận: {why}.", retry_after=retry_after
    )
