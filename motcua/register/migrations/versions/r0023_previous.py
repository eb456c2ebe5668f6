"""Which dossiers continue another: looked for before a matter is taken up again."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0016"

CONTINUING = sa.text("previous IS NOT NULL")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_dossier_previous", "dossier", ["previous"], sqlite_where=CONTINUING, postgresql_where=CONTINUING
    )
