"""Phases with limits of their own, and the promise that stands while tax is assessed and paid (R34–R36)."""

import pytest

from motcua.dossiers.commands import AskWithdrawal, SettleWithdrawal
from tests.dossiers.houses import land_transfer, procedure, step, words
from tests.dossiers.life import Life, refused, spelled

PHASE_ONE = ("propose", "approve", "hand_to_tax")


def first_phase_done(on: str = "Fri 2026-11-06 15:00", **values: object) -> Life:
    """Return a land transfer received Mon 02/11 whose first phase ended then."""
    life = Life(land_transfer(**values), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 10:00", "intake")
    return life.complete("Wed 2026-11-04 10:00", "appraise").complete(on, *PHASE_ONE)


def test_R34_the_promise_stands_between_the_tax_notice_and_the_receipt_of_payment():
    life = first_phase_done()
    assert (life.due, life.waits, life.now.state.portal_code) == ("none", "partner_agency", 6)
    life.complete("Wed 2026-11-11 09:00", "assess_tax")
    assert (life.waits, life.now.state.portal_code) == ("payment", 6)
    life.complete("Wed 2026-11-18 10:00", "pay", by="one-stop", reference="BL-0012")
    assert life.due == "Wed 2026-11-25 17:00"  # 19, 20, 23, 25: Tue 24/11 is a holiday
    assert spelled(life.now.due_original) == "Thu 2026-11-12 17:00"  # without the pause
    assert (life.waits, life.now.state.portal_code) == ("officer", 4)


def test_R34_the_second_phase_runs_to_the_result():
    life = first_phase_done().complete("Wed 2026-11-11 09:00", "assess_tax")
    life.complete("Wed 2026-11-18 10:00", "pay", by="applicant")
    life.complete("Wed 2026-11-25 16:00", "take_receipt", "certificate", "submit", "sign", "hand_over")
    assert (life.now.state.portal_code, life.now.episode("dossier")) == (9, None)
    assert life.when("result_ready") == ["Wed 2026-11-25 16:00"]


def test_R34_each_phase_has_a_limit_of_its_own():
    life = Life(land_transfer(), "Mon 2026-11-02 08:00")
    assert spelled(life.now.phase_clock.due) == "Fri 2026-11-06 17:00"
    life.ring("Mon 2026-11-09 08:00")
    assert ("Fri 2026-11-06 17:00", "phase/one") in [(s.at, s.fact.subject) for s in life.said("overdue_opened")]
    assert not life.late("Mon 2026-11-09 08:00")  # the promise is for eight days


@pytest.mark.parametrize(
    ("carry_over", "due"),
    [
        (False, "Wed 2026-11-25 17:00"),  # four days for the second phase, whatever the first one left
        (True, "Fri 2026-11-27 17:00"),  # the two days left are added: six
    ],
)
def test_R35_unused_days_of_a_phase_are_carried_over_only_where_the_version_says_so(carry_over, due):
    life = first_phase_done("Wed 2026-11-04 16:00", phases_carry_over=carry_over)
    life.complete("Wed 2026-11-11 09:00", "assess_tax").complete("Wed 2026-11-18 10:00", "pay", by="one-stop")
    assert life.due == due


def test_R36_nothing_is_late_while_the_clock_stands():
    life = first_phase_done()
    life.ring("Mon 2026-11-16 09:00")  # the date on the slip was Thu 12/11
    assert not life.late("Mon 2026-11-16 09:00")
    assert life.now.state.portal_code == 6
    assert [s.fact.subject for s in life.said("overdue_opened") if s.fact.subject == "dossier"] == []


def test_R36_the_applicant_who_pays_late_opens_no_episode_but_the_tax_office_does():
    life = first_phase_done()
    life.ring("Thu 2026-11-12 09:00")
    late = life.said("overdue_opened")[-1]
    assert (late.at, late.fact.subject, late.fact.holder, late.fact.own) == (
        "Wed 2026-11-11 15:00",
        "assess_tax/1",
        "tax",
        False,
    )
    life.complete("Thu 2026-11-12 10:00", "assess_tax")
    assert life.ring("Fri 2027-03-05 09:00") == []


def test_R34_a_withdrawal_refused_moves_the_phase_with_the_promise():
    life = Life(land_transfer(), "Mon 2026-11-02 08:00")
    life.do("Tue 2026-11-03 09:00", AskWithdrawal(), by="applicant")
    life.do("Mon 2026-11-09 09:00", SettleWithdrawal(granted=False), by="one-stop")
    assert (life.due, spelled(life.now.phase_clock.due)) == ("Wed 2026-11-18 17:00", "Thu 2026-11-12 17:00")


def test_a_supplement_asked_while_payment_is_awaited_returns_to_awaiting_payment():
    life = first_phase_done().ask("Mon 2026-11-09 09:00", by="land-office")
    assert life.now.state.portal_code == 5
    with refused("R36"):
        life.complete("Tue 2026-11-10 09:00", "assess_tax")
    life.give("Wed 2026-11-11 09:00")
    assert life.now.state.portal_code == 6
    life.complete("Thu 2026-11-12 09:00", "assess_tax").complete("Wed 2026-11-18 10:00", "pay", by="one-stop")
    assert (life.due, life.now.state.portal_code) == ("Wed 2026-11-25 17:00", 4)


def test_R35_a_phase_whose_last_step_is_skipped_is_over_and_its_limit_with_it():
    one, two = {"phase": "one"}, {"phase": "two"}
    steps = [
        step("appraise", "appraise", "department", "2wd", **one),
        step("inspect", "verify", "department", "1wd", "appraise", when="large", **one),
        step("publish", "transfer", "department", "3wd", "inspect"),
        step("sign", "sign", "department", "2wd", "publish", **two),
        step("give_back", "return", "one_stop", "0wd", "sign", **two),
    ]
    phases = [{"id": p, "name": words(p), "allow": "4wd"} for p in ("one", "two")]
    data = {"large": {"type": "bool", "label": words("large"), "default": False}}
    life = Life(procedure(steps, "20wd", phases=phases, data=data), "Mon 2026-11-02 08:00")
    life.complete("Tue 2026-11-03 09:00", "appraise")
    life.ring("Fri 2026-11-13 08:00")  # phase one would have been due Fri 06/11
    assert (life.when("phase_ended"), life.now.episode("phase/one")) == (["Tue 2026-11-03 09:00"], None)
