"""Morning sheets: what each head was told on each working day, and whether it reached them."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Key, Long, Moment, Table, Word


class MorningSheetRow(Table):
    """One head's sheet of one day, to the letter; codes and counts, never a word of personal data."""

    __tablename__ = "morning_sheet"

    day: Mapped[date] = mapped_column(primary_key=True)
    subject: Mapped[Key] = mapped_column(primary_key=True)
    """The account it was made for."""
    content: Mapped[Long]
    """The sheet, as JSON text."""
    made_at: Mapped[Moment]
    outcome: Mapped[Word | None]
    """What became of the message: `sent`, `same` as one to the same address, `no_address`, `refused`; null: not yet."""
    told_at: Mapped[Moment | None]
    error: Mapped[Long | None]
    """Why it was not sent; never an address."""
