"""Reports that were ordered."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "report_order",
        sa.Column("number", sa.String(80), primary_key=True, nullable=False),
        sa.Column("subject", sa.String(240), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("ordered_at", MOMENT, nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
    )
    op.create_index("ix_report_order_ordered_at", "report_order", ["ordered_at"])
