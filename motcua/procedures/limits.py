"""Published limits against the steps: two independent facts that must agree (R12).

Refused is a way through the steps that is longer than the limit of its case, its phase or the whole; with mixed units,
one that is longer on more than one day of receipt in ten, so that only Tết and the other long holidays are forgiven.
Refused is also a way that fills less than half of the general limit although every one of its steps has a limit: then
steps are missing or a figure is wrong (real files gave 20 days to steps of 1, and 5 to steps of 2). Half and more is
only warned of: real processes keep a margin (9.5 of 10 days).
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from motcua.procedures.definition import ClockRule, Procedure, Step
from motcua.procedures.desk import Desk, Place
from motcua.procedures.findings import Finding
from motcua.procedures.paths import HOURS_A_DAY, Trial, Way, comparable, family, longest, running, size, tried
from motcua.procedures.worlds import World, everything, worlds
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.words import Words, allowance_words, day_words

FORGIVEN = Decimal("0.1")
"""Share of the days of receipt on which mixed units may miss each other."""
LEAST = Decimal("0.5")
"""Share of the general limit that steps which all have limits must fill."""


class Bound(NamedTuple):
    """A limit, what it is called, and where it stands."""

    allow: Allowance
    en: str
    vi: str
    path: Place


def positive(desk: Desk) -> Iterator[Finding]:
    """Find limits that are no limits, and a total that is not published."""
    procedure = desk.procedure
    if procedure.total.unit is Unit.NONE:
        en, vi = "No total limit is published: no dossier is ever overdue as a whole", "Không công bố tổng thời hạn"
        yield desk.warn("no_total", "total", en=en, vi=vi)
    elif procedure.total.amount <= 0:
        yield not_positive(desk, procedure.total, "total")
    for place, limit in enumerate(procedure.limits):
        if limit.allow.amount <= 0:
            yield not_positive(desk, limit.allow, "limits", place, "allow")
    for place, phase in enumerate(procedure.phases):
        if phase.allow.amount <= 0:
            yield not_positive(desk, phase.allow, "phases", place, "allow")
    for place, step in enumerate(procedure.steps):
        if step.allow.amount < 0:
            yield not_positive(desk, step.allow, "steps", place, "allow")


def not_positive(desk: Desk, allow: Allowance, *path: str | int) -> Finding:
    """Return the finding that an allowance leaves no time."""
    return desk.refuse(
        "limit_not_positive", *path, en=f"{allow} is no time limit", vi=f"{allow} không phải là thời hạn"
    )


def ways_fit(desk: Desk) -> Iterator[Finding]:
    """Find cases whose steps take longer than the limit that applies to them, and steps that fill too little of it."""
    procedure, cases = desk.procedure, worlds(desk.procedure)
    if cases is None:
        en, vi = (
            "Too many cases to compare one by one; all steps were taken together",
            "Quá nhiều trường hợp để so sánh",
        )
        yield desk.warn("too_many_cases", "steps", en=en, vi=vi)
    found: dict[Bound, dict[tuple[tuple[str, Allowance], ...], tuple[Step, ...]]] = {}
    for world in cases or {everything(procedure): None}:
        for bound, steps in _bounds(procedure, world):
            found.setdefault(bound, {})[tuple((step.id, step.allow) for step in steps)] = steps
    for bound, alternatives in found.items():
        if bound.allow.amount > 0:
            yield from _over(desk, alternatives.values(), bound)
    yield from _under(desk, cases or {everything(procedure): None})


def _bounds(procedure: Procedure, world: World) -> Iterator[tuple[Bound, tuple[Step, ...]]]:
    """Yield the limits of a case with the steps each must hold."""
    allows = dict(world.allows)
    yield _total(procedure, world), running(procedure, world.active, allows=allows)
    for place, phase in enumerate(procedure.phases):
        name_en, name_vi = f"the limit of phase {phase.id}", f"thời hạn giai đoạn {phase.id}"
        bound = Bound(phase.allow, name_en, name_vi, ("phases", place, "allow"))
        yield bound, running(procedure, world.active, phase.id, allows=allows)


def _total(procedure: Procedure, world: World) -> Bound:
    if world.row is not None:
        return _row(procedure, *world.row)
    if world.limit is None:
        return Bound(procedure.total, "the total limit", "tổng thời hạn", ("total",))
    place, label = procedure.limits.index(world.limit), world.limit.label
    return Bound(world.limit.allow, f"the limit for {label.en}", f"thời hạn ({label.vi})", ("limits", place, "allow"))


def _row(procedure: Procedure, place: int, number: int | None) -> Bound:
    """Return the total that a row of a table gives."""
    given = procedure.tables[place].given_by(number)
    if given is None or given.limit is None:
        raise ValueError("this row gives no limit")
    path: Place = ("tables", place, "otherwise") if number is None else ("tables", place, "rows", number)
    label = given.label
    return Bound(given.limit, f"the limit for {label.en}", f"thời hạn ({label.vi})", (*path, "limit"))


def _over(desk: Desk, alternatives: Iterable[tuple[Step, ...]], bound: Bound) -> Iterator[Finding]:
    """Find, among the cases under one limit, the one that outlasts it most."""
    ways: list[Way] = []
    trials: list[Trial] = []
    for steps in alternatives:
        if comparable(steps, bound.allow):
            ways.append(longest(desk.procedure, steps))
        else:
            trials.append(tried(desk.procedure, steps, bound.allow, desk.calendar))
    if ways and max(ways).length > size(bound.allow):
        yield _too_long(desk, max(ways), bound)
    elif trials:
        yield from _late_on(desk, max(trials, key=lambda trial: trial.late), bound)


def _too_long(desk: Desk, way: Way, bound: Bound) -> Finding:
    took, limit = _words(way, bound.allow), allowance_words(bound.allow)
    chain = " → ".join(way.steps)
    return desk.refuse(
        "path_over_limit",
        *bound.path,
        en=f"Steps {chain} take {took.en}, more than {bound.en} of {limit.en}",
        vi=f"Các bước {chain} cần {took.vi}, vượt {bound.vi} {limit.vi}",
    )


def _words(way: Way, limit: Allowance) -> Words:
    """Return the length of a way in the unit of the limit, or in hours where it is no quarter of a day."""
    if limit.unit is Unit.WORKING_DAY and way.length % 2 == 0:
        return allowance_words(Allowance(way.length / HOURS_A_DAY, limit.unit))
    return allowance_words(Allowance(way.length, Unit.WORKING_HOUR if _in_hours(limit) else limit.unit))


def _in_hours(limit: Allowance) -> bool:
    return family(limit.unit) is Unit.WORKING_DAY


def _late_on(desk: Desk, trial: Trial, bound: Bound) -> Iterator[Finding]:
    """State how often mixed units miss each other, with the first day on which they do."""
    if not trial.days:
        en, vi = (
            f"The calendar does not reach far enough to compare the steps with {bound.en}",
            "Lịch không đủ để so sánh",
        )
        yield desk.warn("not_compared", *bound.path, en=en, vi=vi, rule="R14")
    if trial.example is None:
        return
    received, ended, due = (day_words(day) for day in trial.example)
    often, often_vi = f"{trial.late} of {trial.days} days of receipt", f"{trial.late}/{trial.days} ngày tiếp nhận"
    said = desk.refuse if trial.late > trial.days * FORGIVEN else desk.warn
    yield said(
        "path_over_limit" if said == desk.refuse else "path_sometimes_over_limit",
        *bound.path,
        rule="R14",
        en=f"On {often} the steps outlast {bound.en}: received {received.en}, they end {ended.en}, due {due.en}",
        vi=f"Có {often_vi} các bước vượt {bound.vi}: nhận {received.vi}, xong {ended.vi}, hạn {due.vi}",
    )


def _under(desk: Desk, cases: Iterable[World]) -> Iterator[Finding]:
    """Find steps that all have limits and yet fill less than the general total."""
    procedure, total = desk.procedure, desk.procedure.total
    ways: list[Way] = []
    for world in cases:
        steps = running(procedure, world.active, allows=dict(world.allows))
        if world.limit is None and world.row is None:
            if not steps or not _all_limited(procedure, world) or not comparable(steps, total):
                return
            ways.append(longest(procedure, steps))
    way = max(ways, default=None)
    if way is None or total.amount <= 0 or way.length >= size(total):
        return
    took, limit, chain = _words(way, total), allowance_words(total), " → ".join(way.steps)
    said = desk.refuse if way.length < size(total) * LEAST else desk.warn
    yield said(
        "steps_too_short" if said == desk.refuse else "steps_short",
        "total",
        en=f"Steps {chain} take {took.en} of a total limit of {limit.en}: nobody has the rest",
        vi=f"Các bước {chain} chỉ dùng {took.vi} trong tổng thời hạn {limit.vi}: phần còn lại không thuộc bước nào",
    )


def _all_limited(procedure: Procedure, world: World) -> bool:
    """Whether every step for which the clock runs has a limit of its own."""
    allows = dict(world.allows)
    steps = (step for step in procedure.steps if step.id in world.active and step.clock is ClockRule.RUN)
    return all(allows.get(step.id, step.allow).unit is not Unit.NONE for step in steps)
