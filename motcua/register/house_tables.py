"""What the register keeps beside the dossiers: codes given, texts published, personal data."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary
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
