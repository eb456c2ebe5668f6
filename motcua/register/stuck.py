"""What is stuck: every open dossier that needs somebody, in the order in which it should be looked at."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, tuple_

from motcua.dossiers.parts import State, Waiting
from motcua.errors import InvalidInputError
from motcua.register.calls import Call
from motcua.register.department_tables import OPEN, CallRow
from motcua.register.outages import Outage, open_outages
from motcua.register.rank import RUNNING, late_until
from motcua.register.reading import Record
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow
from motcua.register.topic import Topic, sql_table

LARGEST_PAGE = 1_000
WIDEST = timedelta(hours=48)
"""A dossier is late at the latest this long after its due moment: from the midnight that follows."""


class StuckFilter(BaseModel):
    """Which of the open dossiers to show; all given conditions have to hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agency: str | None = None
    """The agency that holds it; `applicant` for those waiting on one."""
    officer: str | None = None
    """Staff number within the agency, which has to be given too."""
    procedure: str | None = None
    reason: Waiting | None = None
    """None: all but those that only wait for a moment and are not late."""
    only_late: bool = False
    late_by: timedelta | None = Field(default=None, ge=timedelta(0))
    """At least this long past the moment from which it is late."""
    scope: Scope = WHOLE
    """What the asker may see."""
    due_before: AwareDatetime | None = None
    """Promised for a moment before this one, late ones too; dossiers whose clock stands have no promise."""


class StuckDossier(Record):
    """One open dossier: who has to move it, since when, and what the promise is."""

    code: str
    parent: str | None
    """Code of the dossier this one is a leg of (R44)."""
    procedure: str
    field: str
    territory: str
    state: State
    reason: Waiting
    agency: str | None
    officer: str | None
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


class ReasonCount(NamedTuple):
    """How many dossiers wait for the same, and how many of them are late."""

    reason: Waiting
    dossiers: int
    late: int


class StuckPage(NamedTuple):
    """A page of the queue."""

    dossiers: tuple[StuckDossier, ...]
    after: str | None
    """Give it back to get the next page; None on the last one."""
    counts: tuple[ReasonCount, ...]
    """All that match, by reason; only with the first page."""

    @property
    def total(self) -> int:
        """Return how many dossiers match on all pages; known with the first page."""
        return sum(count.dossiers for count in self.counts)


class Stuck(Topic):
    """Answers the supervisor's question."""

    def stuck(
        self, wanted: StuckFilter | None = None, *, now: datetime, limit: int = 50, after: str | None = None
    ) -> StuckPage:
        """Return open dossiers that need somebody: the late ones first, then by date and code.

        Dossiers whose clock stands come last, longest waiting first.

        Args:
            wanted: Which ones; None: all.
            now: The moment at which lateness is judged (R46).
            limit: Most dossiers on a page, 1 to 1,000.
            after: Where the page before ended.

        Raises:
            InvalidInputError: The limit or the cursor is none.
        """
        wanted = wanted or StuckFilter()
        if not 1 <= limit <= LARGEST_PAGE:
            raise _wrong("limit", f"A page holds 1 to {LARGEST_PAGE} dossiers, not {limit}.")
        if wanted.officer is not None and wanted.agency is None:
            raise _wrong("officer", "An officer is looked for within an agency.")
        page = _page(wanted, now, limit, after)
        with self._store.reading() as connection:
            rows = connection.execute(page).all()
            calls = _unanswered(connection, [row.code for row in rows[:limit]])
            away = open_outages(connection) if calls else {}
            counts = _counts(connection, wanted, now) if after is None else ()
        more = f"{rows[limit - 1].rank}~{rows[limit - 1].code}" if len(rows) > limit else None
        return StuckPage(tuple(_line(row, now, calls.get(row.code), away) for row in rows[:limit]), more, counts)


def _page(wanted: StuckFilter, now: datetime, limit: int, after: str | None) -> Select[*tuple[Any, ...]]:
    """Return the query of one page, read from an index in the order of the queue."""
    row = DossierRow
    chosen = list(_chosen(wanted))
    if wanted.reason is None:
        chosen.append(or_(row.waiting_for != Waiting.MOMENT.value, row.rank <= late_until(now)))
    if (since := _late_since(wanted, now)) is not None:
        chosen.append(row.rank <= late_until(since))
    if wanted.due_before is not None:
        chosen.append(row.rank <= late_until(wanted.due_before + WIDEST))
    if after is not None:
        chosen.append(tuple_(row.rank, row.code) > tuple_(*_place(after)))
    return select(*_COLUMNS).where(*chosen).order_by(row.rank, row.code).limit(limit + 1)


def _counts(connection: Connection, wanted: StuckFilter, now: datetime) -> tuple[ReasonCount, ...]:
    """Count all that match; without further conditions from a small index alone."""
    row = DossierRow
    chosen = list(_chosen(wanted))
    if (since := _late_since(wanted, now)) is not None:
        chosen.append(row.late_at <= since)
    if wanted.due_before is not None:
        chosen.append(row.late_at <= wanted.due_before + WIDEST)
    late = func.count().filter(row.late_at <= now)
    query = select(row.waiting_for, func.count().label("dossiers"), late.label("late")).where(*chosen)
    counts = []
    for found in connection.execute(query.group_by(row.waiting_for)):
        reason = Waiting(found.waiting_for)
        only_late = reason is Waiting.MOMENT and wanted.reason is None
        counts.append(ReasonCount(reason, found.late if only_late else found.dossiers, found.late))
    return tuple(sorted((c for c in counts if c.dossiers), key=lambda count: (-count.dossiers, count.reason)))


def _chosen(wanted: StuckFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that page and counts share."""
    row = DossierRow
    yield row.ended_at.is_(None)
    yield from wanted.scope.of_dossiers()
    exact = {
        row.holder_agency: wanted.agency,
        row.holder_officer: wanted.officer,
        row.procedure: wanted.procedure,
        row.waiting_for: wanted.reason.value if wanted.reason else None,
    }
    yield from (column == value for column, value in exact.items() if value is not None)
    if wanted.due_before is not None:
        yield row.due_current < wanted.due_before


def _late_since(wanted: StuckFilter, now: datetime) -> datetime | None:
    """Return the moment at which a dossier has to have been late already, where that is asked for."""
    if not wanted.only_late and wanted.late_by is None:
        return None
    return now - (wanted.late_by or timedelta(0))


def _place(after: str) -> tuple[str, str]:
    rank, mark, code = after.partition("~")
    if not mark or not code or not rank.isdigit():
        raise _wrong("after", "The cursor is not one that was given out.")
    return rank, code


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
    DossierRow.field,
    DossierRow.territory,
    DossierRow.state,
    DossierRow.waiting_for.label("reason"),
    DossierRow.holder_agency.label("agency"),
    DossierRow.holder_officer.label("officer"),
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
)
