"""Short messages through a gateway: one signed POST per message, after the Standard Webhooks scheme."""

import json
from datetime import UTC, datetime, timedelta
from typing import Final

from motcua.errors import InvalidInputError
from motcua.exchange.address import Address
from motcua.exchange.errors import ExchangeError, LateError
from motcua.exchange.networks import is_inside
from motcua.exchange.signing import SigningKey
from motcua.exchange.transport import Limits, Partner, Received, Transport
from motcua.exchange.waiting import retry_after
from motcua.notices.errors import ChannelAwayError, MessageDeferredError, MessageRefusedError
from motcua.notices.port import Message, Sent

SECONDS: Final = 20.0
"""Longest time for one exchange."""
MOST_READ: Final = 64 * 1024
"""Bytes of an answer that are read."""
LONGEST_WAIT: Final = 3600.0
"""Seconds a gateway may put one message off."""
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
        private: Whether the gateway may be at a private or loopback address.
        seconds: Longest time for one exchange.
    """

    def __init__(self, url: str, secret: str, *, private: bool = False, seconds: float = SECONDS) -> None:
        self._signing_key = _signing(secret)
        limit = timedelta(seconds=seconds)
        limits = Limits(connect=min(limit, timedelta(seconds=5)), read=limit, total=limit)
        address, self._page = _checked(url, private)
        partner = Partner(address, limits=limits, most=MOST_READ, private=private)
        self._transport = Transport(partner)

    async def send(self, message: Message) -> Sent:
        """Hand a short message over; see `Messenger.send` for what may be raised."""
        body = _body(message)
        headers = {"Content-Type": "application/json"} | self._signing_key.headers(message.id, body, datetime.now(UTC))
        try:
            received = await self._transport.exchange("POST", self._page, body, headers)
        except LateError as slow:
            raise _deferred("no answer in time") from slow
        except ExchangeError as failed:
            raise _away(failed.kind) from failed
        _judge(received)
        return Sent(reference=_reference(received.body))

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()


def _body(message: Message) -> bytes:
    data = {"id": message.id, "to": message.to, "text": message.text, "language": message.language}
    said = {"type": "notice.sms", "timestamp": datetime.now(UTC).isoformat(), "data": data}
    return json.dumps(said, ensure_ascii=False).encode()


def _judge(received: Received) -> None:
    """Return for 2xx, or where the message is there already.

    Anything else refuses it for good, comes too early, or is said by a gateway that does not know us.
    """
    status = received.status
    if 200 <= status < 300 or status == KNOWN:
        return
    if status in REFUSALS:
        raise MessageRefusedError(f"The gateway refused it: HTTP {status}.", vi=f"Tổng đài từ chối: HTTP {status}.")
    if 300 <= status < 400 or status in NOT_US:
        raise _away(f"HTTP {status}")
    wait = retry_after(received.headers.get("Retry-After"), datetime.now(UTC))
    raise _deferred(f"HTTP {status}", None if wait is None else min(wait, LONGEST_WAIT))


def _reference(answer: bytes) -> str | None:
    """Return the gateway's own name for the message, where it says one."""
    try:
        said = json.loads(answer)
    except ValueError:
        return None
    reference = said.get("reference") if isinstance(said, dict) else None
    return reference[:200] if isinstance(reference, str) else None


def _checked(url: str, private: bool) -> tuple[Address, str]:
    try:
        address, page = Address.read_page(url)
    except InvalidInputError as unfit:
        raise InvalidInputError(
            f"The gateway's address is of no use. {unfit.message}",
            vi="Địa chỉ tổng đài tin nhắn không hợp lệ.",
            field="MOTCUA_SMS_WEBHOOK",
            hint="Write https://gateway.example/messages; the secret goes into MOTCUA_SMS_SECRET.",
            hint_vi="Ghi dạng https://gateway.example/messages; khoá bí mật đặt ở MOTCUA_SMS_SECRET.",
        ) from None
    if is_inside(address.host) and not private:
        raise InvalidInputError(
            "The gateway's address is a private one.",
            vi="Địa chỉ tổng đài tin nhắn là địa chỉ nội bộ.",
            field="MOTCUA_SMS_WEBHOOK",
            hint="Set MOTCUA_SMS_PRIVATE=true if the gateway is inside.",
            hint_vi="Đặt MOTCUA_SMS_PRIVATE=true nếu tổng đài ở mạng nội bộ.",
        )
    return address, page


def _signing(secret: str) -> SigningKey:
    try:
        return SigningKey(secret)
    except InvalidInputError as unfit:
        raise InvalidInputError(
            f"The gateway's secret: {unfit.message}",
            vi=f"Khoá ký của tổng đài tin nhắn: {unfit.message_vi}",
            field="MOTCUA_SMS_SECRET",
            hint=unfit.hint,
            hint_vi=unfit.hint_vi,
        ) from None


def _away(why: str) -> ChannelAwayError:
    return ChannelAwayError(f"The gateway takes no messages ({why}).", vi=f"Tổng đài tin nhắn chưa nhận ({why}).")


def _deferred(why: str, retry_after: float | None = None) -> MessageDeferredError:
    return MessageDeferredError(
        f"The gateway did not take it now: {why}.", vi=f"Tổng đài chưa nhận: {why}.", retry_after=retry_after
    )
