"""Changes over many dossiers, the decisions that change calendars, and how often either changed the ground."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

CODE, NAME, WORD, KEY, SHA256 = (sa.String(length) for length in (80, 80, 40, 240, 64))
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make its tables."""
    op.create_table(
        "calendar_decision",
        _must("id", NAME, primary_key=True),
        _must("place", sa.Integer(), unique=True),
        _must("scope", NAME),
        _must("number", KEY),
        _must("decided_on", sa.Date()),
        _must("digest", SHA256),
        _must("content", sa.Text()),
        _must("entered_at", MOMENT),
        _must("entered_by", sa.Text()),
    )
    op.create_table("ground_revision", _must("id", sa.Integer(), primary_key=True), _must("number", sa.Integer()))
    op.create_table(
        "campaign",
        _must("id", KEY, primary_key=True),
        _must("kind", WORD),
        _must("state", WORD),
        *(_must(name, sa.Text()) for name in ("title_vi", "title_en", "basis", "by", "parameters")),
        *(_may(name, sa.Text()) for name in ("reason", "confirmed_by")),
        _must("looked_at", sa.Integer()),
        _must("created_at", MOMENT),
        *(_may(name, MOMENT) for name in ("planned_at", "confirmed_at", "finished_at")),
    )
    op.create_index("ix_campaign_created_at", "campaign", ["created_at"])
    op.create_table(
        "campaign_item",
        _must("campaign", KEY, sa.ForeignKey("campaign.id"), primary_key=True),
        _must("dossier", CODE, sa.ForeignKey("dossier.code"), primary_key=True),
        _must("state", WORD),
        *(_may(name, WORD) for name in ("treatment",)),
        _must("effect", WORD),
        *(_may(name, NAME) for name in ("agency", "step")),
        *(_may(name, MOMENT) for name in ("old_due", "new_due", "done_at")),
        *(_may(name, sa.Text()) for name in ("detail_vi", "detail_en")),
    )
    op.create_index("ix_campaign_item_state", "campaign_item", ["campaign", "state", "dossier"])


def _must(name: str, kind: Any, *rest: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, nullable=False, **options)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)
