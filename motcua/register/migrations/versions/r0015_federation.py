"""Calls another agency puts for us, and calls whoever asked for them does not want any more."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add their columns."""
    op.add_column("department_call", sa.Column("endpoint", sa.String(80), nullable=True))
    op.add_column("department_call", sa.Column("unwanted_at", sa.DateTime(timezone=True), nullable=True))
