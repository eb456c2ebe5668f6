"""What reports count: October of the rules, linked dossiers, both dates, both structures, and any register."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from motcua.agencies.directory import Directory
from motcua.agencies.shipped import directory as shipped
from motcua.dossiers import facts as f
from motcua.dossiers.evolve import walk_through
from motcua.errors import InvalidInputError
from motcua.register.ontime import Promise
from motcua.register.register import Register
from motcua.register.report_counts import COUNTS
from motcua.register.report_frame import Frame, Members
from motcua.register.rows import compared
from motcua.register.writing import View
from motcua.reports.figures import Figures, added
from motcua.reports.form06 import Cell, form06
from motcua.reports.structure import Structure
from tests.register.papers import HANOI, LAND, TAX, Paper, at, clock, opened, receipt

OCTOBER = Frame(at("Thu 2026-10-01 00:00"), at("Sun 2026-11-01 00:00"))
READY = (f.DutyClosed(step="appraise"), f.ResultReady(result="granted"))


def figures(register: Register, frame: Frame) -> Figures:
    """Return a period's figures, whole."""
    assert Figures._fields == COUNTS
    return added(Figures(*each.figures) for each in register.counted(frame))


def form(register: Register, frame: Frame) -> Figures:
    """Return the whole of a period's form 06, its identities checked."""
    before = register.open_at(frame)
    cells = [
        Cell(c.field, c.procedure, Figures(*c.figures), before.get((c.procedure, c.field), 0))
        for c in register.counted(frame)
    ]
    return form06(cells).total.figures


def many(register: Register, count: int, when: str, due: str, ready: str | None, channel: str = "direct") -> None:
    """Enter dossiers that live alike."""
    for _ in range(count):
        register_size = next(NUMBERS)
        opening = receipt(f"D-{register_size}", when, due)
        begin = opening.facts[0].model_copy(update={"channel": channel})
        paper = Paper(register, opening.model_copy(update={"facts": (begin, *opening.facts[1:])}))
        if ready:
            paper.does("ready", ready, *READY)


NUMBERS = iter(range(1, 1_000_000))


def test_R65_R66_october_2026(register: Register) -> None:
    many(register, 4, "Mon 2026-09-28 09:00", "Thu 2026-10-08 17:00", "Wed 2026-10-07 10:00")
    many(register, 8, "Mon 2026-09-28 09:00", "Thu 2026-10-01 17:00", "Fri 2026-10-02 10:00")
    many(register, 46, "Mon 2026-10-05 09:00", "Mon 2026-10-12 17:00", "Fri 2026-10-09 10:00", "online")
    many(register, 14, "Mon 2026-10-05 09:00", "Mon 2026-10-12 17:00", "Mon 2026-10-12 23:00", "online")
    many(register, 8, "Mon 2026-10-05 09:00", "Mon 2026-10-12 17:00", "Mon 2026-10-12 07:00", "post")
    many(register, 17, "Mon 2026-10-26 09:00", "Mon 2026-11-02 17:00", "Mon 2026-11-02 08:00")
    many(register, 3, "Mon 2026-10-26 09:00", "Sat 2026-10-31 17:00", None)
    many(register, 1, "Mon 2026-11-02 09:00", "Mon 2026-11-09 17:00", None)
    october = form(register, OCTOBER)
    assert october.columns == (100, 60, 28, 12, 80, 50, 22, 8, 20, 17, 3)
    assert (october.on_time_completed, october.on_time_all) == (0.9, 0.89)
    november = replace(OCTOBER, begin=OCTOBER.end, end=at("Tue 2026-12-01 00:00"))
    assert form(register, november).carried == 20


def test_R45_a_linked_dossier_counts_once_and_its_leg_for_the_agency_that_carries_it(register: Register) -> None:
    Paper(register, receipt("lead", "Mon 2026-10-05 09:00"))
    opening = receipt("leg", "Mon 2026-10-05 10:00", competent=TAX)
    begin = opening.facts[0].model_copy(update={"parent": "lead", "leg": "tax/1"})
    Paper(register, opening.model_copy(update={"facts": (begin, *opening.facts[1:])}))
    of = {"land": ["land-office"], "tax": [TAX], "both": ["land-office", TAX]}
    totals = {
        name: figures(register, replace(OCTOBER, members=Members(frozenset(ids)))).total for name, ids in of.items()
    }
    assert totals == {"land": 1, "tax": 1, "both": 1}
    assert figures(register, OCTOBER).total == 1


