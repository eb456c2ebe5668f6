"""R53, R55, R58: results, refusals on the merits, withdrawals, stops; and R60, what the portal is told of each."""

import pytest

from motcua.dossiers.commands import AskWithdrawal, RefuseOnMerits, SettleWithdrawal, Stop
from motcua.dossiers.parts import State
from tests.dossiers.houses import five_days, investment, sea_area, step, ten_days
from tests.dossiers.life import Life, refused, spelled

LAW = "Land Law 2024 art. 116"


def due_on_friday() -> Life:
    """Return a dossier of five days received Thu 19/11, due Fri 27/11."""
    life = Life(five_days(), "Thu 2026-11-19 09:00")
    assert life.due == "Fri 2026-11-27 17:00"
    return life


@pytest.mark.parametrize(
    ("signed", "in_time"),
    [
        ("Fri 2026-11-27 16:00", True),
        ("Fri 2026-11-27 20:00", True),  # on-time compares dates
        ("Mon 2026-11-30 08:00", False),
    ],
)
def test_R53_a_refusal_on_the_merits_is_a_result_due_like_one(signed, in_time):
    life = due_on_friday().do(signed, RefuseOnMerits(step="decide", basis=LAW), by="department")
    assert (life.now.result, life.now.state.portal_code) == ("refused", 9)
    assert (life.now.finished_at < life.now.clock.late_from) is in_time
    assert ("dossier" not in [s.fact.subject for s in life.said("overdue_opened")]) is in_time
    life.complete("Wed 2026-12-09 09:00", "give_back")
    assert life.now.state.portal_code == 10


