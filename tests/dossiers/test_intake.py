"""How a dossier comes in: at the counter, by post, online; received, completed first, or not received."""

import pytest

from motcua.dossiers.commands import Accept, AskWithdrawal, RefuseIntake, SettleWithdrawal
from motcua.dossiers.parts import State
from tests.dossiers.houses import five_days, procedure, step, ten_days, words
from tests.dossiers.life import Life, refused


@pytest.mark.parametrize(
    ("submitted", "decide_by"),
    [
        ("Fri 2026-11-20 19:30", "Mon 2026-11-23 17:00"),  # in the evening: counted from Monday's opening
        ("Mon 2026-11-23 10:00", "Wed 2026-11-25 10:00"),  # Tue 24/11 is Vietnam Culture Day
        ("Sat 2026-08-22 09:00", "Mon 2026-08-24 09:00"),  # a Saturday worked for Mon 31/08
        ("Sat 2026-11-21 09:00", "Mon 2026-11-23 17:00"),  # an ordinary Saturday
        ("Fri 2026-02-13 16:59", "Mon 2026-02-23 16:59"),  # the eve of Tết, one minute before closing
    ],
)
def test_R15_an_online_dossier_is_decided_on_within_eight_working_hours(submitted, decide_by):
    life = Life(five_days(), submitted, channel="online")
    assert life.now.state is State.SUBMITTED
    assert life.alarm == (decide_by, "intake")
    assert life.waits == "officer"
    assert life.due == "none"


def test_R15_a_submission_left_alone_is_an_intake_episode_of_the_one_stop():
    life = Life(five_days(), "Fri 2026-11-20 19:30", channel="online")
    life.ring("Wed 2026-11-25 09:00")
    assert [(s.at, s.fact.kind, s.by) for s in life.said()[2:]] == [
        ("Mon 2026-11-23 17:00", "overdue_opened", "law"),
        ("Wed 2026-11-25 07:30", "escalated", "law"),
    ]
    life.do("Wed 2026-11-25 09:30", Accept(), by="one-stop")
    closed = life.said("overdue_closed")[0].fact
    assert (closed.subject, closed.lost_minutes) == ("intake", 120)  # 07:30 to 09:30
    assert life.now.episodes == ()


def test_R16_the_clock_starts_with_acceptance_not_with_submission():
    life = Life(five_days(), "Fri 2026-11-20 19:30", channel="online")
    life.do("Mon 2026-11-23 09:00", Accept(), by="one-stop")
    assert life.due == "Tue 2026-12-01 17:00"
    assert life.now.state.portal_code == 2


@pytest.mark.parametrize("channel", ["direct", "post"])
def test_R16_at_the_counter_and_by_post_receipt_is_at_once(channel):
    life = Life(five_days(), "Thu 2026-11-19 09:00", channel=channel)
    assert life.due == "Fri 2026-11-27 17:00"
    assert life.open_steps() == ["decide"]


def test_R16_papers_from_the_post_that_are_not_complete_wait_like_a_submission():
    life = Life(five_days(), "Thu 2026-11-19 09:00", channel="post", accept=False)
    assert life.now.state is State.SUBMITTED
    assert life.alarm == ("Fri 2026-11-20 09:00", "intake")


def test_R16_an_online_dossier_known_to_be_complete_is_received_at_once():
    life = Life(five_days(), "Thu 2026-11-19 09:00", channel="online", accept=True)
    assert life.due == "Fri 2026-11-27 17:00"


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("Mon 2026-11-23 14:59", "Mon 2026-11-23 17:00"),
        ("Mon 2026-11-23 15:00", "Mon 2026-11-23 17:00"),  # 15:00 itself is still in time
        ("Mon 2026-11-23 15:01", "Wed 2026-11-25 17:00"),
        ("Sat 2026-08-22 14:00", "Sat 2026-08-22 17:00"),  # a worked Saturday
        ("Fri 2026-02-13 15:30", "Mon 2026-02-23 17:00"),  # the eve of Tết, after the cut-off
    ],
)
def test_R17_a_same_day_procedure_is_due_the_same_day_up_to_the_cut_off(received, due):
    assert Life(five_days(total="1wd", same_day_until="15:00"), received).due == due


def test_R17_after_a_supplement_the_cut_off_of_the_first_day_is_over():
    same_day = five_days(total="1wd", same_day_until="15:00", supplement={"policy": "restart"})
    life = Life(same_day, "Mon 2026-11-23 09:00").ask("Mon 2026-11-23 10:00").give("Wed 2026-11-25 10:00")
    assert life.due == "Thu 2026-11-26 17:00"


@pytest.mark.parametrize(
    ("data", "channel", "due"),
    [
        ({}, "direct", "Fri 2026-11-27 17:00"),  # the general limit of 5 days
        ({"remote": True}, "direct", "Fri 2026-12-04 17:00"),  # 10 days
        ({}, "post", "Mon 2026-11-23 17:00"),  # 2 days
        ({"remote": True}, "post", "Fri 2026-12-04 17:00"),  # the first case that holds wins
    ],
)
def test_the_limit_is_that_of_the_case_and_the_channel(data, channel, due):
    limits = [
        {"when": "remote", "allow": "10wd", "label": words("remote area")},
        {"when": 'channel == "post"', "allow": "2wd", "label": words("by post")},
    ]
    declared = {"remote": {"type": "bool", "label": words("remote"), "default": False}}
    life = Life(five_days(limits=limits, data=declared), "Thu 2026-11-19 09:00", channel=channel, data=data)
    assert life.due == due


