"""A dossier's days from receipt to its date, one cell per day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from motcua.supervision.telling.views import DossierView, PauseView
from motcua.supervision.web.days import works
from motcua.worktime.calendar import WorkCalendar

MOST = 45
"""Cells drawn; of a longer life the last ones."""
WIDE = 35


class Cell(NamedTuple):
    """One day."""

    x: int
    day: date
    kind: str
    """`counted`, `left`, `stopped`, `late`, `weekend`, `off` or `zero`."""
    number: int | None
    """Which of the days that are counted it is; the day of receipt is 0."""
    now: bool
    due: bool


class Ribbon(NamedTuple):
    """All cells, and whether some days before them are not drawn."""

    cells: tuple[Cell, ...]
    cut: bool

    @property
    def width(self) -> int:
        """Return how wide it is drawn."""
        return len(self.cells) * WIDE


def ribbon_of(view: DossierView, now: datetime, calendar: WorkCalendar) -> Ribbon | None:
    """Return the ribbon of a dossier; None before it was received, or without a promise."""
    if view.received_at is None or view.why_due is None:
        return None
    received, today = view.received_at.date(), now.astimezone(calendar.tz).date()
    due = _ends(view.clock.due) if view.clock.due else None
    over = view.finished_at or view.ended_at
    ended = over.date() if over else today
    last = ended if view.promise == "ended" else max(ended, due or ended)
    every = [received + timedelta(days=n) for n in range((last - received).days + 1)]
    numbers = _numbers(view)
    pauses = [_as_drawn(pause, view.ended_at) for pause in view.pauses]
    cells = [_cell(day, received, due, ended, numbers, pauses, calendar) for day in every[-MOST:]]
    drawn = tuple(
        Cell(n * WIDE, day, kind, number, day == today and over is None, day == due)
        for n, (day, kind, number) in enumerate(cells)
    )
    return Ribbon(drawn, len(every) > MOST)


def _numbers(view: DossierView) -> dict[date, int]:
    lines = view.why_due.lines if view.why_due else ()
    counted = [line.day for line in lines if line.kind == "counted" and line.day]
    return {day: number for number, day in enumerate(counted, start=1)}


def _cell(
    day: date,
    received: date,
    due: date | None,
    ended: date,
    numbers: dict[date, int],
    pauses: Sequence[PauseView],
    calendar: WorkCalendar,
) -> tuple[date, str, int | None]:
    if not works(day, calendar):
        return day, "off" if calendar.weekly[day.weekday()] else "weekend", None
    if any(_stood(day, pause) for pause in pauses):
        return day, "stopped", None
    if day == received:
        return day, "zero", 0
    if due is not None and day > due:
        return day, "late", None
    return day, "counted" if day <= ended else "left", numbers.get(day)


def _as_drawn(pause: PauseView, ended_at: datetime | None) -> PauseView:
    """Return a pause to be drawn: the day on which the dossier ended with it did not count either."""
    return pause.model_copy(update={"until": None}) if pause.until == ended_at else pause


def _stood(day: date, pause: PauseView) -> bool:
    begin, end = pause.since.date(), pause.until.date() if pause.until else date.max
    return begin < day < end or (begin == day and end > day)


def _ends(moment: datetime) -> date:
    """Return the day a due moment belongs to: midnight is the end of the day before."""
    return (moment - timedelta(microseconds=1)).date()