def test_R53_a_refusal_ends_everything_that_was_still_open_and_goes_straight_to_the_return():
    life = Life(investment(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake", "send_out")
    life.opine("Wed 2026-11-04 09:00", "local").opine("Wed 2026-11-04 09:00", "registry")
    life.do("Thu 2026-11-05 09:00", RefuseOnMerits(step="report", basis=LAW), by="registrar")
    assert life.open_steps() == ["give_back"]
    assert life.said("result_ready")[0].fact.basis == LAW


def test_R53_a_refusal_while_the_clock_stands_counts_the_time_for_which_it_stood():
    life = Life(sea_area(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    life.do("Mon 2026-11-16 09:00", RefuseOnMerits(step="appraise", basis=LAW), by="department")
    assert life.due == "Wed 2027-01-20 17:00"  # 45 days from Mon 16/11, not from receipt
    assert life.now.finished_at < life.now.clock.late_from


def test_only_the_deciding_agency_or_who_signs_refuses():
    life = Life(investment(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake", "send_out")
    with refused("L61 19.1"):
        life.do("Wed 2026-11-04 09:00", RefuseOnMerits(step="local", basis=LAW), by="commune")
    life.opine("Wed 2026-11-04 09:00", "local").opine("Wed 2026-11-04 09:00", "registry")
    life.complete("Wed 2026-11-04 10:00", "report")
    life.do("Thu 2026-11-05 09:00", RefuseOnMerits(step="approve", basis=LAW), by="chair")
    assert life.now.result == "refused"


def test_R55_the_day_of_the_result_decides_not_the_day_it_is_collected():
    life = due_on_friday().complete("Fri 2026-11-27 16:00", "decide")
    life.ring("Mon 2026-12-07 09:00")
    assert life.waits == "applicant"
    life.complete("Mon 2026-12-07 09:30", "give_back")
    assert spelled(life.now.finished_at) == "Fri 2026-11-27 16:00"
    assert "dossier" not in [s.fact.subject for s in life.said("overdue_opened")]


def asked_back(when: str = "Thu 2026-11-05 10:00") -> Life:
    """Return ten days received Mon 02/11 (due Mon 16/11) that the applicant wants back."""
    return Life(ten_days(), "Mon 2026-11-02 08:00").do(when, AskWithdrawal(), by="applicant")


def test_R58_a_granted_withdrawal_ends_the_dossier_without_a_result():
    life = asked_back()
    assert (life.now.state.portal_code, life.waits, life.due) == (7, "officer", "none")
    life.do("Fri 2026-11-06 09:00", SettleWithdrawal(granted=True), by="one-stop")
    assert (life.now.state.portal_code, life.now.result, life.now.finished_at) == (8, None, None)
    assert (life.open_steps(), life.said("stopped")[0].fact.reason) == ([], "withdrawn")


def test_R58_a_refused_withdrawal_lets_the_work_go_on_with_what_was_left():
    life = asked_back()
    life.do("Tue 2026-11-10 09:00", SettleWithdrawal(granted=False), by="one-stop")
    assert (life.due, life.now.state, life.open_steps()) == ("Thu 2026-11-19 17:00", State.RECEIVED, ["intake"])
    assert life.step_due("intake") != "none"


def test_R58_nothing_is_completed_while_a_withdrawal_is_asked():
    with refused("R36"):
        asked_back().complete("Fri 2026-11-06 09:00", "intake")


@pytest.mark.parametrize("deed", [AskWithdrawal(), Stop(basis=LAW)])
def test_R58_once_the_result_is_signed_it_is_returned(deed):
    life = due_on_friday().complete("Mon 2026-11-23 16:00", "decide")
    with refused("R58" if isinstance(deed, AskWithdrawal) else "R53"):
        life.do("Wed 2026-11-25 09:00", deed, by="one-stop")


def test_R58_a_withdrawal_is_asked_once_and_settled_only_when_asked():
    with refused("R58"):
        asked_back().do("Fri 2026-11-06 09:00", AskWithdrawal(), by="applicant")
    with refused("R58"):
        due_on_friday().do("Fri 2026-11-20 09:00", SettleWithdrawal(granted=True), by="one-stop")
    with refused("L61 19.1"):
        asked_back().do("Fri 2026-11-06 09:00", SettleWithdrawal(granted=True), by="applicant")


def test_a_stop_ends_the_dossier_with_its_ground_and_everything_that_hung_on_it():
    life = due_on_friday()
    life.ring("Mon 2026-11-30 09:00")
    with refused("L61 19.1"):
        life.do("Mon 2026-11-30 10:00", Stop(basis=LAW), by="tax")
    life.do("Mon 2026-11-30 10:30", Stop(basis=LAW), by="department", reason="the plot is under dispute")
    assert (life.now.state.portal_code, life.now.episodes, life.open_steps()) == (8, (), [])
    lost = {s.fact.subject: s.fact.lost_minutes for s in life.said("overdue_closed")}
    assert lost["dossier"] == 180  # Mon 30/11, 07:30 to 10:30
    assert life.said("stopped")[0].fact.basis == LAW


def test_nothing_more_is_done_to_a_dossier_that_has_ended():
    life = asked_back().do("Fri 2026-11-06 09:00", SettleWithdrawal(granted=True), by="one-stop")
    for deed in (AskWithdrawal(), Stop(basis=LAW)):
        with refused("R60"):
            life.do("Mon 2026-11-09 09:00", deed, by="one-stop")


def test_R60_every_state_has_a_code_of_the_national_portal():
    assert {state.value: state.portal_code for state in State} == {
        "submitted_online": 1,
        "received": 2,
        "refused_at_intake": 3,
        "in_process": 4,
        "supplement_before_receipt": 5,
        "supplement_after_receipt": 5,
        "awaiting_financial": 6,
        "withdraw_requested": 7,
        "stopped": 8,
        "result_ready": 9,
        "returned": 10,
    }
    assert {state.portal_code for state in State if state.closed} == {3, 8, 10}


def test_R60_what_was_not_received_is_refused_at_intake_and_not_stopped():
    life = Life(five_days(), "Fri 2026-11-20 09:00", channel="online")
    with refused("R60"):
        life.do("Fri 2026-11-20 10:00", Stop(basis="Decree 61/2018"), by="one-stop", reason="not ours")
    assert life.now.state is State.SUBMITTED


def test_a_withdrawal_of_an_online_dossier_before_receipt_stops_it():
    life = Life(five_days(), "Thu 2026-11-19 09:00", channel="online")
    life.do("Thu 2026-11-19 10:00", AskWithdrawal(), by="applicant")
    life.do("Thu 2026-11-19 11:00", SettleWithdrawal(granted=True), by="one-stop")
    assert [s.fact.kind for s in life.said()] == [
        "opened",
        "submitted",
        "withdrawal_asked",
        "withdrawal_settled",
        "stopped",
    ]


def test_the_result_is_there_when_the_last_step_is_done_even_without_a_return_step():
    life = Life(five_days(steps=[step("decide", "sign", "department", "5wd")]), "Thu 2026-11-19 09:00")
    life.complete("Mon 2026-11-23 09:00", "decide")
    assert [s.fact.kind for s in life.said("result_ready", "returned")] == ["result_ready", "returned"]
