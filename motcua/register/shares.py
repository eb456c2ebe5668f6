"""Whose working time finished dossiers took: read back, and summed up as own delay against partners' delay."""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Label, and_, bindparam, case, func, select

from motcua.dossiers.attribution import Holder, TimeShare
from motcua.errors import InvalidInputError
from motcua.register.reading import Record
from motcua.register.report_frame import Frame, place_of
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow, TimeShareRow
from motcua.register.topic import Topic, sql_table


class DelaysBy(StrEnum):
    """What a line of the report on delays stands for."""

    HOLDER = "holder"
    """Own agencies, partners, applicants, systems, transit: one line each."""
    AGENCY = "agency"
    """Whoever had the work."""
    COMPETENT = "competent"
    """The deciding agency of the dossier."""
    PROCEDURE = "procedure"
    STEP = "step"


class DelayLine(Record):
    """Working time of one kind of holder in finished dossiers, in seconds."""

    group: str
    holder: Holder
    dossiers: int
    late_dossiers: int
    """Those in which some of this time was late."""
    seconds: int
    seconds_waiting: int
    seconds_handling: int
    seconds_stood: int
    seconds_late: int


class Shares(Topic):
    """Reads the shares of time that were written with the end of each dossier's work."""

    def shares(self, code: str) -> tuple[TimeShare, ...]:
        """Return whose time a finished dossier took, the longest first; empty while it goes on (see `ledger`)."""
        with self._store.reading() as connection:
            rows = connection.execute(_OF_DOSSIER, {"code": code}).all()
        return tuple(TimeShare(**{name: row._mapping[name] for name in TimeShare.model_fields}) for row in rows)

    def delays(
        self,
        from_: datetime,
        to: datetime,
        *,
        by: DelaysBy | str = DelaysBy.HOLDER,
        procedure: str | None = None,
        agency: str | None = None,
        scope: Scope = WHOLE,
    ) -> list[DelayLine]:
        """Return whose time was lost in the dossiers whose work ended in a period: own delay against partners' (R68).

        Args:
            from_: Beginning of the period, with its zone.
            to: End of the period; itself not part of it.
            by: What each line stands for; every line is of one kind of holder.
            procedure: Only dossiers of this procedure.
            agency: Only time that this agency had.
            scope: What the asker may see.

        Raises:
            InvalidInputError: The period ends before it begins, or there is no such grouping.
        """
        if to <= from_:
            raise InvalidInputError("The period ends before it begins.", vi="Kỳ báo cáo không hợp lệ.", field="to")
        dossier, share = DossierRow, TimeShareRow
        chosen = [*_ended(from_, to), *scope.of_dossiers()]
        chosen += [dossier.procedure == procedure] if procedure else []
        chosen += [share.agency == agency] if agency else []
        with self._store.reading() as connection:
            rows = connection.execute(_summed(_group(by), chosen)).all()
        return [DelayLine.model_validate(row) for row in rows]

    def delays_within(
        self,
        frame: Frame,
        heir: Callable[[str, str | None], str],
        *,
        by: DelaysBy = DelaysBy.AGENCY,
        split: Iterable[str] = (),
    ) -> list[DelayLine]:
        """Return the same of a report's dossiers, with agencies as its organisation has them (R73).

        Args:
            frame: Period, dossiers, and whose time: that of its members alone where it names some.
            heir: Whose an agency's work is in that organisation, by the place of the dossier where that tells.
            by: What each line stands for.
            split: The agencies of which the place tells.
        """
        chosen = [*_ended(frame.begin, frame.end), *frame.matching(TimeShareRow.agency)]
        if frame.members is not None:
            chosen.append(frame.members.of(DossierRow, TimeShareRow.agency))
        group = _GROUPS[by]
        with self._store.reading() as connection:
            if by in _OF_AGENCIES:
                place = place_of(split, group)
                known = select(group, place).distinct().where(_OF_THE_DOSSIER, *chosen)
                group = _inherited(group, [(*row, heir(*row)) for row in connection.execute(known)])
            rows = connection.execute(_summed(group.label("group"), chosen)).all()
        return [DelayLine.model_validate(row) for row in rows]


def _ended(from_: datetime, to: datetime) -> list[ColumnElement[bool]]:
    """Return the condition that a dossier's work ended in a period."""
    ended = func.coalesce(DossierRow.finished_at, DossierRow.ended_at)
    return [ended >= from_, ended < to]


def _summed(group: Label[Any], chosen: Iterable[ColumnElement[bool]]) -> Any:
    return (
        select(group, TimeShareRow.holder, *_SUMS)
        .where(_OF_THE_DOSSIER, *chosen)
        .group_by("group", TimeShareRow.holder)
        .order_by(func.sum(TimeShareRow.seconds_late).desc(), "group", TimeShareRow.holder)
    )


def _inherited(agency: Any, heirs: Iterable[tuple[str, str | None, str]]) -> Any:
    """Return the agency that an agency's work is counted for: a dossier that two of them had counts once then."""
    moved = [(_at(agency == each, place), heir) for each, place, heir in heirs if heir != each]
    return case(*moved, else_=agency) if moved else agency


def _at(theirs: ColumnElement[bool], place: str | None) -> ColumnElement[bool]:
    return theirs if place is None else and_(theirs, DossierRow.territory == place)


def _group(by: DelaysBy | str) -> Label[Any]:
    if by not in _GROUPS:
        raise InvalidInputError(
            f"The report on delays is not grouped by {by}.",
            vi=f"Không thể nhóm báo cáo chậm trễ theo {by}.",
            field="by",
            hint=f"Group by one of: {', '.join(_GROUPS)}.",
            hint_vi=f"Nhóm theo một trong: {', '.join(_GROUPS)}.",
        )
    group: Label[Any] = _GROUPS[by].label("group")
    return group


_GROUPS: dict[str, Any] = {
    DelaysBy.HOLDER: TimeShareRow.holder,
    DelaysBy.AGENCY: TimeShareRow.agency,
    DelaysBy.COMPETENT: DossierRow.competent,
    DelaysBy.PROCEDURE: DossierRow.procedure,
    DelaysBy.STEP: TimeShareRow.step,
}
_OF_AGENCIES = (DelaysBy.AGENCY, DelaysBy.COMPETENT)
_OF_THE_DOSSIER = DossierRow.code == TimeShareRow.dossier
_WHOLE = TimeShareRow.seconds_waiting + TimeShareRow.seconds_handling
_LATE_ONES = func.count(TimeShareRow.dossier.distinct()).filter(TimeShareRow.seconds_late > 0)
_PARTS = ("seconds_waiting", "seconds_handling", "seconds_stood", "seconds_late")
_SUMS = (
    func.count(TimeShareRow.dossier.distinct()).label("dossiers"),
    _LATE_ONES.label("late_dossiers"),
    func.sum(_WHOLE).label("seconds"),
    *(func.sum(getattr(TimeShareRow, part)).label(part) for part in _PARTS),
)
_OF_DOSSIER = (
    select(sql_table(TimeShareRow))
    .where(TimeShareRow.dossier == bindparam("code"))
    .order_by(_WHOLE.desc(), TimeShareRow.agency, TimeShareRow.step)
)
