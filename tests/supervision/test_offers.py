"""What is offered is what the core does: whatever it would take from somebody was offered to them. No server."""

from datetime import datetime
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings

from motcua.dossiers import commands as c
from motcua.dossiers.decide import decide
from motcua.dossiers.dossier import SKIPPED, Dossier
from motcua.dossiers.evolve import folded
from motcua.dossiers.facts import AnyFact, Transition
from motcua.dossiers.parts import LAW
from motcua.errors import InvalidInputError
from motcua.register.scope import Scope
from motcua.supervision.access.roles import Role
from motcua.supervision.access.viewer import SignIn, Viewer
from motcua.supervision.offers.answering import act_of_form, key_of, typed
from motcua.supervision.offers.offering import acting_as, offer_of, offers, possible
from motcua.supervision.offers.situation import Situation
from motcua.supervision.web.languages import LANGUAGES, catalogue
from tests.dossiers.houses import five_days
from tests.dossiers.life import Life, at
from tests.dossiers.test_any_act import CHANNELS, PROCEDURES, WALKS
from tests.dossiers.trying import Walk

RECEIVED, LATER = "Mon 2026-11-02 08:00", "Wed 2026-11-04 08:00"
NOBODYS = ("applicant", "system:tax", "system:payment")


def viewer(agency: str, *roles: Role, officer: str | None = "cb-07") -> Viewer:
    """Return somebody of an agency who sees and does what it does."""
    own = frozenset() if agency in NOBODYS else frozenset({agency})
    named = agency if own else "elsewhere"
    return Viewer("one", "Người Thử", named, officer, frozenset(roles), SignIn.SESSION, Scope(agencies=own))


def situation(life: Life, when: str = LATER) -> Situation:
    """Return a life as it is put to somebody."""
    return Situation(life.now, life.ground, at(when), "cb-07")


def offered(life: Life, agency: str, when: str = LATER) -> dict[str, str | None]:
    """Return what is offered to an officer, by name, with the rule where it is refused."""
    found = offers(viewer(agency, Role.OFFICER), situation(life, when))
    return {each.it.id: each.refusal.rule if each.refusal else None for each in found}


class Watched(Walk):
    """Somebody who tries everything, and looks whether what is done was offered to who did it."""

    def decided(self, before: Dossier, act: c.Act) -> tuple[AnyFact, ...] | None:
        facts = super().decided(before, act)
        if facts is not None and isinstance(act.do, c.Deed) and not unheard_of(before, act.do):
            must_have_been_offered(self.rung(before), act, self.now, self.life)
        return facts

    def rung(self, before: Dossier) -> Dossier:
        """Return the dossier with what had come about by now, which whoever looked at it would have seen."""
        facts = decide(before, c.Act(by=LAW, do=c.Ring()), self.now, self.life.ground)
        if not facts:
            return before
        return folded(before, Transition(key="rung", by=LAW, at=self.now, recorded_at=self.now, facts=facts))


def unheard_of(before: Dossier, do: c.Command) -> bool:
    """Whether work is sent back to a step that did not apply: the core lets it pass, nobody is offered it."""
    return isinstance(do, c.SendBack) and (do.to not in before.done or before.done[do.to].outcome == SKIPPED)


def must_have_been_offered(before: Dossier, act: c.Act, now: datetime, life: Life) -> None:
    who = viewer(act.by.agency, Role.ONE_STOP, Role.OPERATOR)
    found = offers(who, Situation(before, life.ground, now, "cb-07"))
    told = [each for each in found if each.it.kind == act.do.kind]
    same = [e for e in told if all(getattr(act.do, name) == value for name, value in e.it.told.items())]
    assert same, (act, [each.it.id for each in found])
    assert any(each.refusal is None for each in same), (act, [str(each.refusal) for each in same])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PROCEDURES, CHANNELS, WALKS)
def test_whatever_the_core_takes_from_somebody_was_offered_to_them(proc, channel, acts):
    walk = Watched(proc, channel)
    for act in acts:
        walk.do(*act)


def test_every_act_there_is_has_its_words_in_both_languages() -> None:
    kinds = {str(each.model_fields["kind"].default) for each in get_args(c.Deed)}
    for lang in LANGUAGES:
        words = catalogue(lang)
        for group in ("acts.do.", "acts.go."):
            assert {key.removeprefix(group) for key in words if key.startswith(group)} == kinds


