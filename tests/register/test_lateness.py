"""R36, R47, R52, R68: what was late, and whose time it was, as both databases keep it."""

from datetime import datetime

import pytest

from activities.messages import Asked
from activities.register import RegisterActivities
from motcua.dossiers import commands as c
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import apply
from motcua.dossiers.facts import Transition
from motcua.dossiers.ledger import ledger
from motcua.dossiers.parts import LAW, Actor
from motcua.errors import InvalidInputError
from motcua.procedures.definition import Procedure
from motcua.register.register import Register
from motcua.register.shares import DelaysBy
from tests.dossiers.houses import PROVINCE, five_days, ground, step
from tests.register.papers import at

YEAR = (at("Thu 2026-01-01 00:00"), at("Fri 2027-01-01 00:00"))


class Office:
    """Decides and writes as a worker does, without a server."""

    def __init__(self, register: Register, procedure: Procedure) -> None:
        self.register, self.ground = register, ground(procedure)
        self.procedure = procedure
        self.activity = RegisterActivities(register, self.ground)
        self.now: dict[str, Dossier] = {}

    def open(self, code: str, received: str) -> "Office":
        said = {"code": code, "procedure": self.procedure.code, "version": self.procedure.version}
        do = c.Open.model_validate(said | {"territory": PROVINCE})
        life = c.Life(opening=c.Act(by=Actor(agency="one-stop"), at=at(received), do=do))
        return self._record(code, Asked(life=life, now=at(received)), life.opening)

    def does(self, code: str, when: str, do: c.Command, by: str, reason: str | None = None) -> "Office":
        act = c.Act(key=f"k{self.now[code].seq}", by=Actor(agency=by), reason=reason, do=do)
        return self._record(code, Asked(dossier=self.now[code], act=act, now=at(when)), act)

    def completes(self, code: str, when: str, *steps: str) -> "Office":
        for name in steps:
            self.does(code, when, c.Complete(step=name), self.now[code].duty(name).agency)
        return self

    def ring(self, code: str, when: str) -> "Office":
        act = c.Act(key=f"k{self.now[code].seq}", by=LAW, do=c.Ring())
        return self._record(code, Asked(dossier=self.now[code], act=act, now=at(when)), act)

    def _record(self, code: str, asked: Asked, act: c.Act) -> "Office":
        recorded = self.activity.record(asked)
        assert recorded.refusal is None, recorded.refusal
        self.now[code] = self.register.dossier(code)
        return self


