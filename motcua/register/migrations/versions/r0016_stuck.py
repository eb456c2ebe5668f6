"""The supervisor's queue whole: the step waited at, an order by date, indexes for every filter, saved views."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0022"

NAME, KEY = sa.String(80), sa.String(240)
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("ended_at IS NULL")
INDEXES = {
    "field": ("field", "rank", "code"),
    "due": ("due_rank", "code"),
    "since": ("waiting_since", "code"),
    "code": ("code",),
    "act_by": ("act_by",),
    "one_stop": ("one_stop",),
}
BY_DATE = """
UPDATE dossier SET due_rank = CASE WHEN substr(rank, 1, 1) = '1'
  THEN '1' || substr(rank, 22, 20) || substr(rank, 2, 20) ELSE rank END
"""
STEP = """
UPDATE dossier SET holder_step = (
  SELECT d.step FROM duty d
  WHERE d.dossier = dossier.code AND d.closed_at IS NULL AND d.holder = dossier.waiting_for
    AND d.agency = dossier.holder_agency AND d.opened_at = dossier.waiting_since
  ORDER BY d.step LIMIT 1)
WHERE ended_at IS NULL AND waiting_for <> 'engine_fault'
"""
"""Where several steps were opened at that moment with the same holder, any of them says what is waited for."""


def upgrade() -> None:
    """Make the columns, fill them from what is there, then make indexes and table."""
    op.add_column("dossier", sa.Column("holder_step", NAME, nullable=True))
    op.add_column("dossier", sa.Column("due_rank", KEY, nullable=False, server_default=""))
    connection = op.get_bind()
    connection.execute(sa.text(BY_DATE))
    connection.execute(sa.text(STEP))
    where: dict[str, Any] = {"sqlite_where": OPEN, "postgresql_where": OPEN}
    for name, columns in INDEXES.items():
        op.create_index(f"ix_dossier_open_{name}", "dossier", list(columns), **where)
    pattern = {"code": "text_pattern_ops"}
    op.create_index("ix_dossier_open_begins", "dossier", ["code"], postgresql_ops=pattern, **where)
    _saved_views()


def _saved_views() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", NAME, primary_key=True, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.UniqueConstraint("owner", "name", name="uq_saved_view_name"),
    )
