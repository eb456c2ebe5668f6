"""Department systems: every exchange, the breaker and its outages, and what was not believed."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

CODE, NAME, WORD, KEY, SHA256 = (sa.String(length) for length in (80, 80, 40, 240, 64))
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make its tables, and what the ledger of calls lacked."""
    _calls()
    _attempts()
    _outages()
    _refused()


def _calls() -> None:
    for name in ("answer", "request"):
        op.add_column("department_call", _may(name, sa.Text()))
    for name in ("due_at", "held_at", "failed_at", "polled_at", "withdrawn_at", "dead_at", "told_at", "again_at"):
        op.add_column("department_call", _may(name, MOMENT))
    op.add_column("department_call", _may("stage", sa.Integer()))
    op.add_column("department_call", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    held = sa.text("held_at IS NOT NULL")
    op.create_index(
        "ix_department_call_held", "department_call", ["system", "due_at"], sqlite_where=held, postgresql_where=held
    )
    # What was answered before this version was told as it came.
    op.execute("UPDATE department_call SET told_at = answered_at WHERE answered_at IS NOT NULL")
    op.execute("UPDATE department_call SET polled_at = last_asked_at WHERE state = 'accepted'")
    untold = sa.text("told_at IS NULL AND (answered_at IS NOT NULL OR dead_at IS NOT NULL)")
    op.create_index(
        "ix_department_call_untold", "department_call", ["system"], sqlite_where=untold, postgresql_where=untold
    )
    op.drop_index("ix_department_call_open", "department_call")
    unsettled = sa.text("answered_at IS NULL AND withdrawn_at IS NULL")
    op.create_index(
        "ix_department_call_open",
        "department_call",
        ["system", "last_asked_at"],
        sqlite_where=unsettled,
        postgresql_where=unsettled,
    )


def _attempts() -> None:
    op.create_table(
        "department_attempt",
        _must("id", NUMBER, primary_key=True),
        _must("key", KEY),
        *(_must(name, WORD) for name in ("verb", "result")),
        _must("started_at", MOMENT),
        _must("milliseconds", sa.Integer()),
        _may("status", sa.Integer()),
        _may("digest", SHA256),
        _may("detail", sa.Text()),
    )
    op.create_index("ix_department_attempt_key", "department_attempt", ["key", "id"])


def _outages() -> None:
    op.create_table(
        "department_system",
        _must("system", NAME, primary_key=True),
        *(_may(name, MOMENT) for name in ("last_success_at", "last_failure_at", "next_probe_at")),
        _may("outage", NUMBER),
    )
    op.create_table(
        "outage",
        _must("id", NUMBER, primary_key=True),
        _must("system", NAME),
        _must("began_at", MOMENT),
        *(_may(name, MOMENT) for name in ("declared_at", "ended_at", "clocks_from")),
        _must("last_error", sa.Text()),
        *(_must(name, sa.Integer()) for name in ("failures", "dossiers")),
        sa.Column("probes", sa.Integer(), nullable=False, server_default="0"),
        _may("clocks_stand", sa.Text()),
    )
    op.create_index("ix_outage_system", "outage", ["system", "began_at"])
    last = sa.text("ended_at IS NULL")
    op.create_index("uq_outage_open", "outage", ["system"], unique=True, sqlite_where=last, postgresql_where=last)


def _refused() -> None:
    op.create_table(
        "refused_message",
        _must("id", NUMBER, primary_key=True),
        _must("system", NAME),
        *(_must(name, WORD) for name in ("door", "kind")),
        _must("detail", sa.Text()),
        _must("digest", SHA256),
        *(_must(name, sa.Integer()) for name in ("size", "times")),
        *(_may(name, KEY) for name in ("key", "seen_by")),
        _may("dossier", CODE),
        *(_must(name, MOMENT) for name in ("first_at", "last_at")),
        _may("seen_at", MOMENT),
        sa.UniqueConstraint("system", "digest", "kind", name="uq_refused_message_once"),
    )
    op.create_index("ix_refused_message_system", "refused_message", ["system", "id"])


def _must(name: str, kind: Any, *rest: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, nullable=False, **options)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)
