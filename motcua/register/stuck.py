"""What is stuck: every open dossier that needs somebody, in the order in which it should be looked at."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from motcua.dossiers.parts import State, Waiting
from motcua.errors import InvalidInputError
from motcua.register.calls import Call
from motcua.register.department_tables import OPEN, CallRow
from motcua.register.outages import Outage, open_outages
from motcua.register.rank import RUNNING, late_until
from motcua.register.reading import Record
from motcua.register.stuck_counts import Counts
from motcua.register.stuck_filter import StuckFilter
from motcua.register.stuck_order import Sort, in_order, place_of
from motcua.register.stuck_search import Search, find
from motcua.register.tables import DossierRow
from motcua.register.topic import Topic, sql_table

LARGEST_PAGE = 1_000


class StuckDossier(Record):
    """One open dossier: who has to move it, since when, and what the promise is."""

    code: str
    parent: str | None
    """Code of the dossier this one is a leg of (R44)."""
    procedure: str
    version: str
    field: str
    territory: str
    state: State
    reason: Waiting
    agency: str | None
    officer: str | None
    step: str | None
    """The step it waits at, where that is one."""
    since: datetime | None
    due: datetime | None
    """The promised date; None where there is none, or while the clock stands."""
    due_original: datetime | None
    late: bool
    late_from: datetime | None
    act_by: datetime | None
    at_risk: bool
    """Not late yet, but whoever holds it should have moved it by now (`act_by`)."""
    trouble: str | None
    next_alarm_at: datetime | None
    next_alarm: str | None
    open_duties: int
    call: Call | None = None
    """The request to a department system that is not answered, where there is one."""
    outage: Outage | None = None
    """The outage of that system, while it lasts."""


class StuckPage(NamedTuple):
    """A page of the queue."""

    dossiers: tuple[StuckDossier, ...]
    after: str | None
    """Give it back to get the next page; None on the last one."""
    counts: Counts = Counts()
    """Over all pages; only with the first one."""

    @property
    def total(self) -> int:
        """Return how many dossiers match on all pages, as far as they were counted; known with the first page."""
        return self.counts.total


class Stuck(Topic):
    """Answers the supervisor's question."""

    def stuck(
        self,
        wanted: StuckFilter | None = None,
        *,
        now: datetime,
        sort: Sort = Sort.RANK,
        limit: int = 50,
        after: str | None = None,
    ) -> StuckPage:
        """Return open dossiers that need somebody.

        Args:
            wanted: Which ones; None: all.
            now: The moment at which lateness is judged (R46).
            sort: In which order.
            limit: Most dossiers on a page, 1 to 1,000.
            after: Where the page before ended, in the same order.

        Raises:
            InvalidInputError: The limit or the cursor is none, or an officer is sought without an agency.
        """
        wanted = wanted or StuckFilter()
        if not 1 <= limit <= LARGEST_PAGE:
            raise _wrong("limit", f"A page holds 1 to {LARGEST_PAGE} dossiers, not {limit}.")
        if wanted.officer is not None and wanted.agency is None:
            raise _wrong("officer", "An officer is looked for within an agency.")
        search = Search(wanted, now, sort, limit + 1, after)
        with self._store.reading() as connection:
            codes, counts = find(connection, search)
            query = select(*_COLUMNS).where(DossierRow.code.in_(codes), DossierRow.ended_at.is_(None))
            rows = connection.execute(query.order_by(*in_order(sort, DossierRow))).all()[:limit]
            calls = _unanswered(connection, [row.code for row in rows])
            away = open_outages(connection) if calls else {}
        more = place_of(sort, rows[-1]) if rows and len(codes) > limit else None
        lines = tuple(_line(row, now, calls.get(row.code), away) for row in rows)
        return StuckPage(lines, more, counts if after is None else Counts())


def _unanswered(connection: Connection, codes: Sequence[str]) -> dict[str, Call]:
    """Return the unanswered request of each dossier; where there are several, the one asked for longest."""
    query = select(sql_table(CallRow)).where(CallRow.dossier.in_(codes), OPEN).order_by(CallRow.first_asked_at.desc())
    return {row.dossier: Call.model_validate(row) for row in connection.execute(query)}


def _line(row: Any, now: datetime, call: Call | None, away: Mapping[str, Outage]) -> StuckDossier:
    runs = row.rank.startswith(RUNNING)
    late = runs and row.rank <= late_until(now)
    at_risk = runs and not late and row.act_by is not None and row.act_by <= now
    values = dict(row._mapping) | {"due": row.due_current if runs else None, "late": late, "at_risk": at_risk}
    return StuckDossier.model_validate(values | {"call": call, "outage": away.get(call.system) if call else None})


def _wrong(field: str, message: str) -> InvalidInputError:
    return InvalidInputError(message, vi="Tham số tìm kiếm không hợp lệ.", field=field)


_COLUMNS = (
    DossierRow.code,
    DossierRow.parent,
    DossierRow.procedure,
    DossierRow.version,
    DossierRow.field,
    DossierRow.territory,
    DossierRow.state,
    DossierRow.waiting_for.label("reason"),
    DossierRow.holder_agency.label("agency"),
    DossierRow.holder_officer.label("officer"),
    DossierRow.holder_step.label("step"),
    DossierRow.waiting_since.label("since"),
    DossierRow.due_current,
    DossierRow.due_original,
    DossierRow.late_from,
    DossierRow.act_by,
    DossierRow.trouble,
    DossierRow.next_alarm_at,
    DossierRow.next_alarm,
    DossierRow.open_duties,
    DossierRow.rank,
    DossierRow.due_rank,
)
