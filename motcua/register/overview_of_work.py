"""Open work by agency against its own limits, and what the connections to other systems hold up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from motcua.dossiers.parts import Waiting
from motcua.register.department_tables import OPEN, CallRow
from motcua.register.exchange_tables import PortalMessageRow
from motcua.register.portal_lines import PortalState
from motcua.register.reading import Record
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DutyRow
from motcua.register.topic import Topic


class Load(NamedTuple):
    """Open work of one agency."""

    agency: str
    cells: tuple[int, ...]
    """How much is due before each of the moments asked for, and after the one before; then what is due later."""
    without_limit: int
    """What has no limit of its own, or stands."""
    late: int

    @property
    def total(self) -> int:
        """Return all of it."""
        return sum(self.cells) + self.without_limit


class PartnersLate(NamedTuple):
    """Work of partner agencies that is past its own limit."""

    duties: int
    agencies: int


class SystemLoad(Record):
    """What waits for one department system."""

    system: str
    dossiers: int
    held: int
    """Requests that wait for their turn: for an outage to end, or to be tried again."""
    dead: int
    """Requests that were given up: a person has to look at them."""


class OverviewOfWork(Topic):
    """Counts open work."""

    def loads(self, moments: Sequence[datetime], now: datetime, scope: Scope = WHOLE, limit: int = 40) -> list[Load]:
        """Return the open work of each agency by when it is due; those with the most late work first."""
        row = DutyRow
        counts = and_(row.due_at.is_not(None), not_(row.paused))
        edges = [None, *moments, None]
        cells = []
        for number in range(len(edges) - 1):
            begin, end = edges[number], edges[number + 1]
            within = [counts, *([row.due_at > begin] if begin else []), *([row.due_at <= end] if end else [])]
            cells.append(func.count().filter(and_(*within)))
        late = func.count().filter(and_(counts, row.due_at < now))
        rest = func.count().filter(not_(counts))
        query = (
            select(row.agency, *cells, rest, late)
            .where(row.closed_at.is_(None), row.agency != "applicant", *scope.of_what_names(row.dossier, row.agency))
            .group_by(row.agency)
            .order_by(late.desc(), func.count().desc(), row.agency)
            .limit(limit)
        )
        with self._store.reading() as connection:
            return [_load(found) for found in connection.execute(query)]

    def partners_late(self, now: datetime, scope: Scope = WHOLE) -> PartnersLate:
        """Return how much open work of partner agencies is past its own limit, and of how many agencies."""
        row = DutyRow
        query = select(func.count(), func.count(row.agency.distinct())).where(
            row.closed_at.is_(None),
            row.holder == Waiting.PARTNER.value,
            past_its_limit(now),
            *scope.of_what_names(row.dossier, row.agency),
        )
        with self._store.reading() as connection:
            return PartnersLate(*connection.execute(query).one())

    def system_loads(self, scope: Scope = WHOLE) -> list[SystemLoad]:
        """Return what waits for department systems, those that hold up most first."""
        row = CallRow
        dossiers = func.count(row.dossier.distinct()).label("dossiers")
        held = func.count().filter(row.held_at.is_not(None)).label("held")
        dead = func.count().filter(row.dead_at.is_not(None)).label("dead")
        query = (
            select(row.system, dossiers, held, dead)
            .where(OPEN, *scope.of_what_names(row.dossier))
            .group_by(row.system)
            .order_by(dossiers.desc(), row.system)
        )
        with self._store.reading() as connection:
            return [SystemLoad.model_validate(found) for found in connection.execute(query)]

    def portal_unsent(self, scope: Scope = WHOLE) -> tuple[int, int]:
        """Return how many messages wait for the portal, and how many it will not take."""
        row = PortalMessageRow
        waits, dead = row.state == PortalState.WAITING.value, row.state == PortalState.DEAD.value
        query = select(func.count().filter(waits), func.count().filter(dead))
        query = query.where(or_(waits, dead), *scope.of_what_names(row.dossier))
        with self._store.reading() as connection:
            waiting, refused = connection.execute(query).one()
        return int(waiting), int(refused)


def _load(found: Any) -> Load:
    agency, *cells, rest, late = found
    return Load(agency, tuple(cells), rest, late)


def past_its_limit(now: datetime) -> ColumnElement[bool]:
    """Return the condition of work that is past its own limit at a moment, and whose clock does not stand."""
    return and_(DutyRow.due_at < now, not_(DutyRow.paused))
