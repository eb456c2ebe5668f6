"""What reports count, summed up in the database: one line per procedure, field and, where it is asked for, agency."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from operator import add
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, literal, null, select, union_all

from motcua.errors import InvalidInputError
from motcua.register.report_frame import Frame, Past, Row, place_of
from motcua.register.topic import Topic

COUNTS = (
    *("total", "online", "direct", "carried", "closed", "early", "on_time", "late", "without_limit"),
    *("stopped_in_time", "stopped_late", "open", "open_in_time", "open_late", "online_late"),
)
"""The figures of a count, in order."""
OF_OPEN = frozenset({"online", "direct", "carried", "open", "open_in_time", "open_late", "online_late"})
"""Those that dossiers which nobody has closed can have."""


class Counted(NamedTuple):
    """The figures of one procedure in one field, of one agency and place where these are told apart."""

    procedure: str
    field: str
    agency: str | None
    territory: str | None
    """Only for agencies whose dossiers belong to one or another by their place."""
    figures: tuple[int, ...]
    """As `COUNTS` names them."""


class AgeBand(NamedTuple):
    """Open dossiers of one procedure by how long they have been open."""

    procedure: str
    agency: str
    band: int
    """Number of the first bound that their age does not reach; as many as there are bounds: beyond all."""
    dossiers: int
    late: int
    oldest: datetime


class ReportCounts(Topic):
    """Counts for reports; dossiers as the facts known now say they stood at the end of the period."""

    def counted(self, frame: Frame, *, split: Iterable[str] | None = None) -> list[Counted]:
        """Return the figures of a period.

        Args:
            frame: The period and its dossiers.
            split: Tell agencies apart, and of these also the places; None: agencies are not told apart.

        Raises:
            InvalidInputError: The period ends before it begins.
        """
        if frame.end <= frame.begin:
            raise InvalidInputError(
                "The period ends before it begins.", vi="Kỳ báo cáo kết thúc trước khi bắt đầu.", field="to"
            )
        with self._store.reading() as connection:
            rows = connection.execute(_counting(frame, split)).all()
        found: dict[tuple[Any, ...], tuple[int, ...]] = {}
        for row in rows:  # what is open and what was closed come apart
            key, figures = tuple(row[:4]), tuple(row[4:])
            known = found.get(key)
            found[key] = tuple(map(add, known, figures)) if known else figures
        return [Counted(key[0], key[1], key[2], key[3], figures) for key, figures in found.items()]

    def open_at(self, frame: Frame) -> dict[tuple[str, str], int]:
        """Return how many dossiers of each procedure and field were in process when the period began.

        They are counted as a report that ended then counts them, in time and late apart, not as this one does.
        """
        before = replace(frame, begin=datetime.min.replace(year=1900, tzinfo=frame.begin.tzinfo), end=frame.begin)
        named = before.conditions()
        in_time, late = (func.count().filter(named[name]) for name in ("open_in_time", "open_late"))
        shown = select(Row.procedure, Row.field, in_time + late)
        rows = self._both(before, shown, since=frame.begin, keys=(Row.procedure, Row.field))
        found: dict[tuple[str, str], int] = {}
        for procedure, field, count in rows:
            found[procedure, field] = found.get((procedure, field), 0) + count
        return found

    def ageing(self, frame: Frame, bounds: Sequence[datetime]) -> list[AgeBand]:
        """Return what was open at the end of the period by its age.

        Args:
            frame: Its end is the moment; its beginning does not matter.
            bounds: Moments of receipt, the latest first: what was received after the first is in band 0.
        """
        whens = [(Row.received_at >= bound, number) for number, bound in enumerate(bounds)]
        band = case(*whens, else_=len(bounds)).label("band")
        late = func.count().filter(frame.conditions()["open_late"])
        shown = select(Row.procedure, Row.competent, band, func.count(), late, func.min(Row.received_at))
        rows = self._both(frame, shown, since=frame.end, keys=(Row.procedure, Row.competent, "band"))
        return [AgeBand(*row) for row in rows]

    def _both(self, frame: Frame, shown: Any, *, since: datetime, keys: Iterable[Any]) -> Sequence[Any]:
        """Run a count over what is open and what was closed since a moment, as one statement and one state."""
        counted = (
            shown.select_from(Row)
            .outerjoin(Past, frame.stood())
            .where(Row.received_at < frame.end, *frame.chosen())
            .group_by(*keys)
        )
        query = union_all(counted.where(Row.closed_at.is_(None)), counted.where(Row.closed_at >= since))
        with self._store.reading() as connection:
            return connection.execute(query).all()


def _counting(frame: Frame, split: Iterable[str] | None) -> Any:
    """Return the count of a period: closed since it began, and open, each along its part of one index."""
    return union_all(
        _part(frame, split, OF_OPEN).where(Row.closed_at.is_(None)),
        _part(frame, split, COUNTS).where(Row.closed_at >= frame.begin),
    )


def _part(frame: Frame, split: Iterable[str] | None, counted: Container[str]) -> Select[Any]:
    """Count one part; figures it cannot have are nought without looking at any row."""
    keys: list[Any] = [Row.procedure, Row.field]
    if split is None:
        shown = [*keys, null().label("agency"), null().label("territory")]
    else:
        place = place_of(split, Row.competent)
        keys += [Row.competent, "place"]
        shown = [Row.procedure, Row.field, Row.competent, place]
    counts = [
        (func.count().filter(condition) if name in counted else literal(0)).label(name)
        for name, condition in frame.conditions().items()
    ]
    return (
        select(*shown, func.count().label("total"), *counts)
        .select_from(Row)
        .outerjoin(Past, frame.stood())
        .where(Row.received_at < frame.end, *frame.chosen())
        .group_by(*keys)
    )
