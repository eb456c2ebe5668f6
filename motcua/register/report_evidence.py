"""What a report can be held against later: the register as it stood when the report was made."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from motcua.register.exchange_tables import EventRow
from motcua.register.tables import FactRow
from motcua.register.topic import Topic


class HeadOfRegister(NamedTuple):
    """The last fact of the register: all hashes of its dossiers' chains up to it are as they were."""

    position: int
    """Number of the last transition in the order they were written; 0 for an empty register."""
    hash: str | None
    """Hash of the last fact of that transition."""
    recorded_at: datetime | None


class ReportEvidence(Topic):
    """Reads where the register stands."""

    def head(self) -> HeadOfRegister:
        """Return the register's head; a report carries it, so that whoever doubts it knows from what it was made."""
        with self._store.reading() as connection:
            last = select(func.max(EventRow.id)).scalar_subquery()
            row = connection.execute(
                select(EventRow.id, FactRow.hash, FactRow.recorded_at)
                .join(FactRow, (FactRow.dossier == EventRow.dossier) & (FactRow.seq == EventRow.last_seq))
                .where(EventRow.id == last)
            ).one_or_none()
        return HeadOfRegister(*row) if row else HeadOfRegister(0, None, None)
