"""A life that began weeks ago, written as acts at their moments in working time before now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import add_working, next_opening

Json = dict[str, Any]
WARD = "28777"
"""The ward of An Hội, Vĩnh Long."""


@dataclass(frozen=True)
class Expected:
    """How a dossier must stand once it is opened with its past."""

    state: str | None = None
    waits: str | None = None
    promise: str | None = None
    told: tuple[str, ...] = ()
    """Kinds of facts its story must hold."""
    open_steps: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Life:
    """A dossier in flight: what it shows, how it is opened, how it must stand then."""

    name: str
    vi: str
    en: str
    opening: Json
    expected: Expected


@dataclass(frozen=True)
class Past:
    """What happened to one dossier since it was received; hours are working hours after receipt."""

    received: datetime
    calendar: WorkCalendar
    acts: list[Json] = field(default_factory=list)

    @classmethod
    def working_days_ago(cls, days: float, now: datetime, calendar: WorkCalendar) -> "Past":
        """Begin that many working days of eight hours before now."""
        return cls(add_working(now, -timedelta(hours=8 * days), calendar), calendar)

    @classmethod
    def days_ago(cls, days: int, now: datetime, calendar: WorkCalendar) -> "Past":
        """Begin that many calendar days ago, at the next moment the office is open."""
        return cls(next_opening(now - timedelta(days=days), calendar), calendar)

    def at(self, hours: float) -> datetime:
        """Return the moment that many working hours after receipt."""
        return add_working(self.received, timedelta(hours=hours), self.calendar) if hours else self.received

    def then(
        self, hours: float | datetime, agency: str, kind: str, *, reason: str | None = None, **do: object
    ) -> "Past":
        """Add an act, at its hours or at a moment of its own."""
        at = hours if isinstance(hours, datetime) else self.at(hours)
        act: Json = {"by": {"agency": agency}, "at": at.isoformat(), "do": {"kind": kind, **do}}
        self.acts.append(act | ({"reason": reason} if reason else {}))
        return self

    def complete(self, agency: str, steps: Mapping[str, float | datetime]) -> "Past":
        """Add the completion of steps of one agency, each at its hours."""
        for step, hours in steps.items():
            self.then(hours, agency, "complete", step=step)
        return self

    def opening(self, procedure: str, by: str, **values: object) -> Json:
        """Return the opening with this past, without its key."""
        begun = {"by": {"agency": by}, "procedure": procedure, "territory": WARD, "at": self.received.isoformat()}
        return begun | values | ({"past": self.acts} if self.acts else {})
