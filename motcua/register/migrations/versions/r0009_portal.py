"""Messages to the national portal, and comparisons with what it holds."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

CODE, WORD, SHA256 = (sa.String(length) for length in (80, 40, 64))
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Make its tables."""
    op.create_table(
        "portal_message",
        _must("id", NUMBER, primary_key=True),
        _must("dossier", CODE, sa.ForeignKey("dossier.code")),
        *(_must(name, sa.Integer()) for name in ("seq", "status", "attempts")),
        *(_must(name, WORD) for name in ("service", "state")),
        _must("repair", sa.Integer(), server_default="0"),
        _must("says", sa.Text()),
        *(_must(name, MOMENT) for name in ("at", "created_at")),
        *(_may(name, MOMENT) for name in ("send_by", "next_try_at", "sent_at")),
        _may("error_code", WORD),
        _may("last_error", sa.Text()),
        _may("digest", SHA256),
        sa.UniqueConstraint("dossier", "seq", "service", "status", "repair", name="uq_portal_message_once"),
    )
    op.create_index(
        "ix_portal_message_waiting", "portal_message", ["id"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_index("ix_portal_message_dossier", "portal_message", ["dossier", "id"])
    _comparisons()


def _comparisons() -> None:
    op.create_table(
        "portal_comparison",
        _must("id", NUMBER, primary_key=True),
        _must("began_at", MOMENT),
        _may("ended_at", MOMENT),
        _must("position", CODE),
        *(_must(name, sa.Integer()) for name in ("compared", "drifted", "repaired")),
    )
    op.create_table(
        "portal_drift",
        _must("id", NUMBER, primary_key=True),
        _must("comparison", NUMBER, sa.ForeignKey("portal_comparison.id")),
        _must("dossier", CODE, sa.ForeignKey("dossier.code")),
        _must("found_at", MOMENT),
        _must("ours", sa.Integer()),
        _may("theirs", sa.Integer()),
        _must("fields", sa.Text()),
        _may("repair", NUMBER),
        sa.UniqueConstraint("comparison", "dossier", name="uq_portal_drift_once"),
    )
    op.create_index("ix_portal_drift_dossier", "portal_drift", ["dossier", "id"])


def _must(name: str, kind: Any, *rest: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, nullable=False, **options)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)
