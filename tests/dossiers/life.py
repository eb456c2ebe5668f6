"""A dossier lived through by acts at spelled-out moments; every step is folded twice, as said and as stored."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from motcua.dossiers import commands as c
from motcua.dossiers.alarms import next_alarm
from motcua.dossiers.decide import decide, decide_life
from motcua.dossiers.dossier import Dossier, held_by, waiting_for
from motcua.dossiers.evolve import apply, walk
from motcua.dossiers.facts import AnyFact, Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import LAW, Actor, Duty, Waiting
from motcua.dossiers.promise import act_by
from motcua.dossiers.tidings import tidings
from motcua.errors import MotcuaError
from motcua.procedures.definition import Procedure
from tests.dossiers.houses import PROVINCE, ground

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def at(text: str) -> datetime:
    """Read `Fri 2026-11-06 15:00` as local time; the weekday must be that of the date."""
    weekday, day, clock = text.split()
    assert WEEKDAYS[date.fromisoformat(day).weekday()] == weekday, text
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=HANOI)


def spelled(moment: datetime | None) -> str:
    """Write a moment as the tables do; `none` where there is none."""
    return f"{moment.astimezone(HANOI):%a %Y-%m-%d %H:%M}" if moment else "none"


def actor(by: str) -> Actor:
    """Read `department`, `department/officer`, or `department/officer for department/another`."""
    acts, _, whom = by.partition(" for ")
    agency, _, officer = acts.partition("/")
    return Actor(agency=agency, officer=officer or None, on_behalf_of=whom or None)


class Said(NamedTuple):
    """A fact with its legal moment and its author."""

    at: str
    by: str
    fact: AnyFact


class Life:
    """One dossier from its opening on."""

    def __init__(
        self,
        procedure: Procedure,
        received: str,
        *,
        by: str = "one-stop",
        past: Iterable[c.Act] = (),
        now: str | None = None,
        on: Ground | None = None,
        **opening: Any,
    ) -> None:
        self.ground = on or ground(procedure)
        self.dossier: Dossier | None = None
        self.transitions: list[Transition] = []
        values = {"code": "T-1", "procedure": procedure.code, "version": procedure.version, "territory": PROVINCE}
        act = c.Act(by=Actor(agency=by), at=at(received), do=c.Open.model_validate(values | opening))
        told = at(now or received)
        facts = decide_life(c.Life(opening=act, past=tuple(past)), told, self.ground)
        self._put(facts, act, at(received), told)

    @property
    def now(self) -> Dossier:
        """The dossier as it stands."""
        assert self.dossier is not None
        return self.dossier

    @property
    def due(self) -> str:
        """The promised date; `none` while the clock stands."""
        return spelled(self.now.due)

    @property
    def waits(self) -> str | None:
        """What the dossier waits for."""
        reason = waiting_for(self.now)
        return reason.value if reason else None

    @property
    def act_by(self) -> str:
        """The last moment at which moving on keeps the promise."""
        return spelled(act_by(self.now, self.ground))

    @property
    def alarm(self) -> tuple[str, str]:
        """The next moment at which something happens by itself, and what."""
        alarm = next_alarm(self.now)
        return (spelled(alarm.at), alarm.kind) if alarm else ("none", "")

    def open_steps(self) -> list[str]:
        """Return the steps that are open now."""
        return [duty.step for duty in self.now.duties]

    def duty(self, step: str) -> Duty:
        """Return an open duty."""
        return self.now.duty(step)

    def step_due(self, step: str) -> str:
        """Return until when a duty's own clock runs; `none` where it has none or stands."""
        duty = self.duty(step)
        return spelled(duty.clock.due) if duty.clock and duty.left is None else "none"

    def late(self, when: str) -> bool:
        """Whether the promise is broken at a moment."""
        return self.now.is_late(at(when))

    def do(self, when: str, deed: c.Command, *, by: str, reason: str | None = None, done: str | None = None) -> "Life":
        """Decide an act that arrives at `when`; it was done then, or at `done` where that is given."""
        act = c.Act(by=actor(by), at=at(done) if done else None, reason=reason, do=deed)
        facts = decide(self.dossier, act, at(when), self.ground)
        self._put(facts, act, at(done or when), at(when))
        return self

    def ring(self, when: str) -> list[AnyFact]:
        """Let time pass until then, and return what happened by itself."""
        before = len(self.said())
        act = c.Act(by=LAW, do=c.Ring())
        self._put(decide(self.dossier, act, at(when), self.ground), act, at(when), at(when))
        return [said.fact for said in self.said()[before:]]

    def complete(self, when: str, *steps: str, done: str | None = None, by: str | None = None, **how: Any) -> "Life":
        """Complete steps, each by the agency that holds it."""
        for step in steps:
            holder = by or (duty.agency if (duty := self.now.duty(step)) else "department")
            self.do(when, c.Complete(step=step, **how), by=holder, done=done)
        return self

    def opine(self, when: str, step: str, opinion: Any = "agreed", by: str | None = None) -> "Life":
        """Give the opinion a body was asked for."""
        return self.do(when, c.Opine(step=step, opinion=opinion), by=by or self.duty(step).agency)

    def ask(self, when: str, *items: str, by: str = "department", done: str | None = None, **more: Any) -> "Life":
        """Ask the applicant for documents."""
        reason = more.pop("reason", "a page is missing")
        return self.do(when, c.AskSupplement(items=items or ("map",), **more), by=by, reason=reason, done=done)

    def give(self, when: str, by: str = "one-stop") -> "Life":
        """Record that the applicant completed the dossier."""
        return self.do(when, c.GiveSupplement(), by=by)

    def said(self, *kinds: str) -> list[Said]:
        """Return every fact of these kinds, or all, as of its legal moment."""
        return [
            Said(spelled(fact.at or t.at), (fact.by or t.by).agency, fact)
            for t in self.transitions
            for fact in t.facts
            if not kinds or fact.kind in kinds
        ]

    def when(self, *kinds: str) -> list[str]:
        """Return the legal moments of facts."""
        return [said.at for said in self.said(*kinds)]

    def _put(self, facts: tuple[AnyFact, ...], act: c.Act, moment: datetime, told: datetime) -> None:
        if not facts:
            return
        key = f"k{len(self.transitions) + 1}"
        said = Transition(key=key, by=act.by, at=moment, recorded_at=told, reason=act.reason, facts=facts)
        stored = Transition.model_validate_json(said.model_dump_json(exclude_unset=True))
        after, read_back = apply(self.dossier, said), apply(self.dossier, stored)
        assert after == read_back
        assert after.head == read_back.head
        _check_told(self.dossier, stored)
        self.dossier = after
        self.transitions.append(stored)
        self._check_whole(after)

    @staticmethod
    def _check_whole(dossier: Dossier) -> None:
        """What holds for every dossier at any time: it waits for exactly one thing, and somebody holds it."""
        reason = waiting_for(dossier)
        assert reason is not Waiting.NOBODY
        assert (reason is None) == dossier.closed
        assert (held_by(dossier)[0] is None) == dossier.closed
        if dossier.clock and dossier.finished_at is None and not dossier.closed:
            assert (
                dossier.left is not None
            ) == dossier.paused  # what is left is noted while the clock stands, only then
        if not dossier.suspended and not dossier.paused:
            assert all(duty.left is None for duty in dossier.duties)  # no duty is forgotten with a standing clock
        again = Dossier.model_validate_json(dossier.model_dump_json(exclude_unset=True))
        assert again == dossier


def _check_told(before: Dossier | None, act: Transition) -> None:
    """What holds for every act: nobody is told the same of one fact twice, and no addressee is unknown."""
    notices = tidings(list(walk(before, act)), act.recorded_at)
    told = [(part, notice.kind, notice.recipient) for part, notice in notices]
    assert len(told) == len(set(told))
    assert all(notice.agency or notice.audience == "operators" for _, notice in notices)


def refused(rule: str | None) -> Any:
    """Expect a refusal under a rule; it changes nothing, and says so in both languages with advice."""
    return pytest.raises(MotcuaError, check=lambda error: _helpful(error, rule))


def _helpful(error: MotcuaError, rule: str | None) -> bool:
    assert error.rule == rule, error
    assert error.message_vi != error.message
    assert error.hint
    assert error.hint_vi
    return True


def past(when: str, deed: c.Command, by: str, reason: str | None = None) -> c.Act:
    """Return something done before the dossier came to us."""
    return c.Act(by=Actor(agency=by), at=at(when), reason=reason, do=deed)
