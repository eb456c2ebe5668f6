"""Pages of agencies and procedures: open dossiers by who decides them, finished ones by their version."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

DECIDED = ["competent", "holder_agency", "waiting_for", "late_at", "waiting_since", "ended_at"]
MEASURED = ["procedure", "version", "finished_at"]
OPEN, FINISHED = sa.text("ended_at IS NULL"), sa.text("finished_at IS NOT NULL")


def upgrade() -> None:
    """Make their indexes."""
    op.create_index("ix_dossier_open_decided", "dossier", DECIDED, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_dossier_measured", "dossier", MEASURED, sqlite_where=FINISHED, postgresql_where=FINISHED)
