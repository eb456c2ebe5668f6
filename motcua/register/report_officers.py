"""What reports count officer by officer: their own visits, and the dossiers of their agency they worked on."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from motcua.procedures.definition import APPLICANT
from motcua.register.report_frame import Frame, Row
from motcua.register.rows import Verdict
from motcua.register.tables import DutyRow
from motcua.register.topic import Topic


class OfficerVisits(NamedTuple):
    """How an officer's visits that ended in a period kept their own limits (R68)."""

    agency: str
    officer: str
    """A staff number, which says something within its agency only; never a name."""
    early: int
    on_time: int
    late: int


class OfficerDossiers(NamedTuple):
    """The dossiers finished in a period in which an officer of the deciding agency or the one-stop ended a visit."""

    agency: str
    officer: str
    early: int
    on_time: int
    late: int
    never: int
    """Those that did not have to be completed."""
    once: int
    more: int


class ReportOfficers(Topic):
    """Counts for the indices of Circular 01/2018 by which officers are judged.

    An officer is counted under the agency they worked for: the number of an ended agency's officer is another
    person's with its heir. Whoever asks sees the officers of the agencies of their scope only.
    """

    def officer_visits(self, frame: Frame, officer: str | None = None) -> list[OfficerVisits]:
        """Return how each officer kept their own limits in visits that ended in the period.

        Args:
            frame: The period and its dossiers; of members, the officers who worked for them.
            officer: These staff numbers alone; None: all.
        """
        counts = [func.count().filter(DutyRow.kept == word) for word in ("early", "on_time", "late")]
        ended = [DutyRow.closed_at >= frame.begin, DutyRow.closed_at < frame.end, DutyRow.kept.is_not(None)]
        with self._store.reading() as connection:
            rows = connection.execute(_by_officer(counts).where(*ended, *_theirs(frame, officer)))
            return [OfficerVisits(*row) for row in rows]

    def officer_dossiers(self, frame: Frame, officer: str | None = None) -> list[OfficerDossiers]:
        """Return how the dossiers each officer worked on were finished in the period; each dossier counts once.

        Args:
            frame: The period, its dossiers and the date that is judged by; of members, the officers of theirs.
            officer: These staff numbers alone; None: all.
        """
        verdicts = [frame.verdict == each.value for each in (Verdict.EARLY, Verdict.ON_TIME, Verdict.LATE)]
        contacts = [Row.supplements == 0, Row.supplements == 1, Row.supplements > 1]
        counts = [func.count(Row.code.distinct()).filter(each) for each in (*verdicts, *contacts)]
        worked = [DutyRow.closed_at < frame.end, DutyRow.agency.in_((Row.competent, Row.one_stop))]
        finished = [Row.finished_at >= frame.begin, Row.finished_at < frame.end]
        with self._store.reading() as connection:
            rows = connection.execute(_by_officer(counts).where(*finished, *worked, *_theirs(frame, officer)))
            return [OfficerDossiers(*row) for row in rows]


def _by_officer(counts: list[Any]) -> Any:
    return (
        select(DutyRow.agency, DutyRow.officer, *counts)
        .join(Row, Row.code == DutyRow.dossier)
        .group_by(DutyRow.agency, DutyRow.officer)
        .order_by(DutyRow.agency, DutyRow.officer)
    )


def _theirs(frame: Frame, officer: str | None) -> Iterator[ColumnElement[bool]]:
    """Yield whose work is looked at: that of officers of the scope's agencies, consulted ones among them."""
    yield from frame.matching(DutyRow.agency)
    yield from frame.scope.of_agency(DutyRow.agency)
    yield DutyRow.agency != APPLICANT
    yield DutyRow.officer.is_not(None) if officer is None else DutyRow.officer == officer
    if frame.members is not None:
        yield frame.members.of(Row, DutyRow.agency)
