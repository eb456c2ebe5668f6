"""Anchors of all dossiers' chains."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"

SHA256 = sa.String(64)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "anchor",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(240), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, NUMBER, nullable=False) for name in ("after", "position")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("dossiers", "total")),
        *(sa.Column(name, SHA256, nullable=False) for name in ("root", "previous", "digest")),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("key", name="uq_anchor_key"),
    )
