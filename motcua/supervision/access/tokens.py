"""Secrets that open something: made at random, kept as SHA-256, compared in constant time."""

import base64
import hashlib
import hmac
import secrets
from typing import NamedTuple

SECRET_BYTES = 32
KEY_MARK = "mck_"
"""What every key begins with, so that a leaked one is found by its look."""
ID_BYTES = 6


class NewKey(NamedTuple):
    """A key as it is shown once."""

    id: str
    key: str


def new_secret() -> str:
    """Return 32 random bytes as text for a cookie or an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: str) -> str:
    """Return the SHA-256 of a secret; it is random itself, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(one.encode(), other.encode())


def new_key() -> NewKey:
    """Return a new key of a system: `mck_ID_SECRET`, of which the id may be shown."""
    id = secrets.token_hex(ID_BYTES)
    return NewKey(id, f"{KEY_MARK}{id}_{new_secret()}")


def id_of_key(key: str) -> str | None:
    """Return the part of a key that may be shown, or None where it is no key."""
    if not key.startswith(KEY_MARK):
        return None
    id, mark, secret = key.removeprefix(KEY_MARK).partition("_")
    return id if mark and secret and len(id) == 2 * ID_BYTES else None


def csrf_of(session_secret: str) -> str:
    """Return what unsafe requests of a session carry: it follows from the cookie's secret, and does not tell it."""
    mac = hmac.digest(session_secret.encode(), b"motcua csrf", "sha256")
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
