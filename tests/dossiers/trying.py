"""Somebody who tries everything on a dossier: every act there is, by anyone, at any moment."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from motcua.agencies.shipped import directory
from motcua.dossiers import commands as c
from motcua.dossiers.alarms import next_alarm
from motcua.dossiers.decide import decide
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.facts import AnyFact
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor, State
from motcua.dossiers.parts_of_lateness import Cause
from motcua.dossiers.promise import act_by
from motcua.dossiers.standing import DOSSIER, INTAKE, PHASE, rests
from motcua.errors import MotcuaError
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.definition import Ending, Procedure
from motcua.procedures.shipped import catalogue
from motcua.worktime.allowance import Allowance
from motcua.worktime.shipped import calendar
from tests.dossiers.decrees import NUMBER, after
from tests.dossiers.houses import directory as province
from tests.dossiers.life import Life
from tests.dossiers.test_any_life import START
from tests.dossiers.trying_repairs import REPAIRS, repaired

ALLOWED = ["0wd", "1wd", "-3wd", "4wh", "0.25wd", "12h", "5cd", "1month", "none", "40wd", "999999wd", "900cd"]
DATES = [date.min, date(2026, 10, 9), date(2026, 10, 20), date(2026, 11, 22), date(2027, 3, 1), date.max]


def ground_of(proc: Procedure) -> Ground:
    """Return a ground with the procedure and, where it is ours, a version 2027 that grants more or less."""
    if proc in catalogue():
        return Ground(catalogue(), directory(), {"vn": calendar("vn")})
    shown = proc.model_dump(exclude_defaults=True)
    other = {"version": "2027", "valid_from": "2027-01-01", "total": "7wd" if str(proc.total) == "10wd" else "12wd"}
    ended = proc.model_copy(update={"valid_to": date(2026, 12, 31)})
    return Ground(Catalogue([ended, Procedure.model_validate(shown | other)]), province(), {"vn": calendar("vn")})


class Walk:
    """Somebody who tries everything."""

    def __init__(self, proc: Procedure, channel: str, start: datetime = START) -> None:
        self.proc, self.now, self.decided_on_days, self.outages = proc, start, False, 1
        ours = proc not in catalogue()
        if not ours:
            last = proc.valid_to or date(2026, 12, 1)
            self.now = min(start, datetime(last.year, last.month, last.day, 8, tzinfo=start.tzinfo))
        place = "86" if ours else "04273" if proc.code == "TN13" else "28777"
        data = {
            name: field.choices[0] if field.choices else True
            for name, field in proc.data.items()
            if field.default is None and not field.derived and field.from_step is None
        }
        documents = tuple(d.id for d in proc.documents)
        opening = {"channel": channel, "territory": place, "data": data, "documents": documents}
        on = ground_of(proc)
        by = on.agency_for(proc.one_stop, place, self.now.date())
        self.life = Life(proc, self.told, by=by, on=on, **opening)

    @property
    def told(self) -> str:
        return f"{self.now:%a %Y-%m-%d %H:%M}"

    def step(self, pick: int) -> str:
        duties, steps = self.life.now.duties, self.life.ground.procedure(self.proc.code, self.life.now.version).steps
        if duties and pick % 8:
            return duties[pick % len(duties)].step
        return steps[pick % len(steps)].id

    def someone(self, pick: int) -> Actor:
        dossier = self.life.now
        holders = [d.agency for d in dossier.duties]
        named = [*holders, dossier.competent, dossier.one_stop, "applicant", "old-one-stop", "unknown", "system:tax"]
        return Actor(agency=named[pick % len(named)], officer="cb-07")

    def holder(self, step: str) -> Actor:
        duty = self.life.now.duty(step)
        return Actor(agency=duty.agency if duty else self.life.now.competent, officer="cb-07")

    def do(self, name: str, minutes: int, pick: int) -> None:
        self.now += timedelta(minutes=minutes)
        if name == "ring":
            self.life.ring(self.told)
            self.look()
            return
        if name == "calendar":
            self.decided_on_days = True  # what stood meanwhile finds its date on the calendar as it now is (R10)
            days = [str(self.now.date() + timedelta(days=1 + pick % 9)), "2026-10-19"]
            self.life.ground = after(self.life.ground, off=days if pick % 2 else [], worked=["2026-10-24"])
        by, deed = TRIED[name](self, pick)
        if pick % 11 == 10:
            by = self.someone(pick)
        act = c.Act(by=by, reason="because" if pick % 7 else None, do=deed)
        assert c.Act.model_validate_json(act.model_dump_json(exclude_unset=True)) == act
        before = self.life.now
        facts = self.decided(before, act)
        if facts is None:
            return
        self.life._put(facts, act, self.now, self.now)
        self.look()

    def decided(self, before: Dossier, act: c.Act) -> tuple[AnyFact, ...] | None:
        """Return the facts of an act; None where it is refused, and then with everything a refusal has to say."""
        refusal = None
        try:
            return decide(before, act, self.now, self.life.ground)
        except MotcuaError as refused:
            refusal = refused
        assert refusal.rule or act.do.kind == "ask_again", refusal  # no law says what a system is asked twice
        assert refusal.field, refusal
        assert refusal.hint, refusal
        assert refusal.hint_vi, refusal
        assert refusal.message_vi != refusal.message, refusal
        return None

    def look(self) -> None:
        """Look at the dossier as it stands: nothing in the past is left to do, and nobody is late who is not."""
        dossier = self.life.now
        act_by(dossier, self.life.ground)
        for episode in dossier.episodes:
            assert rests(dossier, episode) or late(dossier, episode.subject, self.now), episode
        if dossier.closed:
            assert not dossier.duties
            assert not dossier.episodes
            assert next_alarm(dossier) is None
        if dossier.finished_at is not None:
            assert dossier.episode(DOSSIER) is None


def late(dossier: Dossier, subject: str, now: datetime) -> bool:
    """Whether a subject of an episode is late indeed."""
    if subject == DOSSIER:
        return dossier.clock is not None and now >= dossier.clock.late_from
    if subject == INTAKE:
        return dossier.decide_by is not None and now >= dossier.decide_by
    if subject.startswith(PHASE):
        clock = dossier.phase_clock
        return subject == f"{PHASE}{dossier.phase}" and clock is not None and now >= clock.due
    duty = next((d for d in dossier.duties if d.ref == subject), None)
    return duty is not None and duty.clock is not None and now >= duty.clock.due


def _complete(walk: Walk, pick: int) -> tuple[Actor, c.Command]:
    name = walk.step(pick)
    duty = walk.life.now.duty(name)
    version = walk.life.ground.procedure(walk.proc.code, walk.life.now.version)
    declared = version.by_id.get(name)
    if duty is not None and duty.kind == "consult":
        opinion: Any = ("agreed", "agreed_with_conditions", "disagreed")[pick % 3]
        return walk.holder(name), c.Opine(step=name, opinion=opinion)
    outcomes = ["done", "done", "done", *(o.name for o in declared.outcomes)] if declared else ["done"]
    data = {n: pick % 2 == 0 for n, field in version.data.items() if field.from_step == name}
    return walk.holder(name), c.Complete(step=name, outcome=outcomes[pick % len(outcomes)], data=data)


def _answered(walk: Walk, pick: int) -> tuple[Actor, c.Command]:
    name = walk.step(pick)
    duty = walk.life.now.duty(name)
    outcome: Any = ("done", "refused", "trouble")[pick % 3]
    by = Actor(agency=f"system:{duty.system if duty and duty.system else 'tax'}")
    visit = duty.visit if duty else 1
    return by, c.DepartmentAnswered(step=name, visit=visit, outcome=outcome, data={"opinion": "agreed"})


def _leg(walk: Walk, pick: int) -> tuple[Actor, c.Command]:
    linked = [d for d in walk.life.now.duties if d.kind == "linked"]
    name, visit = (linked[pick % len(linked)].step, linked[pick % len(linked)].visit) if linked else ("residence", 1)
    code, by, due = f"{name}-{visit}", Actor(agency="engine"), walk.now + timedelta(days=2)
    if pick % 5 == 0:
        return by, c.NoteLeg(step=name, visit=visit, code=code, procedure="RES1", due=due)
    if pick % 5 == 1:
        return by, c.MissLeg(step=name, visit=visit, detail="no seat")
    said: dict[str, Any] = {"step": name, "visit": visit, "code": code, "state": State.IN_PROCESS, "due": due}
    if pick % 5 == 2:
        said |= {"state": State.RETURNED, "result": Ending.REFUSED if pick % 2 else Ending.GRANTED}
        said |= {"finished_at": walk.now - timedelta(days=pick % 4)}
    if pick % 5 == 3:
        said |= {"state": State.STOPPED, "reason": "returned to the lead"}
    return by, c.HearLeg.model_validate(said)


def _move(walk: Walk, pick: int) -> tuple[Actor, c.Command]:
    versions = [p.version for p in walk.life.ground.catalogue if p.code == walk.proc.code]
    when: Any = ("now", "next_step")[pick % 2]
    deadlines: Any = ("keep", "recompute")[pick // 2 % 2]
    do = c.Move(version=versions[pick % len(versions)], when=when, deadlines=deadlines)
    return Actor(agency=walk.life.now.one_stop), do


def _propose(walk: Walk, pick: int) -> tuple[Actor, c.Command]:
    approver = "cb-07" if pick % 2 else None
    by = Actor(agency=walk.life.now.competent)
    if pick % 3 == 0:
        return by, c.ProposeDate(new_date=DATES[pick % len(DATES)], approver=approver)
    usual = ["5wd", "1wd", "3cd"] if pick % 3 == 1 else ALLOWED
    return by, c.ProposeDate(extend=Allowance.parse(usual[pick % len(usual)]), approver=approver)


def _ask_opinion(walk: Walk, pick: int) -> tuple[Actor, c.Command]:
    agencies = ["police", "tax", walk.life.now.one_stop, walk.life.now.competent, "old-one-stop", "nobody"]
    within = Allowance.parse(ALLOWED[pick % len(ALLOWED)] if pick % 3 else "3wd")
    do = c.AskOpinion(agency=agencies[pick % len(agencies)], content="what of it?", within=within)
    return Actor(agency=walk.life.now.competent), do


def _away(walk: Walk, pick: int) -> tuple[Actor, c.Command]:
    systems = [d.system for d in walk.life.now.duties if d.system] or ["tax"]
    since = walk.now - timedelta(hours=(0, 1, 7, 30, 100)[pick % 5])
    began = since - timedelta(hours=1 if pick % 7 else -2)
    said = {"system": systems[pick % len(systems)], "outage": walk.outages, "began": began, "since": since}
    do = c.StandForOutage.model_validate(said | {"decision": "12/QĐ-UBND", "basis": "law"})
    return Actor(agency=walk.life.now.one_stop), do


def _back(walk: Walk, pick: int) -> tuple[Actor, c.Command]:
    stood = [p for p in walk.life.now.pauses if p.system and p.until is None]
    until = walk.now - timedelta(hours=(0, 0, 1, 20)[pick % 4])
    outage = int(stood[0].ref.partition(":")[2]) if stood else walk.outages
    walk.outages = max(walk.outages, outage + 1)  # the next time it is away is another outage
    return Actor(agency=walk.life.now.one_stop), c.RunAfterOutage(outage=outage, until=until)


def _subject(walk: Walk, pick: int) -> str:
    dossier = walk.life.now
    subjects = [*(e.subject for e in dossier.episodes), *dossier.breaches, "dossier", "intake/1", "phase/one", "x"]
    return subjects[pick % len(subjects)]


def _competent(deed: Callable[[Walk, int], c.Command]) -> Callable[[Walk, int], tuple[Actor, c.Command]]:
    return lambda walk, pick: (Actor(agency=walk.life.now.competent, officer="cb-07"), deed(walk, pick))


def _one_stop(deed: Callable[[Walk, int], c.Command]) -> Callable[[Walk, int], tuple[Actor, c.Command]]:
    return lambda walk, pick: (Actor(agency=walk.life.now.one_stop, officer="cb-07"), deed(walk, pick))


def _held(deed: Callable[[str, int], c.Command]) -> Callable[[Walk, int], tuple[Actor, c.Command]]:
    return lambda walk, pick: (walk.holder(walk.step(pick)), deed(walk.step(pick), pick))


def _sent_back(walk: Walk, pick: int) -> tuple[Actor, c.Command]:
    steps = [s.id for s in walk.proc.steps]
    name = walk.step(pick)
    return walk.holder(name), c.SendBack(step=name, to=steps[pick % len(steps)])


TRIED: dict[str, Callable[[Walk, int], tuple[Actor, c.Command]]] = {
    "complete": _complete,
    "complete2": _complete,
    "complete3": _complete,
    "accept": _one_stop(lambda w, p: c.Accept() if p % 9 else c.RefuseIntake()),
    "back": _sent_back,
    "away": _away,
    "away2": _away,
    "system_back": _back,
    "merits": _held(lambda s, _: c.RefuseOnMerits(step=s, basis="law")),
    "receive": _held(lambda s, _: c.Receive(step=s)),
    "assign": _held(lambda s, _: c.Assign(step=s, officer="cb-08")),
    "again": _held(lambda s, _: c.AskAgain(step=s)),
    "answered": _answered,
    "leg": _leg,
    "leg2": _leg,
    "move": _move,
    "calendar": _one_stop(lambda _w, _p: c.Replan(decision=NUMBER)),
    "fault": lambda _w, p: (Actor(agency="engine"), c.NoteFault(what=("alarm", "answer x/1")[p % 2], detail="?")),
    "ask": _competent(lambda _w, p: c.AskSupplement(items=("map",), basis="law", approver="chair" if p % 4 else None)),
    "give": lambda w, p: (
        Actor(agency="applicant"),
        c.GiveSupplement(documents=tuple(d.id for d in w.proc.documents if p % 2)),
    ),
    "withdraw": lambda _w, _p: (Actor(agency="applicant"), c.AskWithdrawal()),
    "settle": _one_stop(lambda _w, p: c.SettleWithdrawal(granted=p == 0)),
    "stop": _competent(lambda _w, p: c.Stop(basis="law") if p % 9 == 0 else c.ReturnToLead()),
    "acknowledge": _one_stop(lambda w, p: c.Acknowledge(subject=_subject(w, p), explanation="so it is")),
    "pass_on": _one_stop(lambda w, p: c.PassOn(subject=_subject(w, p))),
    "explain": _one_stop(lambda w, p: c.Explain(subject=_subject(w, p), cause=Cause.OWN, explanation="so it was")),
    "propose": _propose,
    "propose2": _propose,
    "approve": _competent(lambda _w, p: c.ApproveDate(granted=p % 4 != 0)),
    "apply": _one_stop(lambda _w, _p: c.ApplyDate()),
    "apologise": _one_stop(lambda _w, p: c.Apologise(expected=DATES[p % len(DATES)] if p % 2 else None)),
    "opinion": _ask_opinion,
    "pay": _one_stop(lambda _w, _p: c.PayFee(reference="BL-0071")),
    "exempt": _one_stop(lambda _w, _p: c.ExemptFee(basis="poverty list")),
    "originals": _one_stop(lambda w, p: c.ReturnOriginals(documents=w.life.now.originals[: 1 + p % 2] or ("map",))),
    **{name: repaired(name) for name in REPAIRS},
}
