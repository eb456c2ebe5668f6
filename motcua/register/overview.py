"""What a supervisor sees first: how open dossiers stand, by what they wait for, and what comes due on the next days.

Each question is one pass over the open dossiers; nothing is stored for it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, and_, func, not_, or_, select

from motcua.dossiers.parts import Waiting
from motcua.register.reading import Record
from motcua.register.rows import Verdict
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow
from motcua.register.topic import Topic


class Span(NamedTuple):
    """From a moment to another, itself not part of it."""

    begin: datetime
    end: datetime


class Standing(Record):
    """Open dossiers that wait for the same."""

    reason: Waiting
    dossiers: int
    late: int
    new_late: int
    """Of the late ones, those that became so today."""
    will_be_late: int
    """Not late, but the last moment to move them has passed (`act_by`)."""
    at_risk: int
    """That moment comes today."""
    due_today: int
    """Due today and not late."""
    stopped: int
    """Their clock stands."""
    oldest: datetime | None
    """Since when the first of them has waited."""


COUNTED = ("dossiers", "late", "new_late", "will_be_late", "at_risk", "due_today", "stopped")
"""The figures of a line that add up."""


class Holding(Record):
    """Open dossiers that wait for the same with the same agency."""

    reason: Waiting
    agency: str
    dossiers: int


class DueDay(NamedTuple):
    """What is promised for a day, clocks that stand left out."""

    day: Span
    dossiers: int
    endangered: int
    """Of these, what is late, will be late or is at risk as of now."""


class Finished(NamedTuple):
    """What was finished in a time."""

    span: Span
    finished: int
    """With a limit."""
    late: int


class Overview(Topic):
    """Counts for the first page."""

    def standing(self, now: datetime, today: Span, scope: Scope = WHOLE) -> tuple[list[Standing], list[Holding]]:
        """Return how open dossiers stand at a moment, by what they wait for, and with whom; the most first."""
        row = DossierRow
        runs = and_(row.late_at.is_not(None), row.late_at > now)
        figures: dict[str, Any] = {
            "late": row.late_at <= now,
            "new_late": and_(row.late_at <= now, row.late_at >= today.begin),
            "will_be_late": and_(runs, row.act_by <= now),
            "at_risk": and_(runs, row.act_by > now, row.act_by <= today.end),
            "due_today": and_(runs, row.due_current <= today.end, row.due_current > today.begin),
            "stopped": row.paused,
        }
        counted = [func.count().filter(case).label(name) for name, case in figures.items()]
        query = (
            select(row.waiting_for.label("reason"), row.holder_agency.label("agency"), func.count().label("dossiers"))
            .add_columns(*counted, func.min(row.waiting_since).label("oldest"))
            .where(row.ended_at.is_(None), *scope.of_dossiers())
            .group_by(row.waiting_for, row.holder_agency)
        )
        with self._store.reading() as connection:
            found = connection.execute(query).mappings().all()
        held = [Holding.model_validate(each) for each in found if each["agency"] is not None]
        return _summed(found), sorted(held, key=lambda each: (-each.dossiers, each.agency))

    def holders(self, scope: Scope = WHOLE) -> frozenset[str]:
        """Return with whom open dossiers wait."""
        row = DossierRow
        query = select(row.holder_agency).where(row.ended_at.is_(None), *scope.of_dossiers()).distinct()
        with self._store.reading() as connection:
            return frozenset(agency for agency in connection.scalars(query) if agency is not None)

    def due_days(self, days: Sequence[Span], now: datetime, today: Span, scope: Scope = WHOLE) -> list[DueDay]:
        """Return what is promised for each of some days, in one pass; a day's end belongs to it."""
        if not days:
            return []
        row = DossierRow
        endangered = or_(row.late_at <= now, row.act_by <= today.end)
        columns = []
        for day in days:
            within = and_(row.due_current > day.begin, row.due_current <= day.end)
            columns += [func.count().filter(within), func.count().filter(and_(within, endangered))]
        query = select(*columns).where(
            row.ended_at.is_(None),
            row.late_at.is_not(None),
            not_(row.paused),
            row.due_current > days[0].begin,
            row.due_current <= days[-1].end,
            *scope.of_dossiers(),
        )
        with self._store.reading() as connection:
            found = connection.execute(query).one()
        return [DueDay(day, found[2 * i], found[2 * i + 1]) for i, day in enumerate(days)]

    def finished_in(self, spans: Sequence[Span], scope: Scope = WHOLE) -> list[Finished]:
        """Return what was finished with a limit in each of some times, in one pass; linked dossiers once (R45)."""
        if not spans:
            return []
        row = DossierRow
        columns = []
        for span in spans:
            within = and_(row.finished_at >= span.begin, row.finished_at < span.end)
            columns += [func.count().filter(within)]
            columns += [func.count().filter(and_(within, row.verdict == Verdict.LATE.value))]
        query = select(*columns).where(
            row.finished_at >= spans[0].begin,
            row.finished_at < spans[-1].end,
            row.verdict.is_not(None),
            row.parent.is_(None),
            *scope.of_dossiers(),
        )
        with self._store.reading() as connection:
            found = connection.execute(query).one()
        return [Finished(span, found[2 * i], found[2 * i + 1]) for i, span in enumerate(spans)]


def _summed(found: Sequence[RowMapping]) -> list[Standing]:
    """Return lines by what is waited for, from lines that tell holders apart too."""
    lines: list[Standing] = []
    for reason in {each["reason"] for each in found}:
        own = [each for each in found if each["reason"] == reason]
        sums = {name: sum(each[name] for each in own) for name in COUNTED}
        oldest = min((each["oldest"] for each in own if each["oldest"] is not None), default=None)
        lines.append(Standing(reason=reason, oldest=oldest, **sums))
    return sorted(lines, key=lambda each: (-each.dossiers, each.reason))
