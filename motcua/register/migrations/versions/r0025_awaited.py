"""The system a dossier waits on stands in its row; what is named is read from indexes that hold all that is asked."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

NAME = sa.String(80)
OPEN = sa.text("ended_at IS NULL")
AWAITING = sa.text("ended_at IS NULL AND system IS NOT NULL")
ASKED = (
    *("code", "rank", "due_rank", "waiting_since", "act_by", "due_current", "waiting_for", "holder_agency"),
    *("procedure", "field", "paused", "one_stop", "competent", "holder_step", "ended_at", "late_at"),
)
NAMED = {
    "ix_dossier_open_holder": ("holder_agency", "rank", "code", "holder_officer"),
    "ix_dossier_open_waiting": ("waiting_for", "rank", "code"),
    "ix_dossier_open_procedure": ("procedure", "holder_step", "rank", "code"),
    "ix_dossier_open_field": ("field", "rank", "code"),
    "ix_dossier_open_one_stop": ("one_stop", "rank", "code"),
    "ix_dossier_open_decided": (
        *("competent", "holder_agency", "waiting_for", "late_at", "waiting_since", "act_by", "due_current", "ended_at"),
        "code",
    ),
}
SYSTEM = """
UPDATE dossier SET system = (
  SELECT CASE WHEN count(DISTINCT d.system) > 1 THEN '*' ELSE max(d.system) END FROM duty d
  WHERE d.dossier = dossier.code AND d.closed_at IS NULL AND d.system IS NOT NULL)
WHERE ended_at IS NULL
  AND code IN (SELECT dossier FROM duty WHERE closed_at IS NULL AND system IS NOT NULL)
"""


def upgrade() -> None:
    """Make the column, fill it from the open duties, then make the indexes."""
    op.add_column("dossier", sa.Column("system", NAME, nullable=True))
    op.get_bind().execute(sa.text(SYSTEM))
    for label, columns in NAMED.items():
        op.drop_index(label, "dossier")
        _whole(label, columns, OPEN)
    _whole("ix_dossier_open_system", ("system", "rank", "code"), AWAITING)


def _whole(label: str, columns: tuple[str, ...], where: sa.TextClause) -> None:
    whole = [*columns, *(column for column in ASKED if column not in columns)]
    op.create_index(label, "dossier", whole, sqlite_where=where, postgresql_where=where)
