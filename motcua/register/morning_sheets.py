"""Keeping the sheets that heads were told: what the page shows and the mail said is the same."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select, update

from motcua.dossiers.morning import MorningSheet
from motcua.register.morning_table import MorningSheetRow
from motcua.register.reading import Record
from motcua.register.topic import Topic, sql_table, unless_there

WAITING = "waiting"
"""What nothing has become of yet."""
KEPT_FOR = timedelta(days=400)
"""How long sheets are kept; the register itself can always be asked."""
AT_A_TIME = 200


class Outcome(StrEnum):
    """What became of a sheet's message."""

    SENT = "sent"
    SAME = "same"
    """Another head at the same address was sent the same."""
    NO_ADDRESS = "no_address"
    """Nobody knows where to reach them by the channels there are."""
    REFUSED = "refused"


class KeptSheet(Record):
    """One head's sheet of one day."""

    day: date
    subject: str
    content: str
    made_at: datetime
    outcome: Outcome | None
    told_at: datetime | None
    error: str | None

    @property
    def sheet(self) -> MorningSheet:
        """Return what it says."""
        return MorningSheet.model_validate_json(self.content)


class MorningSheets(Topic):
    """Keeps morning sheets, and what became of the messages."""

    def keep_morning(self, sheets: Mapping[str, MorningSheet]) -> None:
        """Keep sheets by the accounts they are for; one that is there of that day stays as it was told."""
        rows = [
            {"day": sheet.day, "subject": subject, "content": sheet.model_dump_json(), "made_at": sheet.made_at}
            for subject, sheet in sheets.items()
        ]
        with self._store.writing() as connection:
            for row in rows:
                connection.execute(unless_there(self._store.dialect, MorningSheetRow), row)
            if rows:
                oldest = min(sheet.made_at for sheet in sheets.values()).date() - KEPT_FOR
                connection.execute(delete(MorningSheetRow).where(MorningSheetRow.day < oldest))

    def morning_sheet(self, day: date, subject: str) -> MorningSheet | None:
        """Return the sheet an account was told on a day; None where it was told none."""
        row = MorningSheetRow
        with self._store.reading() as connection:
            content = connection.scalar(select(row.content).where(row.day == day, row.subject == subject))
        return None if content is None else MorningSheet.model_validate_json(content)

    def mornings_of(self, subject: str, limit: int = 10) -> list[date]:
        """Return the days an account was told a sheet, the latest first."""
        row = MorningSheetRow
        query = select(row.day).where(row.subject == subject).order_by(row.day.desc()).limit(limit)
        with self._store.reading() as connection:
            return list(connection.scalars(query))

    def made_for(self, day: date) -> set[str]:
        """Return the accounts whose sheet of a day is made."""
        query = select(MorningSheetRow.subject).where(MorningSheetRow.day == day)
        with self._store.reading() as connection:
            return set(connection.scalars(query))

    def mornings_untold(self, day: date, after: str = "", limit: int = AT_A_TIME) -> list[KeptSheet]:
        """Return sheets of a day nothing has become of yet, by account, a page of them."""
        row = MorningSheetRow
        query = select(sql_table(row)).where(row.day == day, row.outcome.is_(None), row.subject > after)
        with self._store.reading() as connection:
            return [
                KeptSheet.model_validate(found)
                for found in connection.execute(query.order_by(row.subject).limit(limit))
            ]

    def morning_told(self, kept: KeptSheet, outcome: Outcome, at: datetime, error: str | None = None) -> None:
        """Note what became of a sheet's message."""
        row = MorningSheetRow
        which = (row.day == kept.day, row.subject == kept.subject)
        with self._store.writing() as connection:
            connection.execute(update(row).where(*which).values(outcome=outcome.value, told_at=at, error=error))

    def morning_outcomes(self, day: date) -> dict[str, int]:
        """Return how many sheets of a day came to what; those nothing has become of yet under `WAITING`."""
        row = MorningSheetRow
        outcome = func.coalesce(row.outcome, WAITING)
        query = select(outcome, func.count()).where(row.day == day).group_by(outcome)
        with self._store.reading() as connection:
            return {word: number for word, number in connection.execute(query)}
