"""Questions to the supervisor's queue that somebody keeps under a name, for everybody who has the link."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Key, Long, Moment, Name, Table


class SavedViewRow(Table):
    """One question; it holds no scope: whoever opens it sees what they may see."""

    __tablename__ = "saved_view"
    __table_args__: Any = (UniqueConstraint("owner", "name", name="uq_saved_view_name"),)

    id: Mapped[Name] = mapped_column(primary_key=True)
    name: Mapped[Key]
    owner: Mapped[Key]
    """Subject of whoever saved it: they alone rename and delete it."""
    by: Mapped[Key]
    """The owner as pages name them: `AGENCY/OFFICER`."""
    question: Mapped[Long]
    """What is asked, as JSON text: filters and order."""
    saved_at: Mapped[Moment]
    changed_at: Mapped[Moment]
