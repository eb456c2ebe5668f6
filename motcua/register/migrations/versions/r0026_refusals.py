"""A refusal on the merits issues a letter: the index by which facts without one are found holds it too."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

ISSUING = sa.text(
    "(kind IN ('received','supplement_asked','not_accepted','reappointed','apologised','stopped','leg_opened')"
    """ OR (kind = 'result_ready' AND fact LIKE '%"result":"refused"%'))"""
)


def upgrade() -> None:
    """Make the index anew."""
    op.drop_index("ix_dossier_fact_issuing", "dossier_fact")
    op.create_index(
        "ix_dossier_fact_issuing", "dossier_fact", ["dossier", "seq"], sqlite_where=ISSUING, postgresql_where=ISSUING
    )
