"""The groups of a list: each dossier in the first one that fits."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from motcua.dossiers.parts import Waiting
from motcua.supervision.telling.stuck import StuckView
from motcua.worktime.calendar import WorkCalendar

GROUPS = ("now", "overdue", "will_be_late", "today", "running", "standing")


class Row(NamedTuple):
    """A dossier with how its promise stands."""

    it: StuckView
    promise: str


class Group(NamedTuple):
    """Dossiers that are pressing alike."""

    name: str
    rows: tuple[Row, ...]


def groups(dossiers: Iterable[StuckView], now: datetime, calendar: WorkCalendar) -> list[Group]:
    """Return the groups of a page that have something in them, in their order."""
    rows = [Row(each, promise(each, now, calendar)) for each in dossiers]
    named = [(group_of(row), row) for row in rows]
    found = (Group(name, tuple(row for group, row in named if group == name)) for name in GROUPS)
    return [group for group in found if group.rows]


def promise(each: StuckView, now: datetime, calendar: WorkCalendar) -> str:
    """Return how a promise stands, as words of the catalogue name it."""
    if each.due is None:
        return "clock_stopped" if each.due_original else "none"
    if each.late:
        return "overdue"
    if each.at_risk:
        return "will_be_late"
    today = now.astimezone(calendar.tz).date()
    if each.due.astimezone(calendar.tz).date() == today:
        return "due_today"
    soon = each.act_by is not None and each.act_by.astimezone(calendar.tz).date() <= today
    return "at_risk" if soon else "in_time"


def group_of(row: Row) -> str:
    """Return the first group a row fits into."""
    if row.it.reason.id in (Waiting.FAULT.value, Waiting.NOBODY.value):
        return "now"
    named = {"overdue": "overdue", "will_be_late": "will_be_late", "due_today": "today", "at_risk": "today"}
    return named.get(row.promise) or ("standing" if row.it.due is None else "running")
