"""What holds for every dossier: random acts on random small procedures, and an oracle that counts days by hand."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.dossiers import commands as c
from motcua.dossiers.alarms import next_alarm
from motcua.dossiers.evolve import evolve, fold
from motcua.dossiers.facts import Transition
from motcua.dossiers.parts import Waiting
from motcua.errors import RefusedError
from motcua.procedures.definition import Procedure
from tests.dossiers.houses import building_permit, investment, land_transfer, procedure, sea_area, step, ten_days, words
from tests.dossiers.life import HANOI, Life

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
START = datetime(2026, 10, 5, 8, 0, tzinfo=HANOI)
TET = {date(2027, 2, day) for day in (4, 5, 8, 9, 10)}
DAYS_OFF = {date(2026, 11, 24), date(2027, 1, 1), *TET, date(2027, 4, 16), date(2027, 4, 30)}
"""The days from Monday to Friday in this year's autumn and the next year's spring on which nobody works, by hand."""

ALLOWANCES = st.sampled_from(["0.5wd", "1wd", "3wd", "10cd", "4wh", "none"])
WORK = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["appraise", "verify", "sign", "consult", "finance"]),
        "seat": st.sampled_from(["department", "tax", "police", "one_stop"]),
        "allow": ALLOWANCES,
        "anchor": st.sampled_from(["previous", "previous", "receipt"]),
        "clock": st.sampled_from(["run", "run", "pause", "excluded"]),
        "when": st.sampled_from([None, None, "large"]),
        "on_silence": st.sampled_from(["escalate", "deemed_agreed", "decide_without"]),
    }
)


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """Draw one to five steps, each after some of those before it, and a way to hand the result over."""
    work = draw(st.lists(WORK, min_size=1, max_size=5))
    steps: list[dict[str, Any]] = []
    for number, values in enumerate(work):
        before = draw(st.sets(st.sampled_from([s["id"] for s in steps]), max_size=2)) if steps else set()
        if values["kind"] != "consult":
            values = values | {"on_silence": "escalate"}
        elif values["allow"] == "none":
            values = values | {"allow": "2wd"}
        again = [{"name": "again", "label": words("again"), "to": sorted(before)[0]}] if before else []
        rest = {k: v for k, v in values.items() if k not in ("kind", "seat", "allow") and v is not None}
        after = " ".join(sorted(before))
        steps.append(step(f"s{number}", values["kind"], values["seat"], values["allow"], after, outcomes=again, **rest))
    steps.append(step("give_back", "return", "one_stop", "0wd", " ".join(s["id"] for s in steps)))
    policy = draw(st.sampled_from(["restart", "pause", "new_limit", "pause_then_close"]))
    rule = {"policy": policy, "window": draw(st.sampled_from(["none", "5cd"])), "new_limit": "5wd"}
    if policy == "pause_then_close":
        rule["window"] = "10cd"
    large = {"large": {"type": "bool", "label": words("large"), "default": False}}
    total = draw(st.sampled_from(["5wd", "10wd", "20cd", "16wh", "1month", "none"]))
    return procedure(steps, total, supplement=rule, data=large)


PROCEDURES = procedures() | st.sampled_from([land_transfer(), sea_area(), investment(), building_permit()])

DEEDS = st.sampled_from(
    ["complete", "complete", "complete", "again", "ask", "give", "withdraw", "keep", "refuse", "ring", "acknowledge"]
)
WAITS = st.sampled_from([0, 1, 30, 60, 3 * 60, 9 * 60, 24 * 60, 3 * 24 * 60, 11 * 24 * 60])
WALKS = st.lists(st.tuples(DEEDS, WAITS, st.integers(0, 9)), min_size=1, max_size=14)


def deed_of(life: Life, name: str, pick: int, *, blind: bool) -> tuple[c.Command, str]:
    """Return what somebody tries to do, and who; who is blind does not look at what is open."""
    steps = life.ground.catalogue.procedures[0].steps
    seen = [s for s in steps if blind or life.now.duty(s.id)] or steps
    step = seen[pick % len(seen)]
    by = step.seat.replace("_", "-")
    match name:
        case "give":
            return c.GiveSupplement(), "applicant"
        case "ask":
            more = {"basis": "Decree", "approver": "chair"}
            return c.AskSupplement.model_validate({"items": ("map",)} | more), life.now.competent
        case "withdraw":
            return c.AskWithdrawal(), "applicant"
        case "keep":
            return c.SettleWithdrawal(granted=pick == 0), "one-stop"
        case "acknowledge":
            return c.Acknowledge(explanation="so it is"), "one-stop"
        case "refuse":
            return c.RefuseOnMerits(step=step.id, basis="law"), by
    if step.kind == "consult":
        return c.Opine(step=step.id, opinion="agreed"), by
    return c.Complete(step=step.id, outcome="again" if name == "again" else "done"), by


def walk(
    proc: Procedure,
    acts: list[tuple[str, int, int]],
    large: bool,
    *,
    every: timedelta | None = None,
    blind: bool = False,
) -> Life:
    """Live a dossier: wait, try an act, and go on where it is refused. With `every`, ring at least so often."""
    life = Life(proc, f"{START:%a %Y-%m-%d %H:%M}", data={"large": large} if proc.data.keys() == {"large"} else {})
    now = START
    for name, minutes, pick in acts:
        until = now + timedelta(minutes=minutes)
        while every and now + every < until:
            now += every
            life.ring(f"{now:%a %Y-%m-%d %H:%M}")
        now = until
        told = f"{now:%a %Y-%m-%d %H:%M}"
        if name == "ring":
            life.ring(told)
            continue
        deed, by = deed_of(life, name, pick, blind=blind)
        try:
            life.do(told, deed, by=by, reason="because")
        except RefusedError:
            continue
    return life


def told_once(life: Life) -> list[tuple[str, str, str]]:
    """Return every fact with its moment and author written out, so that who reported it makes no difference."""
    plain = {"at", "by"}
    return [(s.at, s.by, s.fact.model_dump_json(exclude_unset=True, exclude=plain)) for s in life.said()]


@FEW
@given(PROCEDURES, WALKS, st.booleans())
def test_R74_every_life_waits_for_somebody_and_folds_to_itself(proc, acts, large):
    life = walk(proc, acts, large)  # every step is checked in the harness: never nobody, same dossier, same head
    assert fold(life.transitions) == life.now
    stored = [Transition.model_validate_json(t.model_dump_json(exclude_unset=True)) for t in life.transitions]
    assert fold(stored).head == life.now.head


@FEW
@given(PROCEDURES, WALKS, st.booleans())
def test_R46_the_promise_moves_only_where_a_fact_sets_the_clock(proc, acts, large):
    dossier = None
    for transition in walk(proc, acts, large).transitions:
        for fact in transition.facts:
            before = dossier
            dossier = evolve(dossier, fact, at=fact.at or transition.at, by=fact.by or transition.by)
            if before is not None and fact.kind != "clock_set":
                due = (before.clock.due if before.clock else None, dossier.clock.due if dossier.clock else None)
                assert due[0] == due[1]
                assert before.due_original == dossier.due_original


@FEW
@given(PROCEDURES, WALKS, st.booleans())
def test_the_next_alarm_is_never_before_one_that_rang(proc, acts, large):
    dossier, rang = None, START
    for transition in walk(proc, acts, large).transitions:
        for fact in transition.facts:
            at, by = fact.at or transition.at, fact.by or transition.by
            dossier = evolve(dossier, fact, at=at, by=by)
            rang = max(rang, at) if by.agency == "law" else rang
        alarm = next_alarm(dossier)
        assert alarm is None or alarm.at >= rang


@FEW
@given(PROCEDURES, WALKS, st.booleans())
def test_ringing_twice_at_one_moment_says_nothing_new(proc, acts, large):
    life = walk(proc, acts, large)
    later = f"{START + timedelta(days=60):%a %Y-%m-%d %H:%M}"
    if life.transitions[-1].recorded_at < START + timedelta(days=60):
        life.ring(later)
        assert life.ring(later) == []


@FEW
@given(PROCEDURES, WALKS, st.booleans())
def test_ringing_often_is_ringing_once(proc, acts, large):
    seldom = walk(proc, acts, large, blind=True)
    often = walk(proc, acts, large, blind=True, every=timedelta(hours=7))
    end = f"{START + timedelta(days=200):%a %Y-%m-%d %H:%M}"
    seldom.ring(end)
    often.ring(end)
    assert told_once(seldom) == told_once(often)


@FEW
@given(PROCEDURES, WALKS, st.booleans())
def test_every_life_comes_to_an_end_when_everybody_does_their_part(proc, acts, large):
    life = walk(proc, acts, large)
    now = START + timedelta(days=200)
    for _ in range(60):
        if life.now.closed:
            break
        now += timedelta(days=1)
        told = f"{now:%a %Y-%m-%d %H:%M}"
        life.ring(told)
        if life.now.state == "withdraw_requested":
            life.do(told, c.SettleWithdrawal(granted=False), by="one-stop")
        if life.now.supplement:
            life.give(told)
        for duty in life.now.duties:
            if life.now.duty(duty.step) is not None:
                act = c.Opine(step=duty.step, opinion="agreed") if duty.kind == "consult" else None
                life.do(told, act or c.Complete(step=duty.step), by=duty.agency)
    assert life.now.closed
    assert life.waits is None
    assert Waiting.NOBODY.value != life.waits


def working(day: date) -> bool:
    return day.weekday() < 5 and day not in DAYS_OFF


def by_hand(total: int, stops: list[tuple[date, date]]) -> date:
    """Count the due date one day after another: a day counts unless it is off, or the clock stood when it ended.

    A day on which the clock was stopped is used; the day on which it runs again is not.
    """
    day, counted = START.date(), 0
    while counted < total:
        day += timedelta(days=1)
        stood = any(since < day <= until for since, until in stops)
        counted += working(day) and not stood
    return day


@FEW
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 12), st.integers(0, 23)), max_size=4))
def test_R30_pauses_add_up_as_a_clerk_would_count_them(pauses):
    life = Life(ten_days(steps=[step("decide", "sign", "department")], total="30wd"), f"{START:%a %Y-%m-%d %H:%M}")
    now, stops = START, []
    for runs, stands, hour in pauses:
        asked = (now + timedelta(days=runs)).replace(hour=max(hour, now.hour))
        given_back = (asked + timedelta(days=stands)).replace(hour=23)
        more = {"basis": "Decree", "approver": "chair"}
        life.ask(f"{asked:%a %Y-%m-%d %H:%M}", **more).give(f"{given_back:%a %Y-%m-%d %H:%M}")
        stops.append((asked.date(), given_back.date()))
        now = given_back
    assert life.now.due.astimezone(HANOI).date() == by_hand(30, stops)
