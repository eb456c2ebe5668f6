"""Answers that come later: a department's system sends them to us, signed."""

from collections.abc import Mapping
from datetime import UTC, datetime

from motcua.departments.port import Answer
from motcua.departments.reading import read
from motcua.exchange.signing import SigningKey


def verify(headers: Mapping[str, str], body: bytes, secret: str, now: datetime | None = None) -> Answer:
    """Return the answer in a callback, once it is sure who sent it.

    The signature says which system speaks, not that it was asked: whoever calls this must still check that the
    answer's key is an open request to the very system whose secret was used.

    Args:
        headers: The HTTP headers; case does not matter.
        body: The body exactly as it arrived, before any parsing.
        secret: The secret shared with that system (`whsec_…`).
        now: Aware moment of arrival; the present where it is left out.

    Raises:
        SignatureRefusedError: Unsigned, signed with another secret, altered, or more than 5 minutes old or early.
        UnreadableAnswerError: Rightly signed, but not an answer after the contract.
        InvalidInputError: The secret itself is malformed.
    """
    SigningKey(secret).check(headers, body, now or datetime.now(UTC))
    return read(Answer, body)
