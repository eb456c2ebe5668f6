"""Small dossiers built directly from facts: a receipt, steps one after the other, a result."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import apply
from motcua.dossiers.facts import AnyFact, Transition
from motcua.dossiers.parts import Actor, OfficialClock
from motcua.register.register import Register
from motcua.register.writing import View
from motcua.worktime.allowance import Allowance

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ONE_STOP, LAND_OFFICE, TAX = "one-stop", "land-office", "tax"
OFFICER = Actor(agency=LAND_OFFICE, officer="LO-7")
LAND = View(field="Đất đai")


def at(text: str) -> datetime:
    """Read `Fri 2026-11-27 17:00` as local time; the weekday must be that of the date."""
    weekday, day, clock = text.split()
    assert WEEKDAYS[date.fromisoformat(day).weekday()] == weekday, text
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=HANOI)


def transition(key: str, when: str, *facts: AnyFact, by: Actor = OFFICER, reason: str | None = None) -> Transition:
    """Return an act with its facts, recorded a moment after it was done."""
    moment = at(when)
    recorded = moment + timedelta(seconds=2)
    return Transition(key=key, by=by, at=moment, recorded_at=recorded, reason=reason, facts=facts)


def clock(since: str, due: str, allow: str = "5wd", late_from: datetime | None = None) -> OfficialClock:
    """Return a clock towards a due date; it is late from the following midnight."""
    end = at(due)
    midnight = (end + timedelta(days=1)).replace(hour=0, minute=0)
    return OfficialClock(
        allow=Allowance.parse(allow), since=at(since), due=end, late_from=late_from or midnight, calendar="vn@2026.1"
    )


def opened(step: str, due: str | None = None, *, agency: str = LAND_OFFICE, visit: int = 1, **more: Any) -> AnyFact:
    """Return the fact that an agency holds a step."""
    limit = {"allow": "1wd", "due": at(due)} if due else {}
    said = {"step": step, "step_kind": "appraise", "agency": agency, "visit": visit}
    return f.DutyOpened.model_validate(said | limit | more)


def receipt(
    code: str,
    when: str = "Mon 2026-11-23 09:00",
    due: str | None = "Mon 2026-11-30 17:00",
    *,
    procedure: str = "TN13",
    competent: str = LAND_OFFICE,
    step: AnyFact | None = None,
    **more: Any,
) -> Transition:
    """Return the opening of a dossier received at the counter, with its slip and its first duty."""
    begin = f.Opened(
        code=code,
        procedure=procedure,
        version="2026-01",
        channel="direct",
        territory="15",
        one_stop=ONE_STOP,
        competent=competent,
        data={"area": 120},
        **more,
    )
    slip = [f.ClockSet(why="receipt", clock=clock(when, due))] if due else []
    first = step or opened("appraise", "Tue 2026-11-24 17:00")
    counter = Actor(agency=ONE_STOP, officer="OS-1")
    return transition("open", when, begin, f.Received(), *slip, first, by=counter)


class Paper:
    """One dossier that lives in a register and beside it."""

    def __init__(self, register: Register, opening: Transition, view: View = LAND) -> None:
        self.register, self.view = register, view
        self.acts: list[Transition] = []
        self.before: Dossier | None = None
        self.now: Dossier = self._record(opening)

    @property
    def code(self) -> str:
        """The dossier's code."""
        return self.now.code

    def does(self, key: str, when: str, *facts: AnyFact, **more: Any) -> "Paper":
        """Record one more act."""
        self.before = self.now
        self.now = self._record(transition(key, when, *facts, **more))
        return self

    def _record(self, act: Transition) -> Dossier:
        before = self.before
        assert self.register.record(before, act, self.view) == act
        self.acts.append(act)
        return apply(before, act)


def whole_life(register: Register, code: str = "H07-261123-0001") -> Paper:
    """Return a dossier that was asked for a supplement, sent back, late at a step, and returned."""
    paper = Paper(register, receipt(code))
    paper.does("assign", "Mon 2026-11-23 10:00", f.Assigned(step="appraise", officer="LO-7"))
    paper.does(
        "ask",
        "Tue 2026-11-24 09:00",
        f.SupplementAsked(number=1, items=("map",), reason="The map is missing."),
        f.Paused(ground="supplement", ref="supplement/1", left="4wd"),
        f.DutyPaused(step="appraise", left="0.5wd"),
        reason="The map is missing.",
    )
    paper.does(
        "give",
        "Thu 2026-11-26 09:00",
        f.SupplementGiven(documents=("map",)),
        f.Resumed(ground="supplement", ref="supplement/1"),
        f.ClockSet(why="resumed", clock=clock("Thu 2026-11-26 09:00", "Wed 2026-12-02 17:00", "4wd")),
        f.DutyResumed(step="appraise", since=at("Thu 2026-11-26 09:00"), allow="0.5wd", due=at("Thu 2026-11-26 14:00")),
        by=Actor(agency=ONE_STOP),
    )
    law = Actor(agency="law")
    late = {"at": at("Thu 2026-11-26 14:00"), "by": law}
    paper.does(
        "done",
        "Fri 2026-11-27 10:00",
        f.OverdueOpened(subject="appraise/1", holder=LAND_OFFICE, next_at=at("Fri 2026-11-27 07:30"), **late),
        f.Escalated(subject="appraise/1", level=1, to="unit_head", at=at("Fri 2026-11-27 07:30"), by=law),
        f.DutyClosed(step="appraise", late=True),
        f.OverdueClosed(subject="appraise/1", lost_minutes=300),
        opened("sign", "Mon 2026-11-30 17:00"),
    )
    paper.does("sign", "Mon 2026-11-30 11:00", f.DutyClosed(step="sign"), f.ResultReady(result="granted"))
    return paper.does("return", "Tue 2026-12-01 09:00", f.Returned(), by=Actor(agency=ONE_STOP, officer="OS-1"))