def test_a_refusal_at_intake_ends_the_dossier_with_its_reason():
    life = Life(five_days(), "Mon 2026-11-23 09:00", channel="online")
    with refused("L61 17.1b"):
        life.do("Mon 2026-11-23 10:00", RefuseIntake(), by="one-stop")
    life.do("Mon 2026-11-23 10:00", RefuseIntake(), by="one-stop", reason="not a matter of this province")
    assert life.now.state.portal_code == 3
    assert (life.now.closed, life.waits, life.alarm[0]) == (True, None, "none")


def test_what_is_received_is_not_received_or_refused_again():
    life = Life(five_days(), "Mon 2026-11-23 09:00")
    for deed in (Accept(), RefuseIntake()):
        with refused("R16"):
            life.do("Mon 2026-11-23 10:00", deed, by="one-stop", reason="again")


def test_only_the_one_stop_or_the_deciding_agency_receives():
    life = Life(five_days(), "Mon 2026-11-23 09:00", channel="online")
    with refused("L61 19.1"):
        life.do("Mon 2026-11-23 10:00", Accept(), by="tax")


def test_a_supplement_before_receipt_gives_the_intake_time_anew():
    life = Life(five_days(), "Mon 2026-11-02 09:00", channel="online")
    life.ask("Mon 2026-11-02 10:00", "map", by="one-stop")
    assert (life.now.state.portal_code, life.waits, life.alarm[0]) == (5, "applicant", "none")
    life.give("Wed 2026-11-11 20:00", by="applicant")
    assert life.now.state is State.SUBMITTED
    assert life.alarm == ("Thu 2026-11-12 17:00", "intake")
    life.do("Thu 2026-11-12 08:00", Accept(), by="one-stop")
    assert life.due == "Thu 2026-11-19 17:00"


def test_a_supplement_asked_too_late_ends_the_intake_episode_with_the_time_lost():
    life = Life(five_days(), "Mon 2026-11-02 09:00", channel="online")
    life.ring("Tue 2026-11-03 09:00")
    life.ask("Tue 2026-11-03 11:00", "map", by="one-stop")
    assert life.now.episodes == ()
    assert life.said("overdue_closed")[0].fact.lost_minutes == 120


def test_before_receipt_only_the_one_stop_asks_for_a_supplement():
    life = Life(five_days(), "Mon 2026-11-02 09:00", channel="online")
    with refused("L61 19.1"):
        life.ask("Mon 2026-11-02 10:00", "map", by="department")


def test_R32_an_unanswered_request_before_receipt_ends_the_dossier():
    shop = five_days(supplement={"policy": "pause_then_close", "window": "15cd"})
    life = Life(shop, "Mon 2026-11-02 08:00", channel="online").ask("Mon 2026-11-02 09:00", by="one-stop")
    life.ring("Wed 2026-11-18 08:00")
    assert life.when("stopped") == ["Wed 2026-11-18 07:30"]
    assert life.now.state.portal_code == 8


def test_a_withdrawal_refused_before_receipt_gives_the_intake_time_anew():
    life = Life(five_days(), "Mon 2026-11-02 08:00", channel="online")
    life.do("Mon 2026-11-02 16:00", AskWithdrawal(), by="applicant")
    life.do("Thu 2026-11-05 10:00", SettleWithdrawal(granted=False), by="one-stop")
    assert life.alarm == ("Fri 2026-11-06 10:00", "intake")


def test_R24_an_immediate_procedure_still_records_receipt_result_and_return():
    at_once = procedure([step("certify", "return", "one_stop", "0wd")], "none", immediate=True)
    life = Life(at_once, "Mon 2026-11-23 09:00")
    assert life.due == "none"
    life.complete("Mon 2026-11-23 09:10", "certify", by="one-stop")
    codes = {"received": 2, "result_ready": 9, "returned": 10}
    assert [codes[s.fact.kind] for s in life.said(*codes)] == [2, 9, 10]


def test_where_it_was_received_is_not_who_decides():
    life = Life(ten_days(), "Mon 2026-11-02 08:00", received_by="ward-one-stop", by="ward-one-stop")
    assert (life.now.one_stop, life.now.competent) == ("ward-one-stop", "department")
    assert life.duty("intake").agency == "ward-one-stop"


def test_R23_papers_outside_the_published_list_are_not_taken_in():
    with refused("R23"):
        Life(five_days(), "Mon 2026-11-02 08:00", documents=("form", "wedding-photo"))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "do.data.floors"),  # neither given nor with a default
        ({"floors": "three"}, "do.data.floors"),
        ({"floors": True}, "do.data.floors"),  # a truth value is no number
        ({"floors": 3, "use": "casino"}, "do.data.use"),
        ({"floors": 3, "owner": "a name"}, "do.data.owner"),  # not declared
        ({"floors": 3, "area": "many"}, "do.data.area"),
        ({"floors": 3, "note": "x" * 501}, "do.data.note"),
    ],
)
def test_R12_data_is_only_what_the_version_declares(data, field):
    declared = {
        "floors": {"type": "int", "label": words("floors")},
        "use": {"type": "choice", "label": words("use"), "choices": ["home", "shop"], "default": "home"},
        "area": {"type": "decimal", "label": words("area"), "default": "0"},
        "note": {"type": "text", "label": words("note"), "default": ""},
    }
    with refused("R12") as problem:
        Life(five_days(data=declared), "Mon 2026-11-02 08:00", data=data)
    assert problem.value.field == field


def test_an_unreceived_dossier_takes_no_act_of_processing():
    life = Life(five_days(), "Mon 2026-11-02 08:00", channel="online")
    with refused("R12"):
        life.complete("Mon 2026-11-02 09:00", "decide", by="department")
