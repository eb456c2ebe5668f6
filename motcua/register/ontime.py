"""The on-time report: what came in, what was finished and how, what is still in process."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Label, Subquery, and_, func, literal, not_, select, union_all

from motcua.errors import InvalidInputError
from motcua.register.reading import Record
from motcua.register.rows import Verdict
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow
from motcua.register.topic import Topic


class GroupBy(StrEnum):
    """What a line of the report stands for."""

    PROCEDURE = "procedure"
    AGENCY = "agency"
    FIELD = "field"


class Promise(StrEnum):
    """Which date counts: the one last set, or the one on the slip (R52)."""

    CURRENT = "current"
    ORIGINAL = "original"


class OnTimeLine(Record):
    """One line: `carried_over + received = finished + stopped + in process`, or the register is wrong."""

    group: str | None
    """The procedure, deciding agency or field; None where the report has one line for all."""
    carried_over: int
    """Received before the period and still open when it began."""
    received: int
    early: int
    """Finished on a date before the due date."""
    on_time: int
    """Finished on the due date."""
    late: int
    without_limit: int
    """Finished, where no limit was set: neither early nor late."""
    stopped: int
    """Ended without a result: withdrawn, lapsed (R58)."""
    in_process_in_time: int
    """Open at the end of the period and not late, those whose clock stands included (R36)."""
    in_process_late: int

    @property
    def finished(self) -> int:
        """Return how many were finished in the period."""
        return self.early + self.on_time + self.late + self.without_limit

    @property
    def in_process(self) -> int:
        """Return how many were open at the end of the period."""
        return self.in_process_in_time + self.in_process_late

    @property
    def agrees(self) -> bool:
        """Whether what came in is what went out and what is there."""
        return self.carried_over + self.received == self.finished + self.stopped + self.in_process

    @property
    def on_time_completed(self) -> float | None:
        """Return the share of finished dossiers that were not late; None where none had a limit."""
        return _share(self.early + self.on_time, self.early + self.on_time + self.late)

    @property
    def on_time_all(self) -> float | None:
        """Return the share of finished and open dossiers that are not late; None where there is none."""
        good = self.early + self.on_time + self.in_process_in_time
        return _share(good, good + self.late + self.in_process_late)


class OnTime(Topic):
    """Makes the report."""

    def on_time(
        self,
        from_: datetime,
        to: datetime,
        *,
        group_by: GroupBy | str | None = None,
        promise: Promise | str = Promise.CURRENT,
        scope: Scope = WHOLE,
    ) -> list[OnTimeLine]:
        """Return the on-time report of a period.

        A dossier is judged by the date its work was finished, not by the day it was collected (R55). Of a period that
        is over, dossiers that were open at its end are judged by their date as it stands today.

        A linked dossier counts once, at its lead; its legs appear only in the lines of the agencies that carry them
        (R45), which therefore add up to more than the total.

        Args:
            from_: Beginning of the period, with its zone.
            to: End of the period; itself not part of it.
            group_by: One line per procedure, deciding agency or field; None: one line for all.
            promise: Which date finished dossiers are held against.
            scope: What the asker may see.

        Raises:
            InvalidInputError: The period ends before it begins, or there is no such grouping.
        """
        if to <= from_:
            raise InvalidInputError("The period ends before it begins.", vi="Kỳ báo cáo không hợp lệ.", field="to")
        group = _group(group_by)
        legs = [] if group_by == GroupBy.AGENCY else [DossierRow.parent.is_(None)]
        row = _concerned(from_, to, *legs, *scope.of_dossiers()).c
        by = literal(None).label("group") if group is None else row[group].label("group")
        query = select(by, *_figures(row, from_, to, Promise(promise)))
        if group is not None:
            query = query.group_by(by).order_by(by)
        with self._store.reading() as connection:
            rows = connection.execute(query).all()
        return [OnTimeLine.model_validate(row) for row in rows]


def _group(group_by: GroupBy | str | None) -> str | None:
    """Return the column by which lines are told apart; None: there is one line."""
    if group_by is None:
        return None
    if group_by not in _GROUPS:
        raise InvalidInputError(
            f"The report is not grouped by {group_by}.",
            vi=f"Không thể nhóm báo cáo theo {group_by}.",
            field="group_by",
            hint=f"Group by one of: {', '.join(_GROUPS)}.",
            hint_vi=f"Nhóm theo một trong: {', '.join(_GROUPS)}.",
        )
    return _GROUPS[GroupBy(group_by)]


def _concerned(from_: datetime, to: datetime, *chosen: ColumnElement[bool]) -> Subquery:
    """Choose what was received before the end and not over before the beginning; each half is read from one index."""
    row = DossierRow
    seen = select(*(getattr(row, name) for name in _READ)).where(row.received_at < to, *chosen)
    return union_all(seen.where(row.closed_at.is_(None)), seen.where(row.closed_at >= from_)).subquery("concerned")


def _figures(row: Any, from_: datetime, to: datetime, promise: Promise) -> list[Label[int]]:
    verdict = row.verdict if promise is Promise.CURRENT else row.verdict_original
    finished = and_(row.finished_at.is_not(None), row.finished_at < to)
    stopped = and_(row.finished_at.is_(None), row.closed_at.is_not(None), row.closed_at < to)
    in_process, late = and_(not_(finished), not_(stopped)), _late(row, to)
    cases: dict[str, ColumnElement[bool]] = {
        "carried_over": row.received_at < from_,
        "received": row.received_at >= from_,
        "early": and_(finished, verdict == Verdict.EARLY.value),
        "on_time": and_(finished, verdict == Verdict.ON_TIME.value),
        "late": and_(finished, verdict == Verdict.LATE.value),
        "without_limit": and_(finished, verdict.is_(None)),
        "stopped": stopped,
        "in_process_in_time": and_(in_process, not_(late)),
        "in_process_late": and_(in_process, late),
    }
    return [func.count().filter(case).label(name) for name, case in cases.items()]


def _late(row: Any, at: datetime) -> ColumnElement[bool]:
    """Return whether a dossier in process is late at a moment: never without a limit, nor while its clock stands."""
    return and_(row.late_from.is_not(None), func.coalesce(row.late_from <= at, False), not_(row.paused))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


_GROUPS = {GroupBy.PROCEDURE: "procedure", GroupBy.AGENCY: "competent", GroupBy.FIELD: "field"}
_READ = (
    *("received_at", "finished_at", "closed_at", "verdict", "verdict_original", "late_from", "paused"),
    *_GROUPS.values(),
)
"""What figures and groups are made of; the index of reports holds all of it."""
