"""What people are told: the outbox of notices."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

CODE, NAME, WORD, KEY = (sa.String(length) for length in (80, 80, 40, 240))
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make its table."""
    op.create_table(
        "notice",
        _must("id", NUMBER, primary_key=True),
        _must("dossier", CODE, sa.ForeignKey("dossier.code")),
        *(_must(name, sa.Integer()) for name in ("seq", "attempts")),
        *(_must(name, WORD) for name in ("kind", "audience", "state")),
        *(_may(name, NAME) for name in ("agency", "officer")),
        _must("recipient", KEY),
        _must("says", sa.Text()),
        *(_must(name, MOMENT) for name in ("at", "created_at")),
        _may("channel", WORD),
        *(_may(name, MOMENT) for name in ("first_tried_at", "next_try_at", "sent_at", "seen_at")),
        *(_may(name, sa.Text()) for name in ("last_error", "reference")),
        _may("seen_by", KEY),
        sa.UniqueConstraint("dossier", "seq", "kind", "recipient", name="uq_notice_once"),
    )
    op.create_index("ix_notice_state", "notice", ["state", "id"])
    op.create_index("ix_notice_agency", "notice", ["agency", "id"])


def _must(name: str, kind: Any, *rest: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, nullable=False, **options)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)
