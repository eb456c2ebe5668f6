"""How long an event is tried, and how long a subscriber that takes nothing is left alone: times of the wall clock."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Pauses:
    """Growing pauses, each a little longer or shorter by chance, so that many do not come back in one moment."""

    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(hours=1)
    rest_first: timedelta = timedelta(seconds=2)
    """How long a subscriber is left alone that took nothing; doubled while it stays away."""
    rest_longest: timedelta = timedelta(minutes=5)

    def again_at(self, now: datetime, attempts: int, asked: float | None) -> datetime:
        """Return when an event is tried again.

        Args:
            now: The moment of the present try.
            attempts: Tries before this one.
            asked: Seconds the subscriber asked us to wait.
        """
        return now + max(_jittered(_grown(self.first, attempts, self.longest)), timedelta(seconds=asked or 0))

    def rest_until(self, now: datetime, failures: int, asked: float | None) -> datetime:
        """Return until when a subscriber is left alone after so many failures in a row, from 1."""
        wait = _jittered(_grown(self.rest_first, failures - 1, self.rest_longest))
        return now + max(wait, timedelta(seconds=asked or 0))


def is_over(patience: timedelta, first_tried_at: datetime | None, now: datetime) -> bool:
    """Return whether an event's time is over; one that was never tried has all of it."""
    return now - (first_tried_at or now) >= patience


def _grown(first: timedelta, times: int, longest: timedelta) -> timedelta:
    return min(first * (1 << min(times, 20)), longest)


def _jittered(wait: timedelta) -> timedelta:
    return wait * random.uniform(0.8, 1.2)
