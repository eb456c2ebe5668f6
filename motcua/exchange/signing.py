"""Signatures after the Standard Webhooks scheme: on requests that go out and on callbacks that come in."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from standardwebhooks import Webhook

from motcua.errors import InvalidInputError
from motcua.exchange.errors import SignatureRefusedError

TOLERANCE: Final = timedelta(minutes=5)
"""How far the sender's clock may be from ours; it also bounds how long a captured message can be sent again."""

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"

_PREFIX = "whsec_"
_MOST_DIGITS = 12


class SigningKey:
    """A secret shared with one other system: `whsec_` and 24 to 64 bytes in Base64."""

    def __init__(self, secret: str) -> None:
        self._webhook = Webhook(_secret_bytes(secret))

    def headers(self, message: str, body: bytes, now: datetime) -> dict[str, str]:
        """Return the three headers that sign a body.

        Args:
            message: The message's identifier; the same for every repetition of the same message.
            body: UTF-8 text, exactly as it will be sent.
            now: Aware moment of sending.
        """
        # The library reads every datetime as UTC, whatever its zone.
        moment = now.astimezone(UTC)
        signature: str = self._webhook.sign(msg_id=message, timestamp=moment, data=body.decode())
        return {ID: message, TIMESTAMP: str(int(moment.timestamp())), SIGNATURE: signature}

    def check(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Return if the body was signed with this secret within `TOLERANCE` of now.

        Raises:
            SignatureRefusedError: A header is missing or malformed, the moment is too far away, or no signature fits.
        """
        given = {name.lower(): value for name, value in headers.items()}
        missing = [name for name in (ID, TIMESTAMP, SIGNATURE) if not given.get(name)]
        if missing:
            raise _refused("the header is missing", field=missing[0])
        moment = _moment(given[TIMESTAMP])
        if abs(now - moment) > TOLERANCE:
            raise _refused("the moment of signing is more than 5 minutes from ours", field=TIMESTAMP)
        if not self._fits(given, moment, body):
            raise _refused("no signature fits the body", field=SIGNATURE)

    def _fits(self, given: Mapping[str, str], moment: datetime, body: bytes) -> bool:
        try:
            expected: str = self._webhook.sign(msg_id=given[ID], timestamp=moment, data=body.decode())
        except UnicodeDecodeError:
            return False
        # Several signatures stand side by side while a secret is being changed.
        candidates = given[SIGNATURE].split()
        return any(hmac.compare_digest(expected.encode(), candidate.encode()) for candidate in candidates)


def _secret_bytes(secret: str) -> bytes:
    encoded = secret.removeprefix(_PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not 24 <= len(key) <= 64:
        raise InvalidInputError(
            "A signing secret must be 24 to 64 bytes in Base64.",
            vi="Khoá ký phải dài từ 24 đến 64 byte, viết dạng Base64.",
            hint="Make one with: echo whsec_$(openssl rand -base64 32)",
            hint_vi="Tạo khoá bằng: echo whsec_$(openssl rand -base64 32)",
        )
    return key


def _moment(seconds: str) -> datetime:
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= _MOST_DIGITS):
        raise _refused("must be whole seconds since 1970", field=TIMESTAMP)
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        raise _refused("is no moment a calendar knows", field=TIMESTAMP) from None


def _refused(why: str, *, field: str) -> SignatureRefusedError:
    return SignatureRefusedError(
        f"The message is not believed: {why}.",
        vi="Chữ ký của thông điệp không hợp lệ; thông điệp bị từ chối.",
        field=field,
    )
