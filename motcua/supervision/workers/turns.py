"""How many dossiers of one moment this machine wakes in a second, so that officers' acts do not wait behind them."""

import time

from activities.register import TURNS_PER_SECOND
from motcua.settings import Settings

KNOWN = 110e-9
"""Processor seconds of one round on the machine that was seen to carry `TURNS_PER_SECOND` while officers acted."""
LEAST = 5
ROUNDS = 20_000
TRIES = 5


def turns_of(settings: Settings) -> int:
    """Return the turns in a second: as set, or as this machine's speed allows, and never more than was seen to work.

    Measured in processor time, the best of a few tries: what else the machine does at that moment says nothing of it.
    """
    if settings.turns_per_second is not None:
        return settings.turns_per_second
    measured = min(_seconds() for _ in range(TRIES)) / ROUNDS
    return turns_at(measured)


def turns_at(seconds: float) -> int:
    """Return the turns in a second of a machine that takes so many processor seconds for a round."""
    return max(LEAST, min(TURNS_PER_SECOND, round(TURNS_PER_SECOND * KNOWN / seconds)))


def _seconds() -> float:
    began, total = time.thread_time(), 0
    for number in range(ROUNDS):
        total += number * number % 7
    return time.thread_time() - began
