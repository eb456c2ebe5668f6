"""What the register keeps beside the dossiers: codes given, systems asked, texts published, personal data."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Code, Key, Long, Moment, Name, Sha256, Table, Word


class OpeningRow(Table):
    """A request to open a dossier and the code it was given, so that a repetition gets the same."""

    __tablename__ = "opening"

    caller: Mapped[Name] = mapped_column(primary_key=True)
    key: Mapped[Key] = mapped_column(primary_key=True)
    digest: Mapped[Sha256]
    code: Mapped[Code] = mapped_column(unique=True)
    created_at: Mapped[Moment]


class DayCounterRow(Table):
    """The last number an agency gave on a local day; four digits, never wrapped (R18)."""

    __tablename__ = "day_counter"
    __table_args__: Any = (CheckConstraint("last_number BETWEEN 1 AND 9999", name="four_digits"),)

    agency_code: Mapped[Name] = mapped_column(primary_key=True)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    last_number: Mapped[int]


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
    """The answer as JSON, from whichever side it came first."""
    due_at: Mapped[Moment | None]
    """When the duty is due: the order in which held calls go on after an outage."""
    held_at: Mapped[Moment | None]
    """Since when it waits for an outage to end; null: it does not."""
    failed_at: Mapped[Moment | None]
    """When it last failed for lack of an answer."""
    failures: Mapped[int] = mapped_column(server_default="0")
    polled_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    dead_at: Mapped[Moment | None]
    """When it was given up for a person to look at."""


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
    sqlite_where=CallRow.answered_at.is_(None),
    postgresql_where=CallRow.answered_at.is_(None),
)


class ProcedureVersionRow(Table):
    """A published version, to the letter; one that was published is never edited."""

    __tablename__ = "procedure_version"

    code: Mapped[Code] = mapped_column(primary_key=True)
    version: Mapped[Word] = mapped_column(primary_key=True)
    digest: Mapped[Sha256]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    name_vi: Mapped[Long]
    name_en: Mapped[Long]
    field_vi: Mapped[Long]
    content: Mapped[Long]
    published_at: Mapped[Moment]


class AgencyRow(Table):
    """An agency as it was known when dossiers were decided; each change is a row of its own."""

    __tablename__ = "agency"

    id: Mapped[Name] = mapped_column(primary_key=True)
    digest: Mapped[Sha256] = mapped_column(primary_key=True)
    content: Mapped[Long]
    kept_at: Mapped[Moment]


class CalendarRow(Table):
    """A version of a calendar that due dates were computed on."""

    __tablename__ = "calendar"

    id: Mapped[Name] = mapped_column(primary_key=True)
    version: Mapped[Word] = mapped_column(primary_key=True)
    digest: Mapped[Sha256]
    content: Mapped[Long]
    kept_at: Mapped[Moment]


class ApplicantRow(Table):
    """Personal data of a dossier, readable only with the dossier's own key."""

    __tablename__ = "applicant"

    dossier: Mapped[Code] = mapped_column(primary_key=True)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[Word]
    """Which master key guards the dossier's key."""
    saved_at: Mapped[Moment]


class DossierKeyRow(Table):
    """The key of one dossier's personal data, wrapped by the master key; without it the data are lost for good."""

    __tablename__ = "dossier_key"

    dossier: Mapped[Code] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    forgotten_at: Mapped[Moment | None]


class AccessRow(Table):
    """A reading of personal data: whose, by whom, what for."""

    __tablename__ = "access_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier: Mapped[Code] = mapped_column(index=True)
    who: Mapped[Name]
    purpose: Mapped[Long]
    at: Mapped[Moment]
