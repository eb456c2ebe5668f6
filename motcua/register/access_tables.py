"""Who may come in: persons' accounts, systems' keys, sessions, and sign-ins that have begun.

No secret is here in clear: of keys, session ids and states there is only the SHA-256.
"""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Key, Long, Moment, Name, Sha256, Table, Word


class AccountRow(Table):
    """A person the identity provider knows, and what she may do here."""

    __tablename__ = "account"

    subject: Mapped[Key] = mapped_column(primary_key=True)
    """The provider's `sub`: never a person's name or number."""
    name: Mapped[Long]
    """What the page calls her, as the agency wrote it."""
    agency: Mapped[Name]
    officer: Mapped[Name]
    """Staff number: what she does is recorded under it."""
    roles: Mapped[Long]
    """JSON list."""
    agencies: Mapped[Long | None]
    """JSON list of agencies at the top of what she sees; null: the whole installation."""
    fields: Mapped[Long | None]
    """JSON list of fields; null: all."""
    clearance: Mapped[Word]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]


class ApiKeyRow(Table):
    """A key of an agency's system; revoked ones stay, so that what they did can be told."""

    __tablename__ = "api_key"

    id: Mapped[Word] = mapped_column(primary_key=True)
    """The part of the key that may be shown."""
    digest: Mapped[Sha256]
    label: Mapped[Long]
    agency: Mapped[Name]
    roles: Mapped[Long]
    agencies: Mapped[Long | None]
    fields: Mapped[Long | None]
    clearance: Mapped[Word]
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
    last_used_on: Mapped[date | None]
    """The last day it was used on, in UTC."""


class SessionRow(Table):
    """A browser that is signed in."""

    __tablename__ = "session"

    digest: Mapped[Sha256] = mapped_column(primary_key=True)
    """SHA-256 of what the cookie holds."""
    subject: Mapped[Key]
    created_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]


Index("ix_session_subject", SessionRow.subject)


class SignInRow(Table):
    """A sign-in that has gone to the provider and has not come back; deleted the moment it does."""

    __tablename__ = "sign_in"

    digest: Mapped[Sha256] = mapped_column(primary_key=True)
    """SHA-256 of the state."""
    browser: Mapped[Sha256]
    """SHA-256 of what the cookie of the browser that began it holds."""
    nonce: Mapped[Key]
    verifier: Mapped[Key]
    """PKCE's secret, worth nothing without the browser's cookie and the provider's code."""
    return_to: Mapped[Long]
    begun_at: Mapped[Moment] = mapped_column(index=True)
