"""Sessions and sign-ins under way; of every secret the register has the SHA-256 only."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Update, delete, insert, or_, select, update

from motcua.register.access_tables import SessionRow, SignInRow
from motcua.register.reading import Record
from motcua.register.topic import Topic, sql_table

SEEN_EVERY = timedelta(seconds=30)
"""How exactly it is known when a session was last used: reading pages must not write each time."""


class Session(Record):
    """A browser that is or was signed in."""

    digest: str
    subject: str
    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None

    def live(self, at: datetime, idle: timedelta, longest: timedelta) -> bool:
        """Whether it still counts: not signed out, used within `idle`, and not older than `longest`."""
        young = at < self.created_at + longest and at < self.last_seen_at + idle
        return self.ended_at is None and young


class SignInBegun(Record):
    """A sign-in that went to the provider."""

    digest: str
    browser: str
    nonce: str
    verifier: str
    return_to: str
    begun_at: datetime


class Sessions(Topic):
    """Keeps sessions and sign-ins under way."""

    def start_session(self, digest: str, subject: str, at: datetime, *, replacing: str | None = None) -> None:
        """Start a session, and end the one the browser had before in the same transaction."""
        with self._store.writing() as connection:
            if replacing is not None:
                connection.execute(_ending(at).where(SessionRow.digest == replacing))
            row = {"digest": digest, "subject": subject, "created_at": at, "last_seen_at": at}
            connection.execute(insert(SessionRow), row)

    def session(self, digest: str) -> Session | None:
        """Return a session by the SHA-256 of what its cookie holds, ended ones too."""
        query = select(sql_table(SessionRow)).where(SessionRow.digest == digest)
        with self._store.reading() as connection:
            row = connection.execute(query).one_or_none()
        return Session.model_validate(row) if row else None

    def session_seen(self, session: Session, at: datetime) -> None:
        """Note that a session was used, where that has not been noted within the last half minute."""
        if at - session.last_seen_at < SEEN_EVERY:
            return
        row = SessionRow
        later = row.last_seen_at < at
        with self._store.writing() as connection:
            connection.execute(update(row).where(row.digest == session.digest, later).values(last_seen_at=at))

    def end_session(self, digest: str, at: datetime) -> None:
        """End a session; one that has ended stays as it is."""
        with self._store.writing() as connection:
            connection.execute(_ending(at).where(SessionRow.digest == digest))

    def end_sessions_of(self, subject: str, at: datetime | None = None) -> int:
        """End every session of a person and return how many there were."""
        with self._store.writing() as connection:
            done = connection.execute(_ending(at or datetime.now(UTC)).where(SessionRow.subject == subject))
        return done.rowcount

    def forget_sessions(self, before: datetime) -> int:
        """Delete sessions that ended, or were last used, before a moment; return how many."""
        row = SessionRow
        with self._store.writing() as connection:
            done = connection.execute(delete(row).where(or_(row.ended_at < before, row.last_seen_at < before)))
        return done.rowcount

    def begin_sign_in(self, begun: SignInBegun, *, forget_before: datetime) -> None:
        """Keep a sign-in under way, and forget those that never came back."""
        with self._store.writing() as connection:
            connection.execute(delete(SignInRow).where(SignInRow.begun_at < forget_before))
            connection.execute(insert(SignInRow), begun.model_dump())

    def finish_sign_in(self, digest: str) -> SignInBegun | None:
        """Return a sign-in under way and delete it: its state is good for one return only."""
        table = sql_table(SignInRow)
        with self._store.writing() as connection:
            row = connection.execute(delete(table).where(table.c.digest == digest).returning(*table.c)).one_or_none()
        return SignInBegun.model_validate(row) if row else None


def _ending(at: datetime) -> Update:
    return update(SessionRow).where(SessionRow.ended_at.is_(None)).values(ended_at=at)
