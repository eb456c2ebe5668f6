"""The longest way through the steps, measured against a limit without ever converting one unit into another (R14).

Where the steps of a way and the limit count the same thing, the lengths are added and compared exactly; working days
and working hours do, eight hours to a day (R8). Where they do not, nothing is converted: the way is walked on the real
calendar, from every working day of three years, and its last day is compared with the day the limit ends on.

A step counts from the end of those it waits for, or from receipt, and never ends before those it waits for. Steps for
which the clock stands add nothing. Parallel steps take as long as the longest of them (R38, R43).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from motcua.errors import CalendarError
from motcua.procedures.definition import Anchor, ClockRule, Procedure, Step
from motcua.procedures.graph import in_order
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import due_at, opening_after

HOURS_A_DAY = 8
FIRST_RECEIPT, LAST_RECEIPT = date(2024, 1, 1), date(2026, 6, 30)
"""Days of receipt that mixed units are tried on: years whose days off are all decided, three Tết among them."""

AS_PUBLISHED: Mapping[str, Allowance] = {}

_FAMILY = {Unit.WORKING_HOUR: Unit.WORKING_DAY}


class Way(NamedTuple):
    """A chain of steps and what it adds up to."""

    length: Decimal
    """In working hours, or in the one unit that all of its steps have."""
    steps: tuple[str, ...]


class Trial(NamedTuple):
    """How often a way was longer than a limit on the real calendar."""

    days: int
    late: int
    example: tuple[date, date, date] | None
    """Received, ended, and due, the first time it was late."""


def running(
    procedure: Procedure,
    active: Collection[str],
    phase: str | None = None,
    *,
    allows: Mapping[str, Allowance] = AS_PUBLISHED,
) -> tuple[Step, ...]:
    """Return the steps whose time counts, in an order in which each follows those it waits for.

    Args:
        procedure: The version.
        active: Which steps are done.
        phase: Only those of this phase.
        allows: Limits that apply to some steps instead of those published with them; they are the steps' own then.
    """
    steps = (_with(procedure.by_id[name], allows.get(name)) for name in in_order(procedure))
    return tuple(s for s in steps if s.id in active and counts(s) and phase in (None, s.phase))


def _with(step: Step, allow: Allowance | None) -> Step:
    return step if allow is None else step.model_copy(update={"allow": allow})


def counts(step: Step) -> bool:
    """Whether a step's own time is part of the promise: the clock runs, and it has an allowance."""
    return step.clock is ClockRule.RUN and step.allow.unit is not Unit.NONE and step.allow.amount != 0


def family(unit: Unit) -> Unit:
    """Return what a unit counts: working hours and working days count the same time."""
    return _FAMILY.get(unit, unit)


def comparable(steps: Collection[Step], limit: Allowance) -> bool:
    """Whether the steps and the limit count the same thing, so that sums can be compared."""
    return {family(step.allow.unit) for step in steps} <= {family(limit.unit)}


def size(allow: Allowance) -> Decimal:
    """Return an allowance in the unit of its family: working time in hours."""
    return allow.value * HOURS_A_DAY if allow.unit is Unit.WORKING_DAY else allow.value


def longest(procedure: Procedure, steps: Collection[Step]) -> Way:
    """Return the longest way through steps that count the same thing."""
    own = {step.id: size(step.allow) for step in steps}
    ends: dict[str, Way] = {}
    for name in in_order(procedure):
        step = procedure.by_id[name]
        before = max((ends[b] for b in step.after if b in ends), default=Way(Decimal(0), ()), key=_length)
        if name not in own:
            ends[name] = before
        elif step.anchor is Anchor.RECEIPT and own[name] >= before.length:
            ends[name] = Way(own[name], (name,))
        elif step.anchor is Anchor.RECEIPT:
            ends[name] = before
        else:
            ends[name] = Way(before.length + own[name], (*before.steps, name))
    return max(ends.values(), default=Way(Decimal(0), ()), key=_length)


def _length(way: Way) -> Decimal:
    return way.length


def tried(procedure: Procedure, steps: Collection[Step], limit: Allowance, calendar: WorkCalendar) -> Trial:
    """Return how often the steps outlast the limit, over every working day on which a dossier may come in.

    Days from which the calendar does not reach to the end are left out; there may be none other.
    """
    days = late = 0
    counted = {step.id: step for step in steps}
    order = tuple(counted.get(name, procedure.by_id[name]) for name in in_order(procedure))
    own = frozenset(counted)
    example: tuple[date, date, date] | None = None
    for received in _receipts(calendar):
        try:
            ended, due = _walked(order, own, received, calendar), due_at(received, limit, calendar)
        except CalendarError:
            break
        days += 1
        if ended > due:
            late += 1
            example = example or (received.date(), ended.date(), due.date())
    return Trial(days, late, example)


def _receipts(calendar: WorkCalendar) -> Iterator[datetime]:
    at = datetime.combine(FIRST_RECEIPT, datetime.min.time(), calendar.tz)
    while (at := opening_after(at, calendar)).date() <= LAST_RECEIPT:
        yield at
        at = datetime.combine(at.date() + timedelta(days=1), datetime.min.time(), calendar.tz)


def _walked(order: Iterable[Step], own: Collection[str], received: datetime, calendar: WorkCalendar) -> datetime:
    """Return when the last of a procedure's steps is over if each that counts takes all of its time."""
    ends: dict[str, datetime] = {}
    for step in order:
        before = max((ends[b] for b in step.after if b in ends), default=received)
        if step.id not in own:
            ends[step.id] = before
        elif step.anchor is Anchor.RECEIPT:
            ends[step.id] = max(before, due_at(received, step.allow, calendar))
        else:
            ends[step.id] = due_at(before, step.allow, calendar)
    return max(ends.values(), default=received)