def checked(total: str = "2wd") -> Procedure:
    """Return a check by the police, then the department's signature."""
    steps = [
        step("check", "verify", "police", "1wd"),
        step("sign", "sign", "department", "1wd", "check"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    return five_days(steps=steps, total=total)


def late_by_both(register: Register, code: str = "A-1") -> Office:
    """Return an office with a dossier due Wed 04/11: the police kept it until Thu 11:30, the department until 14:00."""
    office = Office(register, checked()).open(code, "Mon 2026-11-02 08:00").ring(code, "Thu 2026-11-05 11:00")
    return office.completes(code, "Thu 2026-11-05 11:30", "check").completes(code, "Thu 2026-11-05 14:00", "sign")


def test_R68_shares_are_written_with_the_result_and_are_those_of_the_facts(register: Register) -> None:
    office = late_by_both(register)
    stored = register.shares("A-1")
    assert [(s.holder, s.agency, s.step, s.seconds, s.seconds_late) for s in stored] == [
        ("partner_agency", "police", "check", 27 * 3600 + 1800, 4 * 3600),
        ("own_agency", "department", "sign", 3600, 3600),
    ]
    whole = ledger(register.transitions("A-1"), office.ground, at("Fri 2026-12-18 09:00"))
    assert sorted(stored, key=str) == sorted(whole.shares, key=str)


def test_shares_are_written_once_and_collecting_adds_nothing(register: Register) -> None:
    office = late_by_both(register)
    before = register.shares("A-1")
    office.completes("A-1", "Mon 2026-11-30 09:00", "give_back")
    assert register.shares("A-1") == before


def test_an_open_dossier_has_no_shares_yet(register: Register) -> None:
    Office(register, checked()).open("A-1", "Mon 2026-11-02 08:00")
    assert register.shares("A-1") == ()


def test_a_dossier_that_ends_without_a_result_has_its_shares_too(register: Register) -> None:
    office = Office(register, checked()).open("A-1", "Mon 2026-11-02 08:00")
    office.does("A-1", "Tue 2026-11-03 08:00", c.Stop(basis="Decree 61/2018"), "department", "the law changed")
    assert [(s.agency, s.seconds) for s in register.shares("A-1")] == [("police", 8 * 3600)]


def test_a_transition_told_twice_writes_its_shares_once(register: Register) -> None:
    office = Office(register, checked()).open("A-1", "Mon 2026-11-02 08:00")
    office.completes("A-1", "Mon 2026-11-02 10:00", "check")
    act = c.Act(key="last", by=Actor(agency="department"), do=c.Complete(step="sign"))
    asked = Asked(dossier=office.now["A-1"], act=act, now=at("Mon 2026-11-02 11:00"))
    first, again = office.activity.record(asked), office.activity.record(asked)
    assert first == again
    assert sum(s.seconds for s in register.shares("A-1")) == 3 * 3600


@pytest.mark.parametrize(
    ("by", "lines"),
    [
        (DelaysBy.HOLDER, [("partner_agency", "partner_agency", 2, 4), ("own_agency", "own_agency", 2, 1)]),
        (DelaysBy.AGENCY, [("police", "partner_agency", 2, 4), ("department", "own_agency", 2, 1)]),
        (DelaysBy.PROCEDURE, [("TEST1", "partner_agency", 2, 4), ("TEST1", "own_agency", 2, 1)]),
        (DelaysBy.COMPETENT, [("department", "partner_agency", 2, 4), ("department", "own_agency", 2, 1)]),
        (DelaysBy.STEP, [("check", "partner_agency", 2, 4), ("sign", "own_agency", 2, 1)]),
    ],
)
def test_R68_own_delay_and_partners_delay_add_up_over_a_period(
    register: Register, by: DelaysBy, lines: list[tuple[str, str, int, int]]
) -> None:
    office = late_by_both(register).open("A-2", "Mon 2026-11-09 08:00")  # and one that is in time
    office.completes("A-2", "Mon 2026-11-09 10:00", "check").completes("A-2", "Mon 2026-11-09 11:00", "sign")
    found = register.delays(*YEAR, by=by)
    assert [(d.group, d.holder, d.dossiers, d.seconds_late // 3600) for d in found] == lines
    assert [d.late_dossiers for d in found] == [1, 1]
    assert register.delays(at("Thu 2026-01-01 00:00"), at("Mon 2026-11-02 00:00"), by=by) == []


def test_delays_are_asked_of_one_procedure_or_one_agency(register: Register) -> None:
    late_by_both(register)
    assert [d.group for d in register.delays(*YEAR, by="agency", agency="police")] == ["police"]
    assert register.delays(*YEAR, procedure="OTHER") == []


@pytest.mark.parametrize(("to", "by"), [(YEAR[0], "agency"), (YEAR[1], "colour")])
def test_a_report_of_no_period_or_by_nothing_known_is_refused(register: Register, to: datetime, by: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        register.delays(YEAR[0], to, by=by)
    assert refused.value.message_vi


def test_R47_an_episode_keeps_all_that_was_said_of_it(register: Register) -> None:
    office = Office(register, checked()).open("A-1", "Mon 2026-11-02 08:00").ring("A-1", "Thu 2026-11-05 09:00")
    office.does("A-1", "Thu 2026-11-05 09:10", c.PassOn(), "department", "the police do not answer")
    office.does("A-1", "Thu 2026-11-05 09:20", c.Apologise(), "one-stop", "we are sorry")
    office.ring("A-1", "Tue 2026-11-10 09:00")
    said = {"cause": "partner_agency", "explanation": "the file was lost there"}
    office.does("A-1", "Tue 2026-11-10 10:00", c.Explain.model_validate(said), "department")
    office.does("A-1", "Tue 2026-11-10 10:10", c.Acknowledge(explanation="I see to it"), "chair")
    office.completes("A-1", "Tue 2026-11-10 11:00", "check").completes("A-1", "Tue 2026-11-10 11:30", "sign")
    line = next(e for e in register.episodes("A-1") if e.subject == "dossier")
    assert (line.level, line.escalated_to, line.passed_on) == (3, "chair", at("Thu 2026-11-05 09:10"))
    assert (line.reminders, line.apologised_at) == (2, at("Thu 2026-11-05 09:20"))  # Mon 09/11 and Tue 10/11
    assert (line.cause, line.explained, line.explained_at) == (
        "partner_agency",
        "the file was lost there",
        at("Tue 2026-11-10 10:00"),
    )
    assert (line.acknowledged_by, line.explanation, line.closed_at) == (
        "chair",
        "I see to it",
        at("Tue 2026-11-10 11:30"),
    )


def test_an_explanation_after_the_closure_reaches_the_closed_episode(register: Register) -> None:
    office = late_by_both(register)
    said = {"subject": "check/1", "cause": "force_majeure", "explanation": "the archive was flooded"}
    office.does("A-1", "Thu 2026-11-05 15:00", c.Explain.model_validate(said), "police")
    lines = {e.subject: e for e in register.episodes("A-1")}
    assert (lines["check/1"].explained, lines["check/1"].closed_at) == (
        "the archive was flooded",
        at("Thu 2026-11-05 11:30"),
    )
    assert lines["dossier"].explained is None


def test_what_a_register_shows_of_episodes_is_what_the_dossier_says(register: Register) -> None:
    office = Office(register, checked()).open("A-1", "Mon 2026-11-02 08:00").ring("A-1", "Tue 2026-11-10 09:00")
    assert register.drift("A-1", office.now["A-1"]) == ()


def folded(acts: list[Transition]) -> Dossier:
    dossier = None
    for act in acts:
        dossier = apply(dossier, act)
    assert dossier is not None
    return dossier


def test_R74_read_back_and_folded_again_what_was_late_is_the_same(register: Register) -> None:
    office = late_by_both(register)
    acts = register.transitions("A-1")
    assert folded(acts) == office.now["A-1"]
    assert set(office.now["A-1"].breaches) == {"check/1", "dossier"}


def test_the_leg_of_a_linked_dossier_names_its_parent(register: Register) -> None:
    office = Office(register, checked()).open("A-1", "Mon 2026-11-02 08:00")
    assert register.summary("A-1").parent is None
    said = {"code": "A-2", "procedure": "TEST1", "version": "2020", "territory": PROVINCE, "parent": "A-1"}
    life = c.Life(opening=c.Act(by=Actor(agency="one-stop"), do=c.Open.model_validate(said | {"leg": "check/1"})))
    asked = Asked(life=life, now=at("Mon 2026-11-02 09:00"))
    office._record("A-2", asked, life.opening)
    assert register.summary("A-2").parent == "A-1"
