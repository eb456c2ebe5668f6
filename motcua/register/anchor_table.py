"""Anchors: what all dossiers' chains had come to, day by day."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Key, Moment, Sha256, Table
from motcua.register.exchange_tables import NUMBER


class AnchorRow(Table):
    """The anchor of one day, each chained to the one before."""

    __tablename__ = "anchor"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 1, without a gap."""
    key: Mapped[Key] = mapped_column(unique=True)
    """What it was taken for, the id of its workflow: a repetition finds it taken."""
    day: Mapped[date]
    taken_at: Mapped[Moment]
    after: Mapped[int] = mapped_column(NUMBER)
    position: Mapped[int] = mapped_column(NUMBER)
    dossiers: Mapped[int]
    total: Mapped[int]
    root: Mapped[Sha256]
    previous: Mapped[Sha256]
    digest: Mapped[Sha256]
    checked_at: Mapped[Moment | None]
    """When it was last held against the register; not part of what it says."""
