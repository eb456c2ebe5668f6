"""Requests to department systems for the tests of the ledger: who asks what, and what comes back."""

from datetime import datetime, timedelta

from motcua.register.answers import Got, Kept
from motcua.register.asking import Ask, Put, Turn
from motcua.register.breaker import Failure
from motcua.register.register import Register
from tests.register.papers import at

CODE = "H07-261123-0001"
KEY = f"{CODE}/tax/1"
NINE = at("Mon 2026-11-23 09:00")
DONE = Got('{"outcome":"done"}', "done", "ab" * 32)


def later(minutes: float) -> datetime:
    """Return a moment after nine."""
    return NINE + timedelta(minutes=minutes)


def ask(register: Register, key: str = KEY, *, minutes: float = 0, due: datetime | None = None) -> Put:
    """Note that an answer is wanted of the tax system."""
    dossier, step, visit = key.rsplit("/", 2)
    wanted = Ask(key, "tax", dossier, step, int(visit), "thue-co-so", f'{{"key":"{key}"}}', due)
    return register.asked(wanted, later(minutes))


def send(register: Register, key: str = KEY, *, minutes: float = 0) -> int:
    """Ask, see that it is to be sent, and return the attempt."""
    put = ask(register, key, minutes=minutes)
    assert put.turn is Turn.SEND, put
    return put.attempt


def answer(register: Register, key: str = KEY, got: Got = DONE, *, minutes: float = 1) -> Kept:
    """Let an answer come by callback."""
    return register.answered(key, got, later(minutes))


def failure(minutes: float = 0, *, own: bool = False, retry_after: float | None = None) -> Failure:
    """Return a failure that lasted a second."""
    return Failure(later(minutes) - timedelta(seconds=1), later(minutes), "HTTP 503.", own, 503, retry_after)


def fail(register: Register, key: str = KEY, *, minutes: float = 0, own: bool = False) -> None:
    """Send a request and let it fail."""
    register.went_wrong(key, send(register, key, minutes=minutes), failure(minutes, own=own))


def dossier(number: int) -> str:
    """Return the key of another dossier's request."""
    return f"H07-261123-{number:04}/tax/1"
