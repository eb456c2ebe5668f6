"""What reports count of work in dossiers: how visits kept their own limits, how often applicants were asked again."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import case, func, select

from motcua.procedures.definition import APPLICANT
from motcua.register.report_frame import Frame, Row, place_of
from motcua.register.tables import DutyRow
from motcua.register.topic import Topic


class AgencyScore(NamedTuple):
    """How the visits to an agency that ended in a period kept their own limits (R68)."""

    agency: str
    territory: str | None
    """Only for agencies whose work belongs to one or another by its place."""
    own: bool
    """Whether the deciding agency's or the one-stop's; otherwise consulted or asked by another."""
    early: int
    on_time: int
    late: int


class Contacts(NamedTuple):
    """How many of an agency's dossiers finished in a period had to be completed never, once, more often."""

    agency: str
    territory: str | None
    """Only for agencies whose dossiers belong to one or another by their place."""
    never: int
    once: int
    more: int


class ReportVisits(Topic):
    """Counts for the indices of Circular 01/2018."""

    def kept_limits(self, frame: Frame, *, split: Iterable[str] = ()) -> list[AgencyScore]:
        """Return how each agency kept its own limits in visits that ended in the period, consulted ones too (R68).

        Applicants are no agency: what they have to do within a time is not assessed.

        Args:
            frame: The period and its dossiers; of members, the visits that are theirs.
            split: Agencies of which the places are told apart.
        """
        own = case((DutyRow.agency.in_((Row.competent, Row.one_stop)), 1), else_=0)
        counts = [func.count().filter(DutyRow.kept == word) for word in ("early", "on_time", "late")]
        ended = [DutyRow.closed_at >= frame.begin, DutyRow.closed_at < frame.end, DutyRow.kept.is_not(None)]
        chosen = [*frame.matching(DutyRow.agency), DutyRow.agency != APPLICANT]
        if frame.members is not None:
            chosen.append(frame.members.of(Row, DutyRow.agency))
        query = (
            select(DutyRow.agency, place_of(split, DutyRow.agency), own.label("own"), *counts)
            .join(Row, Row.code == DutyRow.dossier)
            .where(*ended, *chosen)
            .group_by(DutyRow.agency, "place", "own")
            .order_by(DutyRow.agency, "place", "own")
        )
        with self._store.reading() as connection:
            return [AgencyScore(row[0], row[1], bool(row[2]), *row[3:]) for row in connection.execute(query)]

    def contacts(self, frame: Frame, *, split: Iterable[str] = ()) -> list[Contacts]:
        """Return by deciding agency how many dossiers finished in the period were completed never, once, more often.

        Args:
            frame: The period and its dossiers.
            split: Agencies of which the places are told apart.
        """
        counts = [
            func.count().filter(each) for each in (Row.supplements == 0, Row.supplements == 1, Row.supplements > 1)
        ]
        finished = [Row.finished_at >= frame.begin, Row.finished_at < frame.end]
        query = (
            select(Row.competent, place_of(split, Row.competent), *counts)
            .where(*finished, *frame.chosen())
            .group_by(Row.competent, "place")
        )
        with self._store.reading() as connection:
            return [Contacts(*row) for row in connection.execute(query)]
