"""The groups of a list: each dossier in the first one that fits, as API and register have it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Protocol

from motcua.register.stuck_groups import Urgency
from motcua.supervision.telling.views_of_stuck import StuckView
from motcua.worktime.calendar import WorkCalendar

SORTED = "sorted"
"""The one group of a list that is in another order than that of the queue."""


class Promised(Protocol):
    """What tells how a promise stands."""

    @property
    def due(self) -> datetime | None:
        """Return the date in force; None where there is none, or while the clock stands."""

    @property
    def due_original(self) -> datetime | None:
        """Return the date on the slip."""

    @property
    def late(self) -> bool:
        """Whether it is broken."""

    @property
    def at_risk(self) -> bool:
        """Whether the moment to act for it has passed."""

    @property
    def act_by(self) -> datetime | None:
        """Return that moment."""


class Row(NamedTuple):
    """A dossier with how its promise stands."""

    it: StuckView
    promise: str


class Group(NamedTuple):
    """Dossiers that are pressing alike."""

    name: str
    rows: tuple[Row, ...]


def groups(dossiers: Iterable[StuckView], now: datetime, calendar: WorkCalendar, *, in_queue: bool) -> list[Group]:
    """Return the groups of a page that have something in them, in their order.

    Args:
        dossiers: The page.
        now: The moment at which promises are judged.
        calendar: Whose days are meant.
        in_queue: Whether the page is in the order of the queue; else all of it is one group.
    """
    rows = [Row(each, promise(each, now, calendar)) for each in dossiers]
    if not in_queue:
        return [Group(SORTED, tuple(rows))] if rows else []
    found = (Group(name.value, tuple(row for row in rows if row.it.group is name)) for name in Urgency)
    return [group for group in found if group.rows]


def promise(each: Promised, now: datetime, calendar: WorkCalendar) -> str:
    """Return how a promise stands, as words of the catalogue name it."""
    if each.due is None:
        return "clock_stopped" if each.due_original else "none"
    if each.late:
        return "overdue"
    if each.at_risk:
        return "will_be_late"
    today = now.astimezone(calendar.tz).date()
    if each.due.astimezone(calendar.tz).date() <= today:
        return "due_today"
    soon = each.act_by is not None and each.act_by.astimezone(calendar.tz).date() <= today
    return "at_risk" if soon else "in_time"
