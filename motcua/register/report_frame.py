"""What a report is about: its period, its dossiers, the date they are judged by, as conditions of a query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, not_, null, or_
from sqlalchemy.orm import aliased

from motcua.dossiers.handover import ONLINE
from motcua.register.ontime import Promise
from motcua.register.rows import Verdict
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow, PromiseRow

Row = DossierRow
Past = aliased(PromiseRow, name="past")
Parent = aliased(DossierRow, name="parent_dossier")


@dataclass(frozen=True)
class Members:
    """Which deciding agencies' dossiers are counted: some wholly, some by the place they lie in."""

    whole: frozenset[str] = frozenset()
    parts: tuple[tuple[str, frozenset[str]], ...] = ()
    rest: tuple[tuple[str, frozenset[str]], ...] = ()

    def of(self, row: Any, agency: Any = None) -> ColumnElement[bool]:
        """Return the condition that a dossier is one of theirs; or work in it, by the column that says whose it was."""
        whose = row.competent if agency is None else agency
        some = [and_(whose == each, row.territory.in_(sorted(places))) for each, places in self.parts]
        some += [and_(whose == each, row.territory.not_in(sorted(away))) for each, away in self.rest]
        return or_(whose.in_(sorted(self.whole)), *some)


def place_of(split: Iterable[str], agency: Any) -> Any:
    """Return the place of a dossier where an agency's work belongs to one or another by it; null everywhere else."""
    apart = sorted(split)
    place = case((agency.in_(apart), Row.territory), else_=None) if apart else null()
    return place.label("place")


@dataclass(frozen=True)
class Frame:
    """A period and what of it is counted."""

    begin: datetime
    end: datetime
    """Not part of it; for a period that goes on: now."""
    promise: Promise = Promise.CURRENT
    members: Members | None = None
    """None: all agencies."""
    only: Members | None = None
    """Of these, the dossiers of some deciding agencies alone: the figure of one line; None: all."""
    fields: frozenset[str] | None = None
    procedures: frozenset[str] | None = None
    scope: Scope = WHOLE

    @property
    def verdict(self) -> Any:
        """Return how a dossier kept the date that is judged by."""
        return self._judged_by()[0]

    def matching(self, *whose: Any) -> Iterator[ColumnElement[bool]]:
        """Yield which dossiers are looked at, whoever decides them and whatever their time.

        Args:
            whose: Further columns of agencies by which a dossier lies within the scope.
        """
        yield from self.scope.of_dossiers(Row, *whose)
        if self.fields is not None:
            yield Row.field.in_(sorted(self.fields))
        if self.procedures is not None:
            yield Row.procedure.in_(sorted(self.procedures))

    def chosen(self) -> Iterator[ColumnElement[bool]]:
        """Yield which dossiers are counted, whatever their time.

        A leg of a linked dossier is counted only for agencies that do not count the linked dossier itself (R45).
        """
        yield from self.matching()
        if self.only is not None:
            yield self.only.of(Row)
        if self.members is None:
            yield Row.parent.is_(None)
        else:
            theirs = exists().where(Parent.code == Row.parent, self.members.of(Parent))
            yield and_(self.members.of(Row), or_(Row.parent.is_(None), not_(theirs)))

    def stood(self) -> ColumnElement[bool]:
        """Return the join by which the promise before the end is found where it was another one than now."""
        return and_(Past.dossier == Row.code, Past.since < self.end, Past.until >= self.end)

    def conditions(self) -> dict[str, ColumnElement[bool]]:
        """Return what each figure counts, of dossiers received before the end and not closed before the beginning."""
        closed, open_ = _closed_before(self.end), or_(Row.closed_at.is_(None), Row.closed_at >= self.end)
        finished = and_(closed, Row.finished_at.is_not(None))
        stopped, late = and_(closed, Row.finished_at.is_(None)), self._late_now()
        verdict, limit = self._judged_by()
        return {
            "online": and_(Row.received_at >= self.begin, Row.channel == ONLINE),
            "direct": and_(Row.received_at >= self.begin, Row.channel != ONLINE),
            "carried": Row.received_at < self.begin,
            "closed": closed,
            "early": and_(finished, verdict == Verdict.EARLY.value),
            "on_time": and_(finished, verdict == Verdict.ON_TIME.value),
            "late": and_(finished, verdict == Verdict.LATE.value),
            "without_limit": and_(finished, verdict.is_(None), limit.is_(None)),
            "stopped_in_time": and_(stopped, not_(self._late_when_stopped())),
            "stopped_late": and_(stopped, self._late_when_stopped()),
            "open": open_,
            "open_in_time": and_(open_, not_(late)),
            "open_late": and_(open_, late),
            "online_late": and_(
                Row.channel == ONLINE, or_(and_(finished, verdict == Verdict.LATE.value), and_(open_, late))
            ),
        }

    def _judged_by(self) -> tuple[Any, Any]:
        if self.promise is Promise.CURRENT:
            return Row.verdict, Row.late_from
        return Row.verdict_original, Row.late_from_original

    def _late_when_stopped(self) -> ColumnElement[bool]:
        _verdict, limit = self._judged_by()
        return func.coalesce(and_(limit <= Row.closed_at, not_(Row.paused)), false())

    def _late_now(self) -> ColumnElement[bool]:
        """Return whether what was open at the end was late then: by the promise of that moment, never while its clock
        stood (R36)."""
        _verdict, limit = self._judged_by()
        then = Past.late_from if self.promise is Promise.CURRENT else limit
        was = and_(Past.dossier.is_not(None), then <= self.end, not_(Past.paused))
        is_ = and_(Past.dossier.is_(None), limit <= self.end, not_(Row.paused))
        return or_(func.coalesce(was, false()), func.coalesce(is_, false()))


def _closed_before(end: datetime) -> ColumnElement[bool]:
    return func.coalesce(Row.closed_at < end, false())