def test_R52_both_dates_and_what_was_open_is_judged_by_the_promise_of_then(register: Register) -> None:
    paper = Paper(register, receipt("A", "Thu 2026-10-22 09:00", "Thu 2026-10-29 17:00"))
    again = clock("Mon 2026-11-02 09:00", "Mon 2026-11-16 17:00")
    paper.does("promise", "Mon 2026-11-02 09:00", f.ClockSet(why="reappointed", clock=again))
    assert form(register, OCTOBER).open_late == 1
    november = Frame(OCTOBER.end, at("Tue 2026-11-10 00:00"))
    assert form(register, november).open_late == 0
    assert form(register, replace(november, promise=Promise.ORIGINAL)).open_late == 1
    paper.does("ready", "Thu 2026-11-12 10:00", *READY)
    december = Frame(OCTOBER.end, at("Tue 2026-12-01 00:00"))
    assert form(register, december).early == 1
    assert form(register, replace(december, promise=Promise.ORIGINAL)).late == 1


def test_R36_what_stood_at_the_end_was_in_time_though_it_was_late_before_and_after(register: Register) -> None:
    paper = Paper(register, receipt("A", "Mon 2026-10-05 09:00", "Mon 2026-10-12 17:00"))
    paper.does("pay", "Wed 2026-10-28 09:00", f.Paused(ground="finance", ref="tax/1", left="0wd"))
    back = clock("Tue 2026-11-03 09:00", "Mon 2026-10-12 17:00")
    paper.does(
        "paid", "Tue 2026-11-03 09:00", f.Resumed(ground="finance", ref="tax/1"), f.ClockSet(why="resumed", clock=back)
    )
    ends = {"Tue 2026-10-27 00:00": 1, "Sun 2026-11-01 00:00": 0, "Wed 2026-11-04 00:00": 1}
    assert {end: form(register, replace(OCTOBER, end=at(end))).open_late for end in ends} == ends


def test_R58_a_withdrawn_dossier_is_closed_and_no_rate_knows_it(register: Register) -> None:
    for code in ("in-time", "late"):
        paper = Paper(register, receipt(code, "Mon 2026-10-05 09:00", "Mon 2026-10-12 17:00"))
        when = "Wed 2026-10-07 09:00" if code == "in-time" else "Wed 2026-10-14 09:00"
        paper.does("stop", when, f.Stopped(reason="withdrawn"))
    october = form(register, OCTOBER)
    assert (october.closed, october.stopped_in_time, october.stopped_late) == (2, 1, 1)
    assert october.columns[4:8] == (2, 0, 1, 1)
    assert october.on_time_completed is None


def test_R73_both_structures_show_the_same_dossiers(register: Register, directory: Directory) -> None:
    old = "bentre.thue"
    for number, day in enumerate(("Mon 2025-06-02", "Mon 2025-06-23")):
        Paper(register, receipt(f"H07-{number}", f"{day} 09:00", "Mon 2025-07-07 17:00", competent=old))
    half = Frame(at("Wed 2025-01-01 00:00"), at("Tue 2025-07-01 00:00"))
    then, now = (Structure(directory, day) for day in (half.begin.date(), date(2026, 11, 1)))
    heir = now.holder(old)
    assert heir != old
    assert then.holder(old) == old
    for structure, top in ((then, old), (now, heir)):
        members = Members(*structure.below(top))
        assert figures(register, replace(half, members=members)).total == 2
    by_agency = {c.agency: c.figures[0] for c in register.counted(half, split=now.split_agencies)}
    assert by_agency == {old: 2}
    with pytest.raises(InvalidInputError, match="R73"):
        now.below(old)


