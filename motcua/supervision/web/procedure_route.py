"""A version's route over a scale of working days: each step as long as its limit, with what was measured on it.

The scale is a drawing, not a computation of any date: an hour of work is an eighth of a day, a calendar day five
sevenths, and a step without a limit has a place of its own. Steps for which the clock stands are drawn where they come.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from motcua.procedures.definition import Anchor, ClockRule, Procedure, Step
from motcua.procedures.graph import in_order
from motcua.supervision.web.procedure_figures import FEW, Measured, StepFigures
from motcua.worktime.allowance import Allowance, Unit

LEFT, RIGHT, WHOLE, TOP, LANE, TALL = 268, 158, 1220, 26, 42, 30
NOMINAL = 0.8
"""Days a step without a limit is drawn as."""
PER_DAY = {Unit.WORKING_DAY: 1.0, Unit.WORKING_HOUR: 1 / 8, Unit.CALENDAR_DAY: 5 / 7, Unit.HOUR: 5 / 7 / 24}
PER_DAY |= {Unit.MONTH: 22.0}
SECONDS_A_DAY = 8 * 3600
HEAT = (0.05, 0.15, 0.30)
"""Late shares from which a step is drawn a shade darker."""


class Place(NamedTuple):
    """Where a step lies on the scale, in days; and how much of the time until its end is counted."""

    start: float
    end: float
    counted: float


@dataclass(frozen=True)
class Box:
    """One step as it is drawn."""

    number: int
    step: Step
    y: int
    x: float
    wide: float
    shade: str
    """Class of its fill by the share of visits that were late; none where too few were measured."""
    figures: StepFigures
    waits: float
    """Where its median waiting ends: from its beginning on nobody had taken it in hand."""
    median: float
    p90: float
    cut: bool
    """Whether what was measured reaches beyond the drawing."""

    @property
    def right(self) -> float:
        """Return where it ends."""
        return self.x + self.wide


@dataclass(frozen=True)
class Drawn:
    """The whole route."""

    boxes: tuple[Box, ...]
    edges: tuple[str, ...]
    back: tuple[str, ...]
    """Ways back to an earlier step."""
    ticks: tuple[tuple[float, int], ...]
    due: float | None
    """Where the total ends."""
    edge: float
    """Right end of the scale."""

    @property
    def height(self) -> int:
        """Return how high it is drawn."""
        return TOP + LANE * len(self.boxes) + 30

    @property
    def bottom(self) -> int:
        """Return where the lanes end."""
        return TOP + LANE * len(self.boxes)


def drawn(procedure: Procedure, measured: Measured) -> Drawn:
    """Return the route of a version."""
    places = _places(procedure)
    order = [procedure.by_id[id] for id in in_order(procedure)]
    last = max(places.values(), key=lambda place: place.end)
    due = _days(procedure.total)
    due_at = None if due is None else due + last.end - last.counted
    long = max(1.0, last.end, due_at or 0)
    reach = min(1.5 * long, max(long, *(_reached(places[s.id], measured.step(s.id)) for s in order))) * 1.02
    scale = (WHOLE - LEFT - RIGHT) / reach
    boxes = {step.id: _box(n, step, places[step.id], measured.step(step.id), scale) for n, step in enumerate(order)}
    return Drawn(
        boxes=tuple(boxes.values()),
        edges=tuple(_edge(boxes[id], box) for box in boxes.values() for id in box.step.after if id in boxes),
        back=tuple(_backs(boxes)),
        ticks=_ticks(reach, scale),
        due=None if due_at is None else round(LEFT + due_at * scale, 1),
        edge=WHOLE - RIGHT,
    )


def _places(procedure: Procedure) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for id in in_order(procedure):
        step = procedure.by_id[id]
        before = [places[b] for b in step.after if b in places]
        start, counted = max((b.end for b in before), default=0.0), max((b.counted for b in before), default=0.0)
        days = _days(step.allow)
        width = NOMINAL if days is None else days
        if step.anchor is Anchor.RECEIPT and days is not None:
            places[id] = Place(start, max(start, days), max(counted, days))
        else:
            runs = step.clock is ClockRule.RUN and days is not None
            places[id] = Place(start, start + width, counted + (width if runs else 0.0))
    return places


def _days(allow: Allowance) -> float | None:
    """Return how long an allowance is drawn; None without a limit."""
    return None if allow.unit is Unit.NONE else float(allow.value) * PER_DAY[allow.unit]


def _reached(place: Place, figures: StepFigures) -> float:
    time = figures.time
    return place.start + (time.waiting_median + time.handling_p90) / SECONDS_A_DAY if time else place.end


def _box(number: int, step: Step, place: Place, figures: StepFigures, scale: float) -> Box:
    x, most = LEFT + place.start * scale, float(WHOLE - RIGHT)
    time = figures.time
    marks = (time.waiting_median, time.handling_median, time.handling_p90) if time else (0, 0, 0)
    waits, median, p90 = (each / SECONDS_A_DAY * scale for each in marks)
    ends = [min(most, x + each) for each in (waits, waits + median, waits + p90)]
    wide = max(8.0, (place.end - place.start) * scale)
    waited, middle, ninth = (round(each, 1) for each in ends)
    return Box(
        number=number + 1,
        step=step,
        y=TOP + LANE * number,
        x=round(x, 1),
        wide=round(wide, 1),
        shade=_shade(figures),
        figures=figures,
        waits=waited,
        median=middle,
        p90=ninth,
        cut=x + waits + p90 > most,
    )


def _shade(figures: StepFigures) -> str:
    share, visits = figures.late_share, figures.visits
    if share is None or visits is None or visits.judged < FEW:
        return ""
    return f"hot{1 + sum(share >= bound for bound in HEAT)}"


def _edge(one: Box, other: Box) -> str:
    """Return the path from a step down to one that waits for it."""
    x = max(one.right, other.x) if other.x >= one.right - 1 else one.right
    begin, end = one.y + LANE // 2, other.y + LANE // 2
    if other.x > one.right + 6:
        return f"M{one.right} {begin}H{other.x - 4}V{end - TALL // 2}"
    return f"M{x} {begin}V{end - TALL // 2}" if other.y > one.y else f"M{x} {begin}V{end}"


def _backs(boxes: Mapping[str, Box]) -> list[str]:
    """Return the paths back from steps whose outcome takes an earlier one up again, beside the names."""
    found: list[str] = []
    for box in boxes.values():
        for outcome in box.step.outcomes:
            if outcome.to in boxes and outcome.to is not None:
                to, x = boxes[outcome.to], LEFT - 8 - 5 * (len(found) % 3)
                found.append(f"M{box.x} {box.y + 30}H{x}V{to.y + 12}H{to.x - 1}")
    return found


def _ticks(reach: float, scale: float) -> tuple[tuple[float, int], ...]:
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 1000) if reach / each <= 22)
    return tuple((round(LEFT + n * scale, 1), n) for n in range(0, int(reach) + 1, step))
