"""Lateness: whose time it was, what was answered, and the legs of linked dossiers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

CODE, NAME, WORD = (sa.String(length) for length in (80, 80, 40))
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make its tables."""
    op.add_column("dossier", sa.Column("parent", CODE, nullable=True))
    op.create_index("ix_dossier_parent", "dossier", ["parent"])
    for name, kind in (
        ("passed_on", MOMENT),
        ("cause", WORD),
        ("explained", sa.Text()),
        ("explained_at", MOMENT),
        ("apologised_at", MOMENT),
    ):
        op.add_column("overdue_episode", sa.Column(name, kind, nullable=True))
    op.add_column("overdue_episode", sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "time_share",
        sa.Column("dossier", CODE, sa.ForeignKey("dossier.code"), primary_key=True, nullable=False),
        sa.Column("holder", WORD, primary_key=True, nullable=False),
        sa.Column("agency", NAME, primary_key=True, nullable=False),
        sa.Column("step", NAME, primary_key=True, nullable=False),
        *(sa.Column(f"seconds_{what}", sa.BigInteger(), nullable=False) for what in PARTS),
    )
    op.create_index("ix_time_share_agency", "time_share", ["agency", "holder"])


PARTS = ("waiting", "handling", "stood", "late")