def test_every_figure_opens_a_list_as_long_as_it_says(register: Register) -> None:
    any_register(register, random.Random(7), 24)
    whole = figures(register, OCTOBER)
    for name in COUNTS:
        assert len(register.behind(OCTOBER, name)) == getattr(whole, name), name
    for column, said in enumerate(whole.columns, start=3):
        assert len(register.behind(OCTOBER, column)) == said, column
    (first, second, *_rest) = register.behind(OCTOBER, 3, limit=2)
    assert register.behind(OCTOBER, 3, after=first.code)[0].code == second.code
    with pytest.raises(InvalidInputError, match="column"):
        register.behind(OCTOBER, 14)


def test_a_period_that_ends_before_it_begins_is_refused(register: Register) -> None:
    with pytest.raises(InvalidInputError, match="before it begins"):
        register.counted(replace(OCTOBER, end=OCTOBER.begin))


def test_R68_each_agency_is_scored_by_its_own_limit(register: Register) -> None:
    paper = Paper(register, receipt("A", "Mon 2026-10-05 09:00", "Fri 2026-10-23 17:00"))
    asked = f.DutyOpened(step="consult", step_kind="consult", agency=TAX, allow="1wd", due=at("Tue 2026-10-06 17:00"))
    paper.does("ask", "Mon 2026-10-05 10:00", asked)
    paper.does("answer", "Thu 2026-10-08 10:00", f.DutyClosed(step="consult", late=True))
    pays = opened("pay", "Fri 2026-10-09 17:00", agency="applicant", holder="applicant")
    paper.does("bill", "Thu 2026-10-08 11:00", pays)
    paper.does("pay", "Thu 2026-10-08 15:00", f.DutyClosed(step="pay"))
    paper.does("done", "Fri 2026-10-09 10:00", f.DutyClosed(step="appraise"), f.ResultReady(result="granted"))
    scores = {(s.agency, s.own): (s.early, s.on_time, s.late) for s in register.kept_limits(OCTOBER)}
    assert scores == {("land-office", True): (1, 0, 0), (TAX, False): (0, 0, 1)}


