"""Reports: when work closed, how each visit kept its limit, and what was promised before."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from motcua.dossiers.evolve import walk_through
from motcua.dossiers.facts import Transition
from motcua.register.columns import UtcMoment
from motcua.register.evidence import acts, transition_of
from motcua.register.promises import keep_promises, promises_left

revision = "0013"
down_revision = "0012"

CODE, WORD = sa.String(80), sa.String(40)
MOMENT = sa.DateTime(timezone=True)
COVERED = (
    *("closed_at", "received_at", "procedure", "field", "competent", "territory", "channel", "code", "parent"),
    *("paused", "late_from", "late_from_original", "finished_at", "verdict", "verdict_original"),
)


def upgrade() -> None:
    """Make the columns and the table, and fill them from what is known."""
    op.add_column("dossier", sa.Column("closed_at", MOMENT, nullable=True))
    op.add_column("dossier", sa.Column("supplements", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("duty", sa.Column("kept", WORD, nullable=True))
    op.create_table(
        "promise_past",
        sa.Column("dossier", CODE, sa.ForeignKey("dossier.code"), primary_key=True, nullable=False),
        sa.Column("since", MOMENT, primary_key=True, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("late_from", MOMENT, nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_promise_past_until", "promise_past", ["until"])
    _fill(op.get_bind())
    op.create_index("ix_dossier_report", "dossier", list(COVERED))
    op.create_index("ix_duty_closed", "duty", ["closed_at", "agency", "kept", "dossier"])


def _fill(connection: sa.Connection) -> None:
    connection.execute(sa.text("UPDATE dossier SET closed_at = coalesce(finished_at, ended_at)"))
    asked = "SELECT count(*) FROM dossier_fact f WHERE f.dossier = dossier.code AND f.kind = 'supplement_asked'"
    connection.execute(sa.text(f"UPDATE dossier SET supplements = ({asked})"))
    connection.execute(sa.text("UPDATE duty SET kept = 'late' WHERE late"))
    _fill_kept(connection)
    changed = "SELECT DISTINCT dossier FROM dossier_fact WHERE kind IN ('paused', 'resumed', 'clock_set')"
    for (code,) in connection.execute(sa.text(changed)).all():
        steps = (step for _transition, step in walk_through(_life(connection, code)))
        keep_promises(connection, code, promises_left(steps))


def _life(connection: sa.Connection, code: str) -> Iterator[Transition]:
    moments = (sa.column("act_at", UtcMoment()), sa.column("recorded_at", UtcMoment()))
    names = ("dossier", "seq", "act_key", "act_actor", "reason", "fact")
    texts: list[sa.ColumnClause[Any]] = [sa.column(name) for name in names]
    facts = sa.table("dossier_fact", *texts, *moments)
    rows = connection.execute(sa.select(facts).where(facts.c.dossier == code).order_by(facts.c.seq)).all()
    return map(transition_of, acts(rows))


def _fill_kept(connection: sa.Connection) -> None:
    """Compare the dates of visits that ended in time, in the zone of the deciding agency."""
    moments = (sa.column("due_at", UtcMoment()), sa.column("closed_at", UtcMoment()))
    names: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("dossier", "step", "visit", "outcome", "holder")]
    duty, dossier = sa.table("duty", *names, *moments), sa.table("dossier", sa.column("code"), sa.column("zone"))
    ended = sa.select(duty, dossier.c.zone).join(dossier, dossier.c.code == duty.c.dossier)
    in_time = (sa.text("NOT duty.late"), duty.c.closed_at.is_not(None), duty.c.due_at.is_not(None))
    held = duty.c.holder.not_in(("applicant", "payment", "moment"))
    write = sa.text("UPDATE duty SET kept = :kept WHERE dossier = :dossier AND step = :step AND visit = :visit")
    for row in connection.execute(ended.where(*in_time, held, duty.c.outcome != "moved")).all():
        early = _local_day(row.closed_at, row.zone) < _local_day(row.due_at, row.zone)
        name = {"dossier": row.dossier, "step": row.step, "visit": row.visit}
        connection.execute(write, name | {"kept": "early" if early else "on_time"})


def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
