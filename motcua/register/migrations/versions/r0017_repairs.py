"""Repairs: which dossiers were chosen, whether a second person has to confirm, what was opened in a dossier's place."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"

CODE, KEY = sa.String(80), sa.String(240)


def upgrade() -> None:
    """Make their table, and add their columns."""
    op.create_table(
        "repair_choice",
        sa.Column("campaign", KEY, sa.ForeignKey("campaign.id"), primary_key=True, nullable=False),
        sa.Column("dossier", CODE, sa.ForeignKey("dossier.code"), primary_key=True, nullable=False),
    )
    op.add_column("campaign", sa.Column("needs_second", sa.Boolean(), nullable=True))
    op.add_column("campaign_item", sa.Column("opened", CODE, nullable=True))
    op.create_index("ix_campaign_item_dossier", "campaign_item", ["dossier"])