def test_open_dossiers_are_sorted_by_their_age(register: Register) -> None:
    many(register, 2, "Mon 2026-10-26 09:00", "Mon 2026-11-02 17:00", None)
    many(register, 1, "Mon 2026-10-05 09:00", "Mon 2026-10-12 17:00", None)
    many(register, 1, "Mon 2026-10-05 09:00", "Mon 2026-10-12 17:00", "Mon 2026-10-12 09:00")
    bounds = [OCTOBER.end - timedelta(days=days) for days in (10, 20)]
    bands = {band.band: (band.dossiers, band.late) for band in register.ageing(OCTOBER, bounds)}
    assert bands == {0: (2, 0), 2: (1, 1)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_register_adds_up_and_agrees_with_every_life_folded(register: Register, seed: int) -> None:
    chance = random.Random(seed)
    papers = any_register(register, chance, 30)
    for _ in range(6):
        begin = at("Thu 2026-10-01 00:00") + timedelta(days=chance.randrange(40))
        frame = Frame(begin, begin + timedelta(days=chance.choice((1, 7, 31, 90)), hours=chance.choice((0, 10))))
        for promise in Promise:
            judged = replace(frame, promise=promise)
            assert form(register, judged) == added(_told(paper, judged) for paper in papers)


def any_register(register: Register, chance: random.Random, count: int) -> list[Paper]:
    """Enter dossiers with random lives: paused, promised anew, told late, finished, stopped."""
    return [_any_life(register, chance, f"R-{number:03d}") for number in range(count)]


def _any_life(register: Register, chance: random.Random, code: str) -> Paper:
    moment = at("Tue 2026-09-15 08:00") + timedelta(hours=chance.randrange(24 * 60))
    due = moment + timedelta(days=chance.randrange(1, 20))
    opening = receipt(code, _text(moment), _text(due) if chance.random() < 0.9 else None)
    channel = chance.choice(("online", "direct", "post"))
    begin = opening.facts[0].model_copy(update={"channel": channel})
    opening = opening.model_copy(update={"facts": (begin, *opening.facts[1:])})
    paper = Paper(register, opening, chance.choice((LAND, View(field="Thuế"))))
    for act in range(chance.randrange(6)):
        moment += timedelta(hours=chance.randrange(-20, 24 * 9))
        moment = max(moment, paper.now.received_at or moment)
        paper.does(f"act-{act}", _text(moment), *_any_facts(paper, chance, moment, act))
        if paper.now.finished_at or paper.now.closed:
            break
    return paper


def _any_facts(paper: Paper, chance: random.Random, moment: datetime, act: int) -> tuple[Any, ...]:
    new = clock(_text(moment), _text(moment + timedelta(days=chance.randrange(-2, 15))))
    open_pause = next((pause for pause in paper.now.pauses if pause.until is None), None)
    if chance.random() < 0.3:
        return READY if chance.random() < 0.7 else (f.Stopped(reason="withdrawn"),)
    if open_pause:
        return f.Resumed(ground="finance", ref=open_pause.ref), f.ClockSet(why="resumed", clock=new)
    if chance.random() < 0.5:
        return (f.Paused(ground="finance", ref=f"pay/{act}", left="1wd"),)
    return (f.ClockSet(why="reappointed", clock=new),)


def _told(paper: Paper, frame: Frame) -> Figures:
    """Count one dossier of a period from its facts alone, slowly."""
    life = paper.now
    closed_at, received = life.finished_at or life.ended_at, life.received_at
    if received is None or received >= frame.end or (closed_at is not None and closed_at < frame.begin):
        return Figures()
    arrived = "carried" if received < frame.begin else "online" if life.channel == "online" else "direct"
    if closed_at is None or closed_at >= frame.end:
        return _one(paper, "open", arrived, "open_late" if _late(paper, frame) else "open_in_time")
    return _one(paper, "closed", arrived, _how(paper, frame))


def _one(paper: Paper, *counted: str) -> Figures:
    late = paper.now.channel == "online" and bool({"late", "open_late"} & {*counted})
    return Figures()._replace(total=1, online_late=int(late), **dict.fromkeys(counted, 1))


def _how(paper: Paper, frame: Frame) -> str:
    life, limit = paper.now, _limit(paper, frame)
    if life.finished_at is None:
        late = limit is not None and life.ended_at is not None and limit <= life.ended_at and not life.paused
        return "stopped_late" if late else "stopped_in_time"
    if limit is None:
        return "without_limit"
    stood = [
        p.since for p in life.pauses if p.since <= life.finished_at and (p.until is None or p.until > life.finished_at)
    ]
    counted = frame.promise is Promise.CURRENT
    return compared(min([*stood, life.finished_at]) if counted else life.finished_at, limit, str(HANOI)).value


def _limit(paper: Paper, frame: Frame) -> datetime | None:
    if frame.promise is Promise.CURRENT:
        return paper.now.clock.late_from if paper.now.clock else None
    clocks = (fact.clock for act in paper.acts for fact in act.facts if isinstance(fact, f.ClockSet))
    return next((each.late_from for each in clocks), None)


def _late(paper: Paper, frame: Frame) -> bool:
    """Say whether it was late at the end, by what was promised then: the last said of what counts before it."""
    stands: list[tuple[datetime, datetime | None, bool]] = []
    for _act, step in walk_through(paper.acts):
        if step.before is not None and (step.before.finished_at or step.before.closed):
            break
        now = (step.after.clock.late_from if step.after.clock else None, step.after.paused)
        if stands and stands[-1][1:] == now:
            continue
        while stands and stands[-1][0] >= step.at:
            stands.pop()
        stands.append((step.at, *now))
    known = [each for each in stands if each[0] < frame.end]
    late_from, paused = known[-1][1:] if known else (None, False)
    if frame.promise is Promise.ORIGINAL:
        late_from = _limit(paper, frame)
    return late_from is not None and late_from <= frame.end and not paused


def _text(moment: datetime) -> str:
    return f"{moment:%a %Y-%m-%d %H:%M}"


@pytest.fixture(scope="session")
def directory() -> Directory:
    """Return the shipped agencies."""
    return shipped()
