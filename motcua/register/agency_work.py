"""What agencies hold now: dossiers by how pressing they are, open work against its own limits, officer by officer."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select

from motcua.register.overview import Span
from motcua.register.overview_of_work import past_its_limit
from motcua.register.reading import Record
from motcua.register.scope import WHOLE, Scope
from motcua.register.stuck_groups import AT_ONCE, Urgency
from motcua.register.tables import DossierRow, DutyRow
from motcua.register.topic import Topic


class AgencyLoad(Record):
    """Open work of one agency."""

    agency: str
    duties: int
    late: int
    """Past its own limit."""
    standing: int
    """Its clock stands, or it has no limit."""
    oldest: datetime | None


class Urgent(Record):
    """Dossiers an agency holds that are pressing alike."""

    urgency: str
    dossiers: int


class OfficerLoad(Record):
    """Open work of one officer, and what they finished lately."""

    agency: str
    officer: str | None
    """None: nobody was named."""
    duties: int
    late: int
    """Past its own limit."""
    overdue: int
    """In dossiers whose promise is broken."""
    due_today: int
    """Its own limit ends today."""
    oldest: datetime | None
    done: int = 0
    done_late: int = 0


class Aged(Record):
    """Open work that came to an agency within some time."""

    band: int
    """Number of the first bound after which it came; as many as there are bounds: before all of them."""
    duties: int
    late: int


class AgencyWork(Topic):
    """Counts what agencies hold."""

    def agency_loads(
        self, now: datetime, scope: Scope = WHOLE, agencies: Collection[str] | None = None
    ) -> list[AgencyLoad]:
        """Return the open work of every agency that has some, or of these; those with the most late work first."""
        row = DutyRow
        late = func.count().filter(past_its_limit(now)).label("late")
        standing = func.count().filter(or_(row.paused, row.due_at.is_(None))).label("standing")
        query = (
            select(row.agency, func.count().label("duties"), late, standing, func.min(row.opened_at).label("oldest"))
            .where(*_open(agencies, scope))
            .group_by(row.agency)
            .order_by(late.desc(), func.count().desc(), row.agency)
        )
        with self._store.reading() as connection:
            return [AgencyLoad.model_validate(found) for found in connection.execute(query)]

    def held_by_urgency(
        self, agencies: Collection[str], now: datetime, today: Span, scope: Scope = WHOLE
    ) -> list[Urgent]:
        """Return how pressing the dossiers are that agencies hold, in the order of `Urgency`; none left out."""
        row, urgency = DossierRow, urgency_at(now, today).label("urgency")
        held = row.holder_agency.in_(sorted(agencies))
        query = select(urgency, func.count()).where(row.ended_at.is_(None), held, *scope.of_dossiers())
        with self._store.reading() as connection:
            found: dict[str, int] = {name: number for name, number in connection.execute(query.group_by(urgency))}
        return [Urgent(urgency=group.value, dossiers=found.get(group.value, 0)) for group in Urgency]

    def officer_loads(
        self, agencies: Collection[str], now: datetime, today: Span, since: datetime, scope: Scope = WHOLE
    ) -> list[OfficerLoad]:
        """Return the open work of each officer, and what each finished since a moment; the most late work first."""
        row, dossier = DutyRow, DossierRow
        within = and_(row.due_at > today.begin, row.due_at <= today.end, not_(row.paused))
        counts: dict[str, Any] = {
            "duties": func.count(),
            "late": func.count().filter(past_its_limit(now)),
            "overdue": func.count().filter(dossier.late_at <= now),
            "due_today": func.count().filter(within),
            "oldest": func.min(row.opened_at),
        }
        query = (
            select(row.agency, row.officer, *(count.label(name) for name, count in counts.items()))
            .join(dossier, dossier.code == row.dossier)
            .where(*_open(agencies, WHOLE), *scope.of_dossiers(dossier, row.agency))
            .group_by(row.agency, row.officer)
        )
        with self._store.reading() as connection:
            loads = [OfficerLoad.model_validate(found) for found in connection.execute(query)]
            done = {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(_done(agencies, since, scope))}
        return _together(loads, done)

    def work_by_age(
        self, agencies: Collection[str], bounds: Sequence[datetime], now: datetime, scope: Scope = WHOLE
    ) -> list[Aged]:
        """Return open work by when it came.

        Args:
            agencies: Whose.
            bounds: The latest first: what came after the first is in band 0.
            now: The moment at which its own limit is judged.
            scope: What the asker may see.
        """
        row = DutyRow
        band = case(*((row.opened_at >= bound, n) for n, bound in enumerate(bounds)), else_=len(bounds)).label("band")
        late = func.count().filter(past_its_limit(now)).label("late")
        query = select(band, func.count().label("duties"), late).where(*_open(agencies, scope)).group_by(band)
        with self._store.reading() as connection:
            found = {each.band: Aged.model_validate(each) for each in connection.execute(query)}
        return [found.get(n) or Aged(band=n, duties=0, late=0) for n in range(len(bounds) + 1)]


def urgency_at(now: datetime, today: Span) -> Any:
    """Return how pressing an open dossier is at a moment, as the groups of the list of stuck dossiers say it."""
    row = DossierRow
    due_today = and_(row.due_current > today.begin, row.due_current <= today.end)
    return case(
        (row.waiting_for.in_([reason.value for reason in AT_ONCE]), "now"),
        (row.late_at.is_(None), "standing"),
        (row.late_at <= now, "overdue"),
        (row.act_by <= now, "will_be_late"),
        (or_(row.act_by <= today.end, due_today), "today"),
        else_="running",
    )


def _open(agencies: Collection[str] | None, scope: Scope) -> list[ColumnElement[bool]]:
    row = DutyRow
    chosen = row.agency != "applicant" if agencies is None else row.agency.in_(sorted(agencies))
    return [row.closed_at.is_(None), chosen, *scope.of_what_names(row.dossier, row.agency)]


def _done(agencies: Collection[str], since: datetime, scope: Scope) -> Any:
    """Return the count of what officers finished; what went on under another name was not finished by anybody."""
    row = DutyRow
    ended = [row.closed_at >= since, row.agency.in_(sorted(agencies)), row.officer.is_not(None)]
    query = select(row.agency, row.officer, func.count(), func.count().filter(row.late))
    return query.where(*ended, *scope.of_what_names(row.dossier, row.agency)).group_by(row.agency, row.officer)


def _together(loads: list[OfficerLoad], done: dict[Any, Any]) -> list[OfficerLoad]:
    """Return loads with what was done; who has no open work any more is there too."""
    found = {(load.agency, load.officer): load for load in loads}
    for (agency, officer), (number, late) in done.items():
        none = OfficerLoad(agency=agency, officer=officer, duties=0, late=0, overdue=0, due_today=0, oldest=None)
        load = found.get((agency, officer), none)
        found[agency, officer] = load.model_copy(update={"done": number, "done_late": late})
    return sorted(found.values(), key=lambda each: (-each.late, -each.duties, each.agency, each.officer or ""))
