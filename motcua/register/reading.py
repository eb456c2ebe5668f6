"""One dossier read back: its facts, its standing, its overdue episodes."""

import json
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue
from sqlalchemy import bindparam, exists, select

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import fold
from motcua.dossiers.facts import Transition
from motcua.dossiers.parts import State, Waiting
from motcua.dossiers.parts_of_lateness import Cause
from motcua.errors import NotFoundError
from motcua.register.continuing import OPEN_AFTER
from motcua.register.evidence import acts, stored_facts, transition_of
from motcua.register.rows import Verdict
from motcua.register.tables import DossierRow, DutyRow, EpisodeRow
from motcua.register.topic import Topic, sql_table


class Record(BaseModel):
    """A row read back."""

    model_config = ConfigDict(frozen=True, from_attributes=True, extra="ignore")


class Summary(Record):
    """A dossier as the register shows it."""

    code: str
    procedure: str
    version: str
    field: str
    channel: str
    territory: str
    one_stop: str
    competent: str
    zone: str
    state: State
    portal_code: int
    waiting_for: Waiting | None
    holder_agency: str | None
    holder_officer: str | None
    waiting_since: datetime | None
    opened_at: datetime
    received_at: datetime | None
    due_original: datetime | None
    due_current: datetime | None
    """The date as last set; no promise while `paused`."""
    late_from: datetime | None
    late_at: datetime | None
    """The same while the clock runs; None while it stands and when the work is done."""
    act_by: datetime | None
    paused: bool
    finished_at: datetime | None
    ended_at: datetime | None
    result: str | None
    verdict: Verdict | None
    verdict_original: Verdict | None
    next_alarm_at: datetime | None
    next_alarm: str | None
    open_duties: int
    seq: int
    head: str
    previous: str | None
    parent: str | None
    trouble: str | None
    updated_at: datetime

    @property
    def on_time(self) -> bool | None:
        """Whether it was finished on time against its current date; None while unfinished or without a limit."""
        return None if self.verdict is None else self.verdict is not Verdict.LATE

    def is_late(self, now: datetime) -> bool:
        """Return whether the promise is broken at `now`: never while paused, finished or ended (R46)."""
        return self.late_at is not None and self.late_at <= now


class Entry(Record):
    """One line of a dossier's timeline."""

    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    act_key: str
    agency: str
    officer: str | None
    on_behalf_of: str | None
    reason: str | None
    fact: dict[str, JsonValue]


class DutyLine(Record):
    """One visit to a step, open or closed."""

    step: str
    visit: int
    kind: str
    agency: str
    officer: str | None
    holder: Waiting
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    late: bool
    system: str | None
    trouble: str | None
    paused: bool


class EpisodeLine(Record):
    """The file of one breach."""

    subject: str
    opened_at: datetime
    holder: str
    own: bool
    level: int
    escalated_to: str | None
    passed_on: datetime | None
    reminders: int
    next_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    explanation: str | None
    cause: Cause | None
    explained: str | None
    explained_at: datetime | None
    apologised_at: datetime | None
    closed_at: datetime | None
    lost_minutes: int | None
    annulled: bool


class Reading(Topic):
    """Reads dossiers back; the facts are the source, the other tables a quicker view of them."""

    def has(self, code: str) -> bool:
        """Return whether a dossier is in the register."""
        with self._store.reading() as connection:
            return bool(connection.scalar(_HAS, {"code": code}))

    def open_after(self, code: str) -> list[str]:
        """Return the dossiers that name this one as the one before and have not ended."""
        with self._store.reading() as connection:
            return list(connection.scalars(OPEN_AFTER, {"code": code}))

    def transitions(self, code: str) -> list[Transition]:
        """Return what was recorded of a dossier, act by act in order, as it was decided.

        Raises:
            NotFoundError: There is no such dossier.
        """
        with self._store.reading() as connection:
            facts = stored_facts(connection, code)
        if not facts:
            raise unknown(code)
        return [transition_of(act) for act in acts(facts)]

    def written_after(self, dossier: Dossier) -> tuple[Transition, ...]:
        """Return what was recorded of a dossier after it stood so, or nothing where its past is another one.

        A worker may write an act and die before anybody hears of it: whoever comes next has to take it in first.
        """
        with self._store.reading() as connection:
            facts = stored_facts(connection, dossier.code)
        if len(facts) <= dossier.seq or facts[dossier.seq - 1].hash != dossier.head:
            return ()
        return tuple(transition_of(act) for act in acts(facts[dossier.seq :]))

    def dossier(self, code: str) -> Dossier:
        """Return the dossier as its facts make it.

        Raises:
            NotFoundError: There is no such dossier.
        """
        return fold(self.transitions(code))

    def summary(self, code: str) -> Summary:
        """Return the dossier's row.

        Raises:
            NotFoundError: There is no such dossier.
        """
        with self._store.reading() as connection:
            row = connection.execute(_SUMMARY, {"code": code}).one_or_none()
        if row is None:
            raise unknown(code)
        return Summary.model_validate(row)

    def timeline(self, code: str) -> list[Entry]:
        """Return everything that happened to a dossier, in the order it was recorded; empty where there is none."""
        with self._store.reading() as connection:
            facts = stored_facts(connection, code)
        return [Entry.model_validate(dict(row._mapping) | {"fact": _parsed(row.fact)}) for row in facts]

    def duties(self, code: str) -> list[DutyLine]:
        """Return every visit to every step, in the order they were opened."""
        return [DutyLine.model_validate(row) for row in self._rows(_DUTIES, code)]

    def episodes(self, code: str) -> list[EpisodeLine]:
        """Return the dossier's overdue episodes, closed ones too, in the order they began."""
        return [EpisodeLine.model_validate(row) for row in self._rows(_EPISODES, code)]

    def _rows(self, query: Any, code: str) -> list[Any]:
        with self._store.reading() as connection:
            return list(connection.execute(query, {"code": code}))


def unknown(code: str) -> NotFoundError:
    """Return the refusal of a code that is not in the register."""
    return NotFoundError(f"There is no dossier {code}.", vi=f"Không có hồ sơ {code}.", field="code", rule="R18")


def _parsed(text: str) -> dict[str, JsonValue]:
    parsed: dict[str, JsonValue] = json.loads(text)
    return parsed


_CODE: Any = bindparam("code")
_HAS = select(exists().where(DossierRow.code == _CODE))
_SUMMARY = select(sql_table(DossierRow)).where(DossierRow.code == _CODE)
_DUTIES = select(sql_table(DutyRow)).where(DutyRow.dossier == _CODE).order_by(DutyRow.opened_at, DutyRow.step)
_EPISODES = (
    select(sql_table(EpisodeRow)).where(EpisodeRow.dossier == _CODE).order_by(EpisodeRow.opened_at, EpisodeRow.subject)
)
