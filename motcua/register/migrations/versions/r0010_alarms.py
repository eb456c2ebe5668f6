"""Alarms to operators."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

NAME, WORD, KEY = (sa.String(length) for length in (80, 40, 240))
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("seen_at IS NULL AND cleared_at IS NULL")


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "alarm",
        _must("id", NUMBER, primary_key=True),
        _must("kind", WORD),
        _must("ref", KEY),
        *(_may(name, NAME) for name in ("system", "dossier", "agency")),
        _must("detail", sa.Text()),
        _may("detail_vi", sa.Text()),
        *(_must(name, MOMENT) for name in ("raised_at", "last_at")),
        _must("times", sa.Integer()),
        *(_may(name, MOMENT) for name in ("told_at", "seen_at", "cleared_at")),
        _may("seen_by", KEY),
    )
    op.create_index("uq_alarm_open", "alarm", ["kind", "ref"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def _must(name: str, kind: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **options)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)
