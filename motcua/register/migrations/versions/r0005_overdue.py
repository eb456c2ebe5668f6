"""Lateness: whose time it was, what was answered, and the legs of linked dossiers."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make its tables."""
