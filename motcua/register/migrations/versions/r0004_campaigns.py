"""Changes over many dossiers, and the decisions that change calendars."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make its tables."""
