"""The groups of the supervisor's list: each dossier is in the first that fits. Said once in SQL and once in Python."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, or_

from motcua.dossiers.parts import Waiting
from motcua.register.rank import STANDING, late_until
from motcua.register.tables import DossierRow

AT_ONCE = (Waiting.FAULT, Waiting.NOBODY)
"""What needs somebody whatever its date: there should be none."""


class Urgency(StrEnum):
    """The groups, the most pressing first."""

    NOW = "now"
    """Nobody holds it, or the engine is at fault."""
    OVERDUE = "overdue"
    WILL_BE_LATE = "will_be_late"
    """Not late, but the last moment to move it has passed."""
    TODAY = "today"
    """Due today, or the last moment to move it comes today."""
    RUNNING = "running"
    STANDING = "standing"
    """Its clock stands, or it has none."""


class Grouped(Protocol):
    """What a dossier's group follows from."""

    @property
    def reason(self) -> Waiting:
        """Return what it waits for."""

    @property
    def late(self) -> bool:
        """Return whether it is late."""

    @property
    def due(self) -> datetime | None:
        """Return the promised date; None while the clock stands."""

    @property
    def act_by(self) -> datetime | None:
        """Return the last moment at which moving on keeps the promise."""


def urgency_of(each: Grouped, now: datetime, ends: datetime) -> Urgency:
    """Return a dossier's group at a moment of a day that ends at `ends`."""
    if each.reason in AT_ONCE:
        return Urgency.NOW
    if each.due is None:
        return Urgency.STANDING
    if each.late:
        return Urgency.OVERDUE
    if each.act_by is not None and each.act_by <= now:
        return Urgency.WILL_BE_LATE
    soon = each.due <= ends or (each.act_by is not None and each.act_by <= ends)
    return Urgency.TODAY if soon else Urgency.RUNNING


def in_group(group: Urgency, now: datetime, ends: datetime, row: Any = DossierRow) -> ColumnElement[bool]:
    """Return the same as a condition over `row`; where the rank bounds it, so that an index is read no further."""
    at_once: ColumnElement[bool] = row.waiting_for.in_([reason.value for reason in AT_ONCE])
    if group is Urgency.NOW:
        return at_once
    ahead = and_(*running_on_time(now, row))
    savable = or_(row.act_by.is_(None), row.act_by > now)
    far = or_(row.act_by.is_(None), row.act_by > ends)
    held: dict[Urgency, ColumnElement[bool]] = {
        Urgency.OVERDUE: row.rank <= late_until(now),
        Urgency.WILL_BE_LATE: and_(ahead, row.act_by <= now),
        Urgency.TODAY: and_(ahead, savable, or_(row.due_current <= ends, row.act_by <= ends)),
        Urgency.RUNNING: and_(ahead, far, row.due_current > ends),
        Urgency.STANDING: row.rank >= STANDING,
    }
    return and_(~at_once, held[group])


def running_on_time(now: datetime, row: Any = DossierRow) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of a clock that runs and is not late."""
    return row.rank > late_until(now), row.rank < STANDING