def test_every_thing_that_is_asked_has_its_words() -> None:
    life = Life(five_days(), RECEIVED)
    for each in possible(situation(life)):
        for asked in each.inputs:
            assert asked.label or f"acts.field.{asked.words or asked.name}" in catalogue("vi"), asked


def test_R12_who_holds_the_work_is_offered_to_complete_it_and_nobody_else() -> None:
    life = Life(five_days(), RECEIVED)
    step = life.open_steps()[0]
    holder = life.duty(step).agency
    assert offered(life, holder)[f"complete:{step}:done"] is None
    for other in {"tax", "police", "one-stop", "department"} - {holder}:
        assert f"complete:{step}:done" not in offered(life, other)
    assert offered(life, "police") == {}


def test_R55_what_a_finished_dossier_does_not_allow_is_shown_with_its_rule() -> None:
    life = Life(five_days(), RECEIVED).complete("Tue 2026-11-03 10:00", "decide")
    found = offered(life, "department")
    assert found["ask_supplement"] == "R60"
    assert found["propose_date"] == "R60"
    assert offered(life, "one-stop")["ask_withdrawal"] == "R58"


def test_nothing_is_offered_once_a_dossier_has_ended() -> None:
    life = Life(five_days(), RECEIVED).complete("Tue 2026-11-03 10:00", "decide")
    life.complete("Tue 2026-11-03 11:00", "give_back", by="one-stop")
    assert life.now.closed
    assert offered(life, "one-stop") == {}


def test_everybody_acts_as_their_own_agency_first_and_nobody_as_somebody_else() -> None:
    one_stop = viewer("one-stop", Role.ONE_STOP)
    assert acting_as(one_stop, ("department", "one-stop", "applicant")) == one_stop.actor
    assert acting_as(one_stop, ("department", "applicant")).agency == "applicant"  # type: ignore[union-attr]
    assert acting_as(viewer("one-stop", Role.OFFICER), ("department", "applicant")) is None
    assert acting_as(viewer("one-stop", Role.SUPERVISOR), ("one-stop",)) is None


def form(**answers: str) -> dict[str, tuple[str, ...]]:
    """Return a form's answers."""
    return typed([("csrf", "x"), ("seq", "3"), *answers.items()])


def test_a_form_becomes_the_act_it_says() -> None:
    life, who = Life(five_days(), RECEIVED), viewer("department", Role.OFFICER)
    offer = offer_of(who, situation(life), "ask_opinion")
    assert offer is not None
    act = act_of_form(offer, form(agency="tax", content=" Nội dung ", within="2.5", other="x"), "page:1")
    assert act.by == who.actor
    assert act.do == c.AskOpinion(agency="tax", content="Nội dung", within="2.5wd")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"within": "soon"}, "within"), ({"content": "x" * 2001}, "content"), ({"agency": "a b"}, "agency")],
)
def test_an_answer_that_does_not_fit_is_refused_under_the_name_of_its_input(wrong, field) -> None:
    life, who = Life(five_days(), RECEIVED), viewer("department", Role.OFFICER)
    offer = offer_of(who, situation(life), "ask_opinion")
    assert offer is not None
    answers = {"agency": "tax", "content": "x", "within": "2"} | wrong
    with pytest.raises(InvalidInputError) as refused:
        act_of_form(offer, form(**answers), "page:1")
    assert offer.it.asks(refused.value.field) == field


def test_a_key_names_the_same_form_sent_twice_and_no_other() -> None:
    who, other = viewer("department", Role.OFFICER), viewer("department", Role.OFFICER)
    key = key_of(who, "T-1", 3, "stop", form(basis="x"))
    assert key == key_of(other, "T-1", 3, "stop", form(basis=" x\r\n"))
    others = {
        key_of(who, "T-1", 4, "stop", form(basis="x")),
        key_of(who, "T-2", 3, "stop", form(basis="x")),
        key_of(who, "T-1", 3, "stop", form(basis="y")),
        key_of(who, "T-1", 3, "accept", form(basis="x")),
    }
    assert len(others | {key}) == 5


def test_R23_what_was_asked_for_beyond_the_list_is_offered_where_it_is_handed_in():
    life = Life(five_days(), RECEIVED).ask("Tue 2026-11-03 09:00", "plan of the well", basis="law")
    found = offers(viewer("one-stop", Role.OFFICER), situation(life))
    (given,) = (each.it for each in found if each.it.kind == "give_supplement")
    (papers,) = given.inputs
    assert [option.value for option in papers.options] == ["form", "map", "plan of the well"]
