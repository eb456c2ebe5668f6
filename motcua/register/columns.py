"""Kinds of columns shared by all tables: what a moment, a name, a hash is in the store."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import DateTime, Dialect, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column


class UtcMoment(TypeDecorator[datetime]):
    """An instant: taken in with any zone, kept in UTC, given back aware, also where the store knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the instant in UTC; a naive one is a defect of the caller (R11)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        """Return the instant in UTC."""
        if value is None:
            return None
        read: datetime = value
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


Moment = Annotated[datetime, mapped_column(UtcMoment())]
Name = Annotated[str, mapped_column(String(80))]
"""Id of an agency, officer, step or system; never a person's name."""
Code = Annotated[str, mapped_column(String(80))]
"""Code of a dossier or procedure."""
Word = Annotated[str, mapped_column(String(40))]
"""A value of a closed list."""
Key = Annotated[str, mapped_column(String(240))]
"""A caller's or our own name for something done once."""
Sha256 = Annotated[str, mapped_column(String(64))]
Long = Annotated[str, mapped_column(Text())]


class Table(DeclarativeBase):
    """A table of the register; constraints are named alike in both databases."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
