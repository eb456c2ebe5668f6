"""The stream of events, the couriers that follow it, and deliveries to subscribers."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

CODE, NAME, WORD, KEY = (sa.String(length) for length in (80, 80, 40, 240))
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")
DEAD = sa.text("state = 'dead'")


def upgrade() -> None:
    """Make its tables."""
    op.create_table(
        "event",
        _must("id", NUMBER, primary_key=True),
        _must("dossier", CODE, sa.ForeignKey("dossier.code")),
        *(_must(name, sa.Integer()) for name in ("first_seq", "last_seq")),
        _must("created_at", MOMENT),
    )
    op.create_table(
        "courier",
        _must("name", NAME, primary_key=True),
        _must("position", NUMBER),
        _must("updated_at", MOMENT),
    )
    op.create_table(
        "webhook_delivery",
        _must("id", NUMBER, primary_key=True),
        _must("subscriber", NAME),
        _must("position", NUMBER),
        _must("event_id", KEY),
        _must("replay", sa.Integer(), server_default="0"),
        _must("dossier", CODE),
        _must("seq", sa.Integer()),
        *(_must(name, WORD) for name in ("kind", "state")),
        _must("attempts", sa.Integer()),
        _must("created_at", MOMENT),
        *(_may(name, MOMENT) for name in ("first_tried_at", "next_try_at", "delivered_at")),
        *(_may(name, sa.Integer()) for name in ("milliseconds", "last_status")),
        _may("last_error", sa.Text()),
        sa.UniqueConstraint("subscriber", "event_id", "replay", name="uq_webhook_delivery_once"),
    )
    op.create_index("ix_webhook_delivery_subscriber", "webhook_delivery", ["subscriber", "id"])
    _index("waiting", WAITING, "subscriber", "id")
    _index("turn", WAITING, "subscriber", "dossier", "id")
    _index("dead", DEAD, "subscriber", "id")
    op.create_table(
        "webhook_replay",
        _must("subscriber", NAME, primary_key=True),
        _must("replay", sa.Integer(), primary_key=True, autoincrement=False),
        *(_must(name, NUMBER) for name in ("after", "until", "position")),
        _must("asked_at", MOMENT),
        _may("asked_by", KEY),
    )


def _index(name: str, state: sa.TextClause, *columns: str) -> None:
    index = f"ix_webhook_delivery_{name}"
    op.create_index(index, "webhook_delivery", list(columns), sqlite_where=state, postgresql_where=state)


def _must(name: str, kind: Any, *rest: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, nullable=False, **options)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)
