"""How long a notice is tried, and when one is overtaken: times in seconds of wall clock, not of working time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from motcua.dossiers.notice import APPLICANT, News

LATER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {News.WARNING: (News.WARNING, News.DUE, News.OVERDUE), News.DUE: (News.OVERDUE,)}
)
"""News that makes an earlier one for the same person needless, where that has not gone out."""
UNTIL_FINISHED = (News.WARNING, News.DUE, News.DATE_PROPOSED, News.DATE_APPROVED, News.DATE_DECLINED)
TOO_OLD = timedelta(days=30)
"""A notice nobody tried to send for so long tells nothing new: channels were set up later."""

NO_ADDRESS, NO_WAY_THERE = "no address", "no channel for any address"
OVERTAKEN, ENDED, FINISHED = "overtaken by later news", "the dossier has ended", "the work is finished"
TOO_LATE = f"not sent within {TOO_OLD.days} days"
"""Why a notice did not go out, as it is kept; what a mail server or gateway says is kept as it said it."""


@dataclass(frozen=True)
class Patience:
    """How a message is tried again: at growing intervals, for a day."""

    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(hours=1)
    altogether: timedelta = timedelta(days=1)
    channel_first: timedelta = timedelta(seconds=2)
    """How long a channel is left alone that took nothing; doubled while it stays away."""
    channel_longest: timedelta = timedelta(minutes=1)

    def again_at(
        self, now: datetime, attempts: int, first_tried_at: datetime | None, asked: float | None
    ) -> datetime | None:
        """Return when a message is tried again; None where its time is over.

        Args:
            now: The moment of the present try.
            attempts: Tries before this one.
            first_tried_at: When it was first tried; None: now.
            asked: Seconds the receiver asked us to wait.
        """
        if now - (first_tried_at or now) >= self.altogether:
            return None
        wait = min(self.first * (1 << min(attempts, 20)), self.longest)
        return now + max(wait, timedelta(seconds=asked or 0))

    def channel_rest(self, failures: int) -> timedelta:
        """Return how long a channel rests after so many failures in a row, from 1."""
        return min(self.channel_first * (1 << min(failures - 1, 20)), self.channel_longest)


def needless(kind: str, audience: str, *, finished: bool, ended: bool, waited: timedelta, tried: bool) -> str | None:
    """Return why a notice need not go out any more; None where it has to. The applicant is told everything."""
    if not tried and waited > TOO_OLD:
        return TOO_LATE
    if audience == APPLICANT or kind == News.FAULT:
        return None
    if ended:
        return ENDED
    return FINISHED if finished and kind in UNTIL_FINISHED else None
