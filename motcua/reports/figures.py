"""The counts every report on a period is made of, and the columns and rates that follow from them (R65, R66)."""

from collections.abc import Iterable
from typing import NamedTuple


class Figures(NamedTuple):
    """What is counted of a period, each by a condition of its own, so that the identities can be checked."""

    total: int = 0
    """Dossiers the period has to do with: received before its end, and not closed before it began."""
    online: int = 0
    """Received in the period through the portal."""
    direct: int = 0
    """Received in the period at the counter or by post."""
    carried: int = 0
    """Received before the period and open when it began."""
    closed: int = 0
    """Closed in the period: the result was ready, or it ended without one."""
    early: int = 0
    """Finished on a date before the due date."""
    on_time: int = 0
    """Finished on the due date."""
    late: int = 0
    without_limit: int = 0
    """Finished where no limit was ever set: neither early nor late."""
    stopped_in_time: int = 0
    """Withdrawn or lapsed while it was not late; R58 takes it out of the rates."""
    stopped_late: int = 0
    open: int = 0
    """In process at the end of the period."""
    open_in_time: int = 0
    """Of these, not late at that moment; those whose clock stood are among them (R36)."""
    open_late: int = 0
    online_late: int = 0
    """Came through the portal, and was finished late or is open and late; counted in other figures already."""

    @property
    def columns(self) -> tuple[int, ...]:
        """Return columns (3) to (13) of form 06.

        The form has three ways to close: what had no limit, and what was withdrawn while in time, stands in (9); what
        was withdrawn late stands in (10).
        """
        in_time = self.on_time + self.without_limit + self.stopped_in_time
        received = (self.total, self.online, self.direct, self.carried)
        closed = (self.closed, self.early, in_time, self.late + self.stopped_late)
        return (*received, *closed, self.open, self.open_in_time, self.open_late)

    @property
    def judged(self) -> int:
        """Return how many were finished that had a limit: what the on-time rate is a share of (R58)."""
        return self.early + self.on_time + self.late

    @property
    def stopped(self) -> int:
        """Return how many ended without a result."""
        return self.stopped_in_time + self.stopped_late

    @property
    def on_time_completed(self) -> float | None:
        """Return the share of what was finished that was not late; None where nothing had a limit (R66)."""
        return share(self.early + self.on_time, self.judged)

    @property
    def on_time_all(self) -> float | None:
        """Return the share of what was finished or is open that is not late; None where there is none (R66)."""
        return share(self.early + self.on_time + self.open_in_time, self.judged + self.open)

    @property
    def online_share(self) -> float | None:
        """Return the share of what was received in the period that came through the portal."""
        return share(self.online, self.online + self.direct)


NONE = Figures()


def added(figures: Iterable[Figures]) -> Figures:
    """Return the sum of counts."""
    return Figures(*map(sum, zip(NONE, *figures, strict=True)))


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole; None of nothing."""
    return part / whole if whole else None
