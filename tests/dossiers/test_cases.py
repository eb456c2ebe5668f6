"""Limits by the result of a verification: the clocks follow what becomes known (R10, R14, R74).

The year 2026: Tue 24 November is a day off.
"""

from motcua.dossiers import commands as c
from tests.dossiers.cases import UNCLEAR, looked_at, table, verified
from tests.dossiers.houses import procedure, step, words
from tests.dossiers.life import Life, spelled


def test_the_result_of_a_verification_sets_the_clock_anew_from_receipt():
    life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    assert life.due == "Mon 2026-11-09 17:00"  # 5 working days
    looked_at(life, "Wed 2026-11-04 15:00")
    assert life.due == "Mon 2026-11-16 17:00"  # 10, counted from the same day of receipt
    assert [said.fact.why for said in life.said("clock_set")] == ["receipt", "case"]
    assert life.now.clock is not None
    assert spelled(life.now.clock.since) == "Mon 2026-11-02 08:00"


def test_R52_the_date_on_the_slip_stays_visible_when_the_case_moves_it():
    life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    looked_at(life, "Wed 2026-11-04 15:00")
    assert spelled(life.now.due_original) == "Mon 2026-11-09 17:00"


def test_nothing_is_set_anew_where_the_case_stays_what_it_was():
    life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    looked_at(life, "Wed 2026-11-04 15:00", unclear=False)
    assert [said.fact.why for said in life.said("clock_set")] == ["receipt"]
    assert life.due == "Mon 2026-11-09 17:00"


def test_R74_the_same_facts_give_the_same_date_again():
    dues = []
    for _ in range(2):
        life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
        dues.append(looked_at(life, "Wed 2026-11-04 15:00").due)
    assert dues == ["Mon 2026-11-16 17:00"] * 2


def test_the_steps_have_the_limits_of_the_case_those_open_too():
    life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    assert life.step_due("beside") == "Thu 2026-11-05 15:00"  # 3 days by the hour
    looked_at(life, "Wed 2026-11-04 15:00")
    assert life.step_due("beside") == "Mon 2026-11-09 15:00"  # 5 days from where it began
    life.complete("Thu 2026-11-05 09:00", "beside")
    assert life.step_due("decide") == "Wed 2026-11-11 09:00"  # 4 days, not the 2 of a plain dossier


def test_the_last_moment_to_act_counts_with_the_limits_of_the_case():
    life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    assert life.act_by == "Fri 2026-11-06 07:30"  # 2 working days before the end of Mon 09/11
    looked_at(life, "Wed 2026-11-04 15:00")
    assert life.act_by == "Wed 2026-11-11 07:30"  # 4 working days before the end of Mon 16/11


def test_what_is_given_more_is_granted_to_what_was_left_after_a_pause():
    life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    life.ask("Wed 2026-11-04 10:00").give("Mon 2026-11-09 10:00")
    assert life.due == "Thu 2026-11-12 17:00"  # 2 of 5 used, 3 left
    looked_at(life, "Tue 2026-11-10 10:00")
    assert life.due == "Thu 2026-11-19 17:00"  # 3 + 5 left from Mon 09/11: 2 of 10 were used


def test_what_becomes_known_while_the_clock_stands_changes_what_is_left_of_it():
    steps = [
        step("take", "intake", "one_stop", "0wd"),
        step("look", "verify", "police", "2wd", "take"),
        step("pay", "finance", "applicant", "none", "take", clock="pause"),
        step("decide", "sign", "department", "3wd", "look pay"),
        step("return", "return", "one_stop", "0wd", "decide"),
    ]
    rows = table("unclear", {"when": "true", "limit": "8wd"}, otherwise={"label": words("plain")})
    house = procedure(steps, "5wd", data={"unclear": UNCLEAR}, tables=[rows])
    life = Life(house, "Mon 2026-11-02 08:00").complete("Tue 2026-11-03 09:00", "take")
    assert (life.due, str(life.now.left)) == ("none", "4wd")
    looked_at(life, "Thu 2026-11-05 09:00")
    assert (life.due, str(life.now.left)) == ("none", "7wd")
    life.complete("Mon 2026-11-09 09:00", "pay", by="one-stop")
    assert life.due == "Wed 2026-11-18 17:00"  # 7 working days after Mon 09/11


