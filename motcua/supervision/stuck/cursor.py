"""Cursors: where a page ended, bound to the question and the order, and sealed so that nobody makes one up."""

import base64
import binascii
import hashlib
import hmac

from motcua.register.stuck_order import not_a_place

SEAL_BYTES = 16
PURPOSE = b"motcua stuck cursor 1"


def seal(place: str, question: str, key: bytes) -> str:
    """Return the cursor of a place in the answer to a question.

    Args:
        place: Where the page ended.
        question: The question with its order, as text.
        key: What the installation's processes share.
    """
    return base64.urlsafe_b64encode(_seal(place, question, key) + place.encode()).rstrip(b"=").decode()


def unseal(cursor: str, question: str, key: bytes) -> str:
    """Return the place a cursor names.

    Raises:
        InvalidInputError: It was given out for another question or order, was changed, or is none.
    """
    try:
        raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        place = raw[SEAL_BYTES:].decode()
    except (binascii.Error, UnicodeError):
        raise not_a_place() from None
    if not hmac.compare_digest(raw[:SEAL_BYTES], _seal(place, question, key)):
        raise not_a_place()
    return place


def _seal(place: str, question: str, key: bytes) -> bytes:
    own = hmac.digest(key, PURPOSE, hashlib.sha256)
    said = hashlib.sha256(question.encode()).digest() + place.encode()
    return hmac.digest(own, said, hashlib.sha256)[:SEAL_BYTES]
