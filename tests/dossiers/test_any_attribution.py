"""R68: whatever happens to a dossier, each of its working minutes belongs to one holder: asked minute by minute."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.dossiers.attribution import Holder
from motcua.dossiers.commands import Assign, Receive
from motcua.dossiers.dossier import Dossier, held_by, waiting_for
from motcua.dossiers.evolve import evolve
from motcua.dossiers.ledger import ledger
from motcua.dossiers.parts import Waiting
from motcua.errors import RefusedError
from motcua.procedures.definition import Procedure
from motcua.worktime.due import elapsed
from tests.dossiers.life import HANOI, Life
from tests.dossiers.test_any_life import DAYS_OFF, FEW, PROCEDURES, START, WAITS, deed_of

OFFICES = (time(7, 30), time(11, 30)), (time(13), time(17))
MORE_DEEDS = st.sampled_from(
    ["complete", "complete", "complete", "again", "ask", "give", "withdraw", "keep", "ring", "assign", "receive"]
)
MORE_WALKS = st.lists(st.tuples(MORE_DEEDS, WAITS, st.integers(0, 9)), min_size=1, max_size=14)


def lived(proc: Procedure, acts: list[tuple[str, int, int]]) -> Life:
    """Live a dossier through random acts, officers being put in charge and paper being received among them."""
    data = {"large": True} if proc.data.keys() == {"large"} else {}
    life, now = Life(proc, f"{START:%a %Y-%m-%d %H:%M}", data=data), START
    for name, minutes, pick in acts:
        now += timedelta(minutes=minutes)
        told, duties = f"{now:%a %Y-%m-%d %H:%M}", life.now.duties
        duty = duties[pick % len(duties)] if duties else None
        try:
            if name == "ring":
                life.ring(told)
            elif name == "assign" and duty is not None:
                life.do(told, Assign(step=duty.step, officer="A1"), by=duty.agency)
            elif name == "receive" and duty is not None:
                life.do(told, Receive(step=duty.step), by=duty.agency)
            elif name not in ("assign", "receive"):
                deed, by = deed_of(life, name, pick, blind=False)
                life.do(told, deed, by=by, reason="because")
        except RefusedError:
            continue
    return life


def working_minutes(since: datetime, until: datetime) -> list[datetime]:
    """Return the working minutes of a stretch one by one, from the wall clock alone."""
    found, day = [], since.astimezone(HANOI).date()
    while day <= until.astimezone(HANOI).date():
        if day.weekday() < 5 and day not in DAYS_OFF:
            found += [minute for minute in _minutes_of(day) if since <= minute < until]
        day += timedelta(days=1)
    return found


def _minutes_of(day: date) -> list[datetime]:
    opens = [datetime.combine(day, begin, HANOI) for begin, _ in OFFICES]
    return [opened + timedelta(minutes=n) for opened in opens for n in range(240)]


def by_the_minute(life: Life, now: datetime) -> tuple[Counter, Counter, Counter, Counter]:
    """Ask the dossier in every single minute who has it: the same questions as the supervisor's screen asks."""
    said = [(f.at or t.at, f, f.by or t.by) for t in life.transitions for f in t.facts]
    end = life.now.finished_at or life.now.ended_at or now
    whole, handled, stood, late = Counter(), Counter(), Counter(), Counter()
    dossier, asked, next_fact = None, set(), 0
    for minute in working_minutes(life.now.received_at, end):
        while next_fact < len(said) and said[next_fact][0] <= minute:
            moment, fact, by = said[next_fact]
            if fact.kind == "supplement_asked" and fact.step:
                asked.add(dossier.duty(fact.step).ref)
            dossier, next_fact = evolve(dossier, fact, at=moment, by=by), next_fact + 1
        name, in_hand = who_has_it(dossier, minute, asked)
        whole[name] += 1
        handled[name] += in_hand
        stood[name] += dossier.paused
        late[name] += dossier.is_late(minute)
    return whole, handled, stood, late


def who_has_it(dossier: Dossier, minute: datetime, asked: set[str]) -> tuple[tuple[Holder, str], bool]:
    agency, officer, since = held_by(dossier)
    own = {dossier.competent, dossier.one_stop}
    reason = waiting_for(dossier)
    if reason in (Waiting.APPLICANT, Waiting.PAYMENT):
        return (Holder.APPLICANT, "applicant"), True
    holding = [d for d in dossier.duties if d.holder is reason and d.since == since and d.agency == agency]
    duty = holding[0] if holding and dossier.state != "withdraw_requested" else None
    if duty is not None and duty.hand_over_by is not None:
        giver = duty.giver
        in_time = minute < duty.hand_over_by
        return (((Holder.OWN if giver in own else Holder.PARTNER) if in_time else Holder.TRANSIT), giver), False
    in_hand = duty is not None and (officer is not None or duty.ref in asked)
    return (Holder.OWN if agency in own else Holder.PARTNER, agency), in_hand


@settings(FEW, max_examples=50)
@given(PROCEDURES, st.sampled_from(["electronic", "paper"]), MORE_WALKS)
def test_R68_every_minute_is_counted_once_and_for_whoever_had_it(proc, hand_over, acts):
    life = lived(proc.model_copy(update={"hand_over": hand_over}), acts)
    now = life.transitions[-1].recorded_at + timedelta(days=30)  # for which nobody rang
    found = ledger(life.transitions, life.ground, now)
    sums: list[Counter] = [Counter(), Counter(), Counter(), Counter()]
    for share in found.shares:
        parts = (share.seconds, share.seconds_handling, share.seconds_stood, share.seconds_late)
        for counter, seconds in zip(sums, parts, strict=True):
            counter[share.holder, share.agency] += seconds // 60
    assert [+counter for counter in sums] == [+counter for counter in by_the_minute(life, now)]
    calendar = life.ground.calendar_of(life.now.competent)
    assert found.seconds == elapsed(found.since, found.until, calendar).total_seconds()


@settings(FEW, max_examples=50)
@given(PROCEDURES, MORE_WALKS, st.integers(0, 59))
def test_shares_add_up_to_the_second_however_odd_the_moments(proc, acts, odd):
    life = lived(proc, acts)
    odd_ones = [t.model_copy(update={"at": t.at + timedelta(seconds=odd, microseconds=odd)}) for t in life.transitions]
    found = ledger(odd_ones, life.ground, life.transitions[-1].recorded_at + timedelta(days=2, microseconds=7))
    calendar = life.ground.calendar_of(life.now.competent)
    assert found.seconds == elapsed(found.since, found.until, calendar).total_seconds()
    assert all(0 <= s.seconds_stood + s.seconds_late <= s.seconds for s in found.shares)
    assert all(s.seconds_handling >= 0 and s.seconds_waiting >= 0 for s in found.shares)