def test_R14_a_limit_in_another_unit_is_counted_from_receipt_and_what_stood_is_granted():
    life = Life(verified(unclear="20cd"), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    life.ask("Wed 2026-11-04 10:00").give("Mon 2026-11-09 10:00")
    looked_at(life, "Tue 2026-11-10 10:00")
    assert life.due == "Fri 2026-11-27 17:00"  # 20 days + 5 days stood: 25 after Mon 02/11


def test_R14_a_limit_in_another_unit_without_a_pause_is_just_that_limit():
    life = Life(verified(unclear="20cd"), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    looked_at(life, "Wed 2026-11-04 15:00")
    assert life.due == "Mon 2026-11-23 17:00"  # Sun 22/11 is a day off


def test_R29_after_a_restart_the_case_is_counted_from_the_supplement():
    house = verified(supplement={"policy": "restart"})
    life = Life(house, "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    life.ask("Wed 2026-11-04 10:00").give("Mon 2026-11-09 10:00")
    assert life.due == "Mon 2026-11-16 17:00"
    looked_at(life, "Tue 2026-11-10 10:00")
    assert life.due == "Mon 2026-11-23 17:00"  # 10 working days after Mon 09/11


def test_a_shorter_limit_takes_time_away():
    life = Life(verified("10wd", "7wd"), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    assert life.due == "Mon 2026-11-16 17:00"
    looked_at(life, "Wed 2026-11-04 15:00")
    assert life.due == "Wed 2026-11-11 17:00"


def test_R10_a_date_never_moves_behind_the_day_on_which_its_case_became_known():
    life = Life(verified("10wd", "7wd"), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    looked_at(life, "Fri 2026-11-13 10:00")  # 7 days ended on Wed 11/11, when nobody could know it
    assert life.due == "Fri 2026-11-13 17:00"
    assert not life.late("Fri 2026-11-13 16:59")
    assert life.late("Mon 2026-11-16 07:30")
    kinds = [fact.kind for fact in life.ring("Mon 2026-11-16 07:30")]
    assert kinds.count("overdue_opened") >= 1


def test_R10_what_is_due_by_then_anyway_stays_as_it_was():
    life = Life(verified("10wd", "7wd"), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    looked_at(life, "Mon 2026-11-16 10:00")  # the very day it is due
    assert life.due == "Mon 2026-11-16 17:00"
    assert [said.fact.why for said in life.said("clock_set")] == ["receipt"]


def test_a_late_dossier_is_late_no_more_where_its_case_had_more_time():
    life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    life.ring("Tue 2026-11-10 07:30")
    assert life.late("Tue 2026-11-10 08:00")
    assert life.now.episode("dossier")
    looked_at(life, "Tue 2026-11-10 09:00")
    assert life.due == "Mon 2026-11-16 17:00"
    assert not life.late("Tue 2026-11-10 09:00")
    assert life.now.episode("dossier") is None


def test_a_late_dossier_stays_late_where_its_case_had_not_enough_more():
    life = Life(verified("5wd", "6wd"), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    life.ring("Thu 2026-11-12 07:30")
    looked_at(life, "Thu 2026-11-12 09:00")
    assert life.due == "Tue 2026-11-10 17:00"
    assert life.late("Thu 2026-11-12 09:00")
    assert life.now.episode("dossier")


def test_R49_a_date_promised_with_an_apology_is_not_taken_back():
    life = Life(verified("10wd", "7wd"), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    life.do(
        "Tue 2026-11-03 09:00", c.ProposeDate(extend="3wd", approver="chief"), by="department/officer", reason="flood"
    )
    life.do("Tue 2026-11-03 10:00", c.ApplyDate(), by="one-stop")
    assert life.due == "Thu 2026-11-19 17:00"
    looked_at(life, "Wed 2026-11-04 15:00")
    assert life.due == "Thu 2026-11-19 17:00"


def test_R49_what_the_case_gives_more_is_added_to_a_date_promised_with_an_apology():
    life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    life.do(
        "Tue 2026-11-03 09:00", c.ProposeDate(extend="3wd", approver="chief"), by="department/officer", reason="flood"
    )
    life.do("Tue 2026-11-03 10:00", c.ApplyDate(), by="one-stop")
    assert life.due == "Thu 2026-11-12 17:00"
    looked_at(life, "Wed 2026-11-04 15:00")
    assert life.due == "Thu 2026-11-19 17:00"


def test_a_finished_dossier_keeps_its_date_whatever_becomes_known():
    life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    life.complete("Tue 2026-11-03 09:00", "look", "beside", data={"unclear": False})
    life.complete("Wed 2026-11-04 09:00", "decide").complete("Thu 2026-11-05 09:00", "return", data={"unclear": True})
    assert [said.fact.why for said in life.said("clock_set")] == ["receipt"]
