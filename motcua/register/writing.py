"""Writing a transition: facts, standing, duties and episodes together, once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import Update

from motcua.dossiers.dossier import HEAD_OF_NOTHING, Dossier
from motcua.dossiers.evolve import sealed, walk
from motcua.dossiers.facts import Transition
from motcua.errors import ConflictError
from motcua.register import rows
from motcua.register.continuing import must_be_alone
from motcua.register.crowds import Crowds
from motcua.register.evidence import stored_facts, transition_of
from motcua.register.exchange_tables import EventRow
from motcua.register.notice_rows import notice_rows
from motcua.register.notice_table import NoticeRow
from motcua.register.prepared import Prepared
from motcua.register.promises import Stretch, keep_promises, promises_left
from motcua.register.rows import Row, View
from motcua.register.store import Store
from motcua.register.tables import DossierRow, DutyRow, EpisodeRow, FactRow, TimeShareRow
from motcua.register.topic import sql_table, upsert


@dataclass(frozen=True)
class Entry:
    """One transition as rows; `before` is where the register has to stand for it to be written."""

    before: Dossier | None
    standing: Row
    facts: list[Row]
    duties: list[Row]
    episodes: list[Row]
    explained: list[Row]
    shares: list[Row]
    notices: list[Row]
    """What has to be told because of it: in the outbox if and only if the facts are in the register."""
    event: Row
    """What couriers follow."""
    promises: list[Stretch]
    """What was promised until this transition changed it."""
    alone: bool
    """Whether no other open dossier may continue the one before it."""


class _Elsewhere(Exception):
    """The register does not stand where the transition begins."""


class Writing(Crowds):
    """Writes transitions, each in one database transaction."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        dialect = store.engine.dialect
        self._open = Prepared(insert(sql_table(DossierRow)), dialect)
        self._move = Prepared(_moving(), dialect)
        self._facts = Prepared(insert(sql_table(FactRow)), dialect)
        self._duties = Prepared(upsert(store.dialect, DutyRow), dialect)
        self._episodes = Prepared(upsert(store.dialect, EpisodeRow, keeping=rows.ANSWERS), dialect)
        self._explained = Prepared(_explaining(), dialect)
        self._shares = Prepared(insert(sql_table(TimeShareRow)).inline(), dialect)
        self._notices = Prepared(insert(sql_table(NoticeRow)).inline(), dialect)
        self._events = Prepared(insert(sql_table(EventRow)).inline(), dialect)

    def record(self, before: Dossier | None, transition: Transition, view: View) -> Transition:
        """Write a transition, once, and return it as it is stored.

        Where the same act was written before (the answer was lost, or history was reset), nothing is written and the
        stored transition is returned: a decision is made once. Where `before` has that act in it already, the
        returned transition has no facts, since there is nothing left to fold.

        Args:
            before: The dossier the transition was decided on; None for an opening.
            transition: What was decided. Without facts it is returned as it is.
            view: What the register shows besides the dossier.

        Raises:
            ConflictError: Another act stands at that place, or facts are missing: there would be two histories.
            UnavailableError: The database is away; nothing was written.
        """
        return self.record_in_crowd(before, transition, view, None)[0]

    def record_in_crowd(
        self,
        before: Dossier | None,
        transition: Transition,
        view: View,
        moment: datetime | None,
        *,
        alone: bool = False,
    ) -> tuple[Transition, int | None]:
        """Write a transition like `record`, and count those that are woken at a moment, itself included.

        Nobody is counted where no moment is given, or nothing had to be written.

        Raises:
            RefusedError: The opening was to be `alone`, and another open dossier continues the same matter (R32).
        """
        if not transition.facts:
            return transition, None
        entry = self._entry(before, transition, view, alone=alone)
        try:
            with self._store.writing() as connection:
                self._write(connection, entry)
                crowd = self._crowd(connection, moment) if moment else None
        except (IntegrityError, _Elsewhere):
            return self._stored(entry, transition), None
        return transition, crowd

    def _entry(self, before: Dossier | None, transition: Transition, view: View, *, alone: bool) -> Entry:
        steps = list(walk(before, transition))
        seq, head = (before.seq, before.head) if before else (0, HEAD_OF_NOTHING)
        facts = rows.fact_rows(steps[-1].after.code, transition, seq, head)
        after = sealed(steps[-1].after, transition, facts[-1]["hash"])
        standing = rows.standing_row(after) | {
            "field": view.field,
            "act_by": view.act_by,
            "zone": view.zone,
            "late_from_original": rows.promised_first(before, transition),
            "verdict": rows.verdict(after, view.zone),
            "verdict_original": None,
            "updated_at": transition.recorded_at,
        }
        return Entry(
            before=before,
            standing=standing,
            facts=facts,
            duties=rows.duty_rows(steps, before, after, view.zone),
            episodes=rows.episode_rows(steps, after.code),
            explained=rows.explained_rows(steps, after.code),
            shares=rows.share_rows(after.code, view.shares) if view.shares else [],
            notices=notice_rows(steps, seq, transition.recorded_at),
            event=rows.event_row(facts),
            promises=promises_left(steps),
            alone=alone,
        )

    def _write(self, connection: Connection, entry: Entry) -> None:
        self._write_standing(connection, entry)
        self._facts.run(connection, entry.facts)
        if entry.duties:
            self._duties.run(connection, entry.duties)
        if entry.episodes:
            self._episodes.run(connection, entry.episodes)
        if entry.explained:
            self._explained.run(connection, entry.explained)
        if entry.promises:
            keep_promises(connection, entry.standing["code"], entry.promises)
        if entry.shares:
            self._shares.run(connection, entry.shares)
        if entry.notices:
            self._notices.run(connection, entry.notices)
        self._events.run(connection, [entry.event])  # last: see `Events` on why its number is drawn late

    def _write_standing(self, connection: Connection, entry: Entry) -> None:
        before, row = entry.before, entry.standing
        if row["finished_at"] is not None:
            row = row | {"verdict_original": _original(connection, row)}
        if before is None:
            self._open.run(connection, [row])
            if entry.alone and row["previous"] is not None:
                must_be_alone(connection, row["code"], row["previous"])
            return
        where = {"its_code": before.code, "its_seq": before.seq, "its_head": before.head}
        if self._move.run(connection, [row | where]).rowcount != 1:
            raise _Elsewhere

    def _stored(self, entry: Entry, transition: Transition) -> Transition:
        """Return the transition that was written under this key, or refuse a second history."""
        code, seq = entry.standing["code"], entry.before.seq if entry.before else 0
        with self._store.reading() as connection:
            facts = stored_facts(connection, code)
        head = facts[seq - 1].hash if 0 < seq <= len(facts) else HEAD_OF_NOTHING
        same_past = head == (entry.before.head if entry.before else HEAD_OF_NOTHING)
        done = [row for row in facts if row.act_key == transition.key]
        if same_past and done and done[0].seq == seq + 1:
            return transition_of(done)
        if same_past and done and done[-1].seq <= seq:
            return transition_of(done).model_copy(update={"facts": ()})
        raise _two_histories(code, seq, len(facts), transition.key)


