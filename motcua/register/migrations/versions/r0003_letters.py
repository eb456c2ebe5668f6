"""Official slips and letters that were issued."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make its tables."""
