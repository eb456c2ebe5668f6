"""What pages of agencies and procedures count is read from indexes alone."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

DECIDED = ["competent", "holder_agency", "waiting_for", "late_at", "waiting_since", "act_by", "due_current", "ended_at"]
VERSIONS = ["procedure", "version", "late_at", "ended_at", "code"]
WORK = ["agency", "officer", "due_at", "paused", "opened_at", "closed_at", "dossier"]
CLOSED = ["closed_at", "agency", "kept", "dossier"]
OPEN, UNDONE, DONE = (sa.text(each) for each in ("ended_at IS NULL", "closed_at IS NULL", "closed_at IS NOT NULL"))


def upgrade() -> None:
    """Make the indexes hold all that is counted; that of closed work is not looked at for open work."""
    op.drop_index("ix_dossier_open_decided", "dossier")
    op.drop_index("ix_duty_open_agency", "duty")
    op.drop_index("ix_duty_closed", "duty")
    for name, table, columns, where in (
        ("ix_dossier_open_decided", "dossier", [*DECIDED, "code"], OPEN),
        ("ix_dossier_open_version", "dossier", VERSIONS, OPEN),
        ("ix_duty_open_agency", "duty", WORK, UNDONE),
        ("ix_duty_closed", "duty", CLOSED, DONE),
    ):
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