def _moving() -> Update:
    """Return the update of a dossier that stands where its transition was decided; its first date stays.

    Its code stays too, and is left out: a database that is told to write what others refer to looks for all of them.
    """
    table = sql_table(DossierRow)
    values: dict[str, Any] = {column.name: bindparam(column.name) for column in table.columns if column.name != "code"}
    first_date = bindparam("late_from_original", type_=table.c.late_from_original.type)
    values["late_from_original"] = func.coalesce(table.c.late_from_original, first_date)
    return (
        update(table)
        .where(table.c.code == bindparam("its_code"))
        .where(table.c.seq == bindparam("its_seq"))
        .where(table.c.head == bindparam("its_head"))
        .values(values)
    )


def _explaining() -> Update:
    """Return the update by which a closed episode gets the explanation of what made it late."""
    table = sql_table(EpisodeRow)
    values: dict[str, Any] = {name: bindparam(name) for name in ("cause", "explained", "explained_at")}
    values["explained_at"] = bindparam("explained_at", type_=table.c.explained_at.type)
    return (
        update(table)
        .where(table.c.dossier == bindparam("its_dossier"))
        .where(table.c.subject == bindparam("its_subject"))
        .where(table.c.opened_at == bindparam("its_opening", type_=table.c.opened_at.type))
        .values(values)
    )


def _original(connection: Connection, row: Row) -> str | None:
    """Return how a finished dossier kept the date on its slip (R52)."""
    late_from: datetime | None = row["late_from_original"]
    if late_from is None:
        stored = select(DossierRow.late_from_original).where(DossierRow.code == row["code"])
        late_from = connection.scalar(stored)
    return rows.compared(row["finished_at"], late_from, row["zone"]) if late_from else None


def _two_histories(code: str, seq: int, stored: int, key: str) -> ConflictError:
    return ConflictError(
        f"Dossier {code} has another history: act {key} follows fact {seq}, and the register holds {stored} facts.",
        vi=f"Hồ sơ {code} có hai lịch sử khác nhau: {key} sau sự kiện {seq}, sổ đã ghi {stored} sự kiện.",
        field="key",
        rule="R74",
        hint="Compare the dossier with the register (drift) before anything else is done to it.",
        hint_vi="Đối chiếu hồ sơ với sổ đăng ký (drift) trước khi làm việc gì khác.",
    )
