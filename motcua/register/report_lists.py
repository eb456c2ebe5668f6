"""The dossiers behind a figure of a report."""

from datetime import datetime

from sqlalchemy import or_, select

from motcua.errors import InvalidInputError
from motcua.register.reading import Record
from motcua.register.report_counts import COUNTS
from motcua.register.report_frame import Frame, Past, Row
from motcua.register.topic import Topic

COLUMNS = {
    3: ("total",),
    4: ("online",),
    5: ("direct",),
    6: ("carried",),
    7: ("closed",),
    8: ("early",),
    9: ("on_time", "without_limit", "stopped_in_time"),
    10: ("late", "stopped_late"),
    11: ("open",),
    12: ("open_in_time",),
    13: ("open_late",),
}
"""Which figures stand in which column of form 06."""
TOGETHER = {
    "judged": ("early", "on_time", "late"),
    "unrated": ("without_limit", "stopped_in_time", "stopped_late"),
}
"""Figures that reports give as one, by its name: what rates are shares of, and what is in no rate."""


class Listed(Record):
    """A dossier of a list."""

    code: str
    procedure: str
    field: str
    competent: str
    channel: str
    state: str
    received_at: datetime
    due_original: datetime | None
    due_current: datetime | None
    finished_at: datetime | None
    ended_at: datetime | None
    verdict: str | None


class ReportLists(Topic):
    """Opens the list a figure counts: as many lines as it says."""

    def behind(self, frame: Frame, column: int | str, *, after: str = "", limit: int = 100) -> list[Listed]:
        """Return the dossiers a figure counts, in the order of their codes.

        Args:
            frame: The report's period and dossiers; one field or procedure for the figure of a line.
            column: A column of form 06, 3 to 13, or the name of a figure.
            after: Only codes that come after this one: the last of the page before.
            limit: How many at most.

        Raises:
            InvalidInputError: There is no such figure.
        """
        names = _figures(column)
        if not names:
            raise InvalidInputError(
                f"A report has no figure {column}.",
                vi=f"Báo cáo không có cột {column}.",
                field="column",
                hint=f"Give a column from 3 to 13, or one of: {', '.join((*COUNTS, *TOGETHER))}.",
                hint_vi=f"Nêu cột từ 3 đến 13, hoặc một trong: {', '.join((*COUNTS, *TOGETHER))}.",
            )
        figures = frame.conditions()
        counted = or_(*(figures[name] for name in names)) if names != ("total",) else Row.code.is_not(None)
        concerned = or_(Row.closed_at.is_(None), Row.closed_at >= frame.begin)
        columns = (getattr(Row, name) for name in Listed.model_fields)
        query = (
            select(*columns)
            .select_from(Row)
            .outerjoin(Past, frame.stood())
            .where(Row.received_at < frame.end, concerned, counted, Row.code > after, *frame.chosen())
            .order_by(Row.code)
            .limit(limit)
        )
        with self._store.reading() as connection:
            return [Listed.model_validate(row) for row in connection.execute(query)]


def _figures(column: int | str) -> tuple[str, ...]:
    """Return the figures a column or a name stands for; none where there is no such."""
    if isinstance(column, int):
        return COLUMNS.get(column, ())
    return TOGETHER.get(column) or ((column,) if column in COUNTS else ())
