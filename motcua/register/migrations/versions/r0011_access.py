"""Who may come in: accounts, keys, sessions, sign-ins."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

NAME, WORD, KEY, SHA = (sa.String(length) for length in (80, 40, 240, 64))
MOMENT = sa.DateTime(timezone=True)
TEXT = sa.Text()


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "account",
        _must("subject", KEY, primary_key=True),
        _must("name", TEXT),
        _must("agency", NAME),
        _must("officer", NAME),
        *_rights(),
        _must("created_at", MOMENT),
        _must("changed_at", MOMENT),
        _may("ended_at", MOMENT),
    )
    op.create_table(
        "api_key",
        _must("id", WORD, primary_key=True),
        _must("digest", SHA),
        _must("label", TEXT),
        _must("agency", NAME),
        *_rights(),
        _must("created_at", MOMENT),
        _may("expires_at", MOMENT),
        _may("revoked_at", MOMENT),
        _may("last_used_on", sa.Date()),
    )
    _sessions()


def _sessions() -> None:
    op.create_table(
        "session",
        _must("digest", SHA, primary_key=True),
        _must("subject", KEY),
        _must("created_at", MOMENT),
        _must("last_seen_at", MOMENT),
        _may("ended_at", MOMENT),
    )
    op.create_index("ix_session_subject", "session", ["subject"])
    op.create_table(
        "sign_in",
        _must("digest", SHA, primary_key=True),
        _must("browser", SHA),
        _must("nonce", KEY),
        _must("verifier", KEY),
        _must("return_to", TEXT),
        _must("begun_at", MOMENT),
    )
    op.create_index("ix_sign_in_begun_at", "sign_in", ["begun_at"])


def _rights() -> tuple[sa.Column[Any], ...]:
    return (_must("roles", TEXT), _may("agencies", TEXT), _may("fields", TEXT), _must("clearance", WORD))


def _must(name: str, kind: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **options)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)
