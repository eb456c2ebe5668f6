"""The queue is read in each of its orders from one index, which holds all that is asked of a dossier."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

OPEN = sa.text("ended_at IS NULL")
ASKED = (
    *("code", "rank", "due_rank", "waiting_since", "act_by", "due_current", "waiting_for", "holder_agency"),
    *("procedure", "field", "paused", "one_stop", "competent", "holder_step", "ended_at", "late_at"),
)
ORDERS = {
    "ix_dossier_open": ("rank", "code"),
    "ix_dossier_open_due": ("due_rank", "code"),
    "ix_dossier_open_since": ("waiting_since", "code"),
    "ix_dossier_open_code": ("code",),
}


def upgrade() -> None:
    """Make each anew with all that is asked by; the one by the last moment to move is no longer read."""
    op.drop_index("ix_dossier_open_act_by", "dossier")
    for label, columns in ORDERS.items():
        op.drop_index(label, "dossier")
        whole = [*columns, *(column for column in ASKED if column not in columns)]
        op.create_index(label, "dossier", whole, sqlite_where=OPEN, postgresql_where=OPEN)
