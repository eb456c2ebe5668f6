"""What an operator has to hear of: given-up deliveries, outages, what other systems should not have said."""

from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Code, Key, Long, Moment, Name, Table, Word
from motcua.register.exchange_tables import NUMBER

OPEN = text("seen_at IS NULL AND cleared_at IS NULL")
"""Nobody has seen it, and it has not gone by itself."""


class AlarmRow(Table):
    """One thing an operator has to hear of, however often it is said while nobody has seen it."""

    __tablename__ = "alarm"
    __table_args__: Any = (
        Index("uq_alarm_open", "kind", "ref", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    kind: Mapped[Word]
    ref: Mapped[Key]
    """What it is about: a call's key, an outage's system, a message's number."""
    system: Mapped[Name | None]
    """The department system, subscriber or portal concerned."""
    dossier: Mapped[Code | None]
    agency: Mapped[Name | None]
    detail: Mapped[Long]
    """What happened, in one English sentence; never a word of personal data."""
    detail_vi: Mapped[Long | None]
    """The same in Vietnamese, where it was said."""
    raised_at: Mapped[Moment]
    last_at: Mapped[Moment]
    times: Mapped[int]
    told_at: Mapped[Moment | None]
    """When operators were last told of it."""
    seen_at: Mapped[Moment | None]
    seen_by: Mapped[Key | None]
    cleared_at: Mapped[Moment | None]
    """When its cause went away by itself: an outage ended."""
