"""Finding those whose next alarm is at one moment."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make the index of alarms ahead."""
    op.create_index("ix_dossier_open_alarm", "dossier", ["next_alarm_at"], sqlite_where=OPEN, postgresql_where=OPEN)
