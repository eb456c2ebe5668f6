"""Finding what waits on a department system, and what stands for its outage."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

WAITING = sa.text("closed_at IS NULL AND system IS NOT NULL")


def upgrade() -> None:
    """Note for which outage a duty's clock stands, and make the index of duties that wait on systems."""
    op.add_column("duty", sa.Column("stands_for", sa.String(length=80), nullable=True))
    op.create_index("ix_duty_open_system", "duty", ["system"], sqlite_where=WAITING, postgresql_where=WAITING)
