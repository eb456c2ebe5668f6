"""What people are told: the outbox of notices."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make its tables."""
