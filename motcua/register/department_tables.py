"""Department systems: the ledger of calls, the breaker and its outages, and what was not believed."""

from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Code, Key, Long, Moment, Name, Sha256, Table, Word
from motcua.register.exchange_tables import NUMBER

OPEN = text("answered_at IS NULL AND withdrawn_at IS NULL")
UNTOLD = text("told_at IS NULL AND (answered_at IS NOT NULL OR dead_at IS NOT NULL)")


class CallRow(Table):
    """One request to a department system, however often it is sent."""

    __tablename__ = "department_call"

    key: Mapped[Key] = mapped_column(primary_key=True)
    """`dossier/step/visit`."""
    system: Mapped[Name]
    dossier: Mapped[Code]
    step: Mapped[Name]
    visit: Mapped[int]
    agency: Mapped[Name]
    state: Mapped[Word]
    attempts: Mapped[int]
    first_asked_at: Mapped[Moment]
    last_asked_at: Mapped[Moment]
    answered_at: Mapped[Moment | None]
    outcome: Mapped[Word | None]
    reference: Mapped[Long | None]
    last_error: Mapped[Long | None]
    digest: Mapped[Sha256 | None]
    callback_at: Mapped[Moment | None]
    answer: Mapped[Long | None]
    """The answer as JSON, from whichever side it came first; it never changes."""
    due_at: Mapped[Moment | None]
    """When the duty is due: the order in which held calls go on after an outage."""
    held_at: Mapped[Moment | None]
    """Since when it waits for an outage to end; null: it does not."""
    failed_at: Mapped[Moment | None]
    """When it last failed for lack of an answer."""
    failures: Mapped[int] = mapped_column(server_default="0")
    polled_at: Mapped[Moment | None]
    stage: Mapped[int | None]
    """How far the system said it has come: the place of its stage among the port's; it never goes back."""
    """When the system last said that it has the request: when it accepted it, or was looked up; null: never."""
    withdrawn_at: Mapped[Moment | None]
    dead_at: Mapped[Moment | None]
    """When it was given up for a person to look at."""
    request: Mapped[Long | None]
    """What is asked, as JSON, so that whoever has the turn can put it: codes and figures, never personal data."""
    told_at: Mapped[Moment | None]
    """When the dossier took the answer, or the trouble, from the ledger; null: it has yet to be told."""
    again_at: Mapped[Moment | None]
    """Before this moment it is not tried again: it fails alone, or waits for an older request of its dossier."""
    endpoint: Mapped[Name | None]
    """The Nexus endpoint of the agency that puts it for us; null: it is put from here."""
    unwanted_at: Mapped[Moment | None]
    """When another installation, which gave it to us, said that nobody waits for it any more."""


Index("ix_department_call_dossier", CallRow.dossier)
Index(
    "ix_department_call_held",
    CallRow.system,
    CallRow.due_at,
    sqlite_where=CallRow.held_at.is_not(None),
    postgresql_where=CallRow.held_at.is_not(None),
)
Index(
    "ix_department_call_open",
    CallRow.system,
    CallRow.last_asked_at,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)
Index("ix_department_call_untold", CallRow.system, sqlite_where=UNTOLD, postgresql_where=UNTOLD)


class AttemptRow(Table):
    """One exchange with a department system: one try of a request, a poll, a withdrawal, or a callback that came."""

    __tablename__ = "department_attempt"
    __table_args__: Any = (Index("ix_department_attempt_key", "key", "id"),)

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    key: Mapped[Key]
    """The call it belongs to."""
    verb: Mapped[Word]
    """ask, poll, withdraw or callback."""
    started_at: Mapped[Moment]
    milliseconds: Mapped[int]
    """What the department's system took, in clock time."""
    result: Mapped[Word]
    """under_way (or broken off), answered, accepted, progress, unknown, away, refused, unreadable, withdrawn, too_late
    or not_offered."""
    status: Mapped[int | None]
    """The HTTP status, where one came."""
    digest: Mapped[Sha256 | None]
    """SHA-256 of what came back."""
    detail: Mapped[Long | None]
    """What was wrong, or how far the work has come, in words; never a word of the payload."""


class SystemRow(Table):
    """The breaker of one department system, shared by all workers."""

    __tablename__ = "department_system"

    system: Mapped[Name] = mapped_column(primary_key=True)
    last_success_at: Mapped[Moment | None]
    last_failure_at: Mapped[Moment | None]
    outage: Mapped[int | None] = mapped_column(NUMBER)
    """The open outage; null: the system is asked freely."""
    next_probe_at: Mapped[Moment | None]
    """From when somebody may try it again; whoever moves this on has the turn."""


class OutageRow(Table):
    """One outage of a department system, from its first failure to its recovery."""

    __tablename__ = "outage"
    __table_args__: Any = (
        Index("ix_outage_system", "system", "began_at"),
        Index(
            "uq_outage_open",
            "system",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    system: Mapped[Name]
    began_at: Mapped[Moment]
    """The first failure."""
    declared_at: Mapped[Moment | None]
    """When a probe failed too and people were told; null: it was over before that."""
    ended_at: Mapped[Moment | None]
    last_error: Mapped[Long]
    failures: Mapped[int]
    """Calls and probes that failed."""
    probes: Mapped[int] = mapped_column(server_default="0")
    """Probes that failed: each makes the wait for the next one longer."""
    dossiers: Mapped[int]
    """Most dossiers that waited on it at once."""
    clocks_stand: Mapped[Long | None]
    """Number and legal basis of the decision by which official clocks stand while it lasts."""
    clocks_from: Mapped[Moment | None]


class RefusedMessageRow(Table):
    """Something another system said that was not believed or not understood; it was never acted upon."""

    __tablename__ = "refused_message"
    __table_args__: Any = (
        UniqueConstraint("system", "digest", "kind", name="uq_refused_message_once"),
        Index("ix_refused_message_system", "system", "id"),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    system: Mapped[Name]
    door: Mapped[Word]
    """Where it came in: answer, callback or portal."""
    kind: Mapped[Word]
    """The error's kind: unreadable-answer, signature-refused, clock-skew, unknown-key, finished or second-answer."""
    detail: Mapped[Long]
    """What was wrong, in words; never a word of the payload."""
    digest: Mapped[Sha256]
    size: Mapped[int]
    key: Mapped[Key | None]
    """The call it named, where it could be read."""
    dossier: Mapped[Code | None]
    first_at: Mapped[Moment]
    last_at: Mapped[Moment]
    times: Mapped[int]
    """How often the very same came."""
    seen_at: Mapped[Moment | None]
    seen_by: Mapped[Key | None]
