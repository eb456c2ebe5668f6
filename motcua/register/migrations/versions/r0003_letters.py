"""Official slips and letters that were issued."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

CODE, NAME, WORD, SHA256 = (sa.String(length) for length in (80, 80, 40, 64))
MOMENT = sa.DateTime(timezone=True)
ISSUING = sa.text(
    "kind IN ('received','supplement_asked','not_accepted','reappointed','apologised','stopped','leg_opened')"
)


def upgrade() -> None:
    """Make its tables, and the index by which facts without a letter are found."""
    op.create_table(
        "letter",
        _must("dossier", CODE, sa.ForeignKey("dossier.code"), primary_key=True),
        _must("form", WORD, primary_key=True),
        _must("seq", sa.Integer(), primary_key=True, autoincrement=False),
        _must("agency", NAME),
        *(_must(name, sa.Integer()) for name in ("year", "number")),
        *(_must(name, WORD) for name in ("law", "check_value")),
        *(_must(name, MOMENT) for name in ("issued_at", "numbered_at")),
        _must("content", sa.Text()),
        _must("content_sha256", SHA256),
        sa.UniqueConstraint("agency", "form", "year", "number", name="uq_letter_number"),
    )
    op.create_table(
        "letter_book",
        _must("agency", NAME, primary_key=True),
        _must("form", WORD, primary_key=True),
        _must("year", sa.Integer(), primary_key=True, autoincrement=False),
        _must("last_number", sa.Integer()),
        sa.CheckConstraint("last_number >= 0", name="ck_letter_book_last_number"),
    )
    op.create_index(
        "ix_dossier_fact_issuing", "dossier_fact", ["dossier", "seq"], sqlite_where=ISSUING, postgresql_where=ISSUING
    )


def _must(name: str, kind: Any, *rest: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, nullable=False, **options)
