"""The outbox: what people have to be told, written in the transaction of the fact it follows from."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Code, Key, Long, Moment, Name, Table, Word


class NoticeRow(Table):
    """One notice to one addressee; who that is by name and address stands nowhere but in the addressee's own record."""

    __tablename__ = "notice"
    __table_args__: Any = (
        UniqueConstraint("dossier", "seq", "kind", "recipient", name="uq_notice_once"),
        Index("ix_notice_state", "state", "id"),
        Index("ix_notice_agency", "agency", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"))
    seq: Mapped[int]
    """The fact it follows from; notices of one dossier to one addressee go out in this order."""
    kind: Mapped[Word]
    audience: Mapped[Word]
    agency: Mapped[Name | None]
    officer: Mapped[Name | None]
    recipient: Mapped[Key]
    """The addressee within the dossier: `applicant`, `unit_head/AGENCY`, `officer/AGENCY/NUMBER`."""
    says: Mapped[Long]
    """Particulars for the wording, as JSON; no personal data."""
    at: Mapped[Moment]
    """The legal moment of what happened."""
    created_at: Mapped[Moment]
    state: Mapped[Word]
    channel: Mapped[Word | None]
    attempts: Mapped[int]
    first_tried_at: Mapped[Moment | None]
    next_try_at: Mapped[Moment | None]
    """When it is tried again; null: at once."""
    sent_at: Mapped[Moment | None]
    last_error: Mapped[Long | None]
    """Why it has not gone out; never an address."""
    reference: Mapped[Long | None]
    """What the provider calls it."""
    seen_at: Mapped[Moment | None]
    seen_by: Mapped[Key | None]
