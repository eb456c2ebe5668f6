"""The apology and the one new date: before the last safe moment, approved, applied by the one-stop, once (R48–R52)."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.dossiers import commands as c
from motcua.dossiers.reappointment import propose_by
from motcua.worktime.allowance import Allowance
from motcua.worktime.layers import closure, combine, layer_of
from tests.dossiers.houses import five_days, land_transfer, ten_days
from tests.dossiers.life import Life, refused, spelled
from tests.dossiers.moving import anew, move, under

REASON = "the boundary has to be measured again"


def due_on_12_november(**values) -> Life:
    """Return a dossier received Mon 02/11 that is due Thu 12/11 (8 working days) and not yet decided on."""
    life = Life(five_days(total="8wd", **values), "Mon 2026-11-02 08:00")
    assert life.due == "Thu 2026-11-12 17:00"
    return life


def propose(life: Life, when: str, by: str = "department", reason: str | None = REASON, **do) -> Life:
    """Propose a new date, five working days later where nothing else is said."""
    asked = do or {"extend": Allowance.parse("5wd"), "approver": "cb-07"}
    return life.do(when, c.ProposeDate(**asked), by=by, reason=reason)


def applied(life: Life, when: str = "Wed 2026-11-11 15:00") -> Life:
    """Propose on Wed 11/11 at 14:00 and have the one-stop apply the date."""
    propose(life, "Wed 2026-11-11 14:00")
    return life.do(when, c.ApplyDate(), by="one-stop")


def test_R49_five_working_days_more_asked_the_day_before_move_the_date_to_19_november():
    life = applied(due_on_12_november())
    assert life.due == "Thu 2026-11-19 17:00"
    (fact,) = life.said("reappointed")
    assert (spelled(fact.fact.old_due), spelled(fact.fact.new_due)) == ("Thu 2026-11-12 17:00", "Thu 2026-11-19 17:00")
    assert (fact.fact.reason, fact.fact.approver, fact.fact.late_notice) == (REASON, "cb-07", False)


LAST_SAFE = [
    ("18wd", "Fri 2026-11-27 17:00", "Thu 2026-11-26 17:00"),
    ("19wd", "Mon 2026-11-30 17:00", "Fri 2026-11-27 17:00"),  # the calendar would allow Sunday
    ("16wd", "Wed 2026-11-25 17:00", "Mon 2026-11-23 17:00"),  # 24/11 is a holiday
]


def due_on(due: str, total: str) -> Life:
    """Return a dossier received Mon 02/11 that is due on a day and not yet decided on."""
    life = Life(five_days(total=total), "Mon 2026-11-02 08:00")
    assert life.due == due
    return life


@pytest.mark.parametrize(("total", "due", "last"), LAST_SAFE)
def test_R48_until_when_a_new_date_may_be_proposed_is_said_beforehand(total, due, last):
    life = due_on(due, total)
    assert spelled(propose_by(life.now, life.ground)) == last


def test_R50_no_moment_is_said_once_the_new_date_is_used_or_no_date_runs():
    life = applied(due_on_12_november())
    assert propose_by(life.now, life.ground) is None
    asked = due_on_12_november().ask("Wed 2026-11-04 09:00")
    assert propose_by(asked.now, asked.ground) is None
    proposed = propose(due_on_12_november(), "Wed 2026-11-11 14:00")
    assert propose_by(proposed.now, proposed.ground) is None
    leg = due_on_12_november()
    assert propose_by(leg.now.model_copy(update={"parent": "T-0"}), leg.ground) is None


@pytest.mark.parametrize(("total", "due", "last"), LAST_SAFE)
def test_R48_the_last_safe_moment_is_the_closing_of_the_working_day_before(total, due, last):
    propose(due_on(due, total), last)
    with refused("R48"):
        propose(due_on(due, total), last.replace("17:00", "17:01"))


@pytest.mark.parametrize(("total", "due", "last"), LAST_SAFE)
@pytest.mark.parametrize(("minute", "late"), [("17:00", False), ("17:01", True)])
def test_R48_an_apology_after_the_last_safe_moment_is_marked_late(total, due, last, minute, late):
    life = due_on(due, total).do(last.replace("17:00", minute), c.Apologise(), by="department", reason=REASON)
    assert life.said("apologised")[0].fact.late is late


def test_R48_a_version_may_ask_for_three_days_before():
    life = due_on_12_november(reappointment={"latest_before": "3wd"})
    with refused("R48"):
        propose(life, "Tue 2026-11-10 08:00")
    propose(life, "Mon 2026-11-09 17:00")


def test_R49_a_new_date_needs_a_reason():
    with refused("R49"):
        propose(due_on_12_november(), "Wed 2026-11-11 14:00", reason=None)


@pytest.mark.parametrize("day", ["2026-11-12", "2026-11-11", "2026-11-03"])
def test_R49_a_new_date_lies_after_the_old_one(day):
    with refused("R49"):
        propose(due_on_12_november(), "Wed 2026-11-11 14:00", new_date=date.fromisoformat(day))


def test_R49_a_new_date_is_a_working_day():
    with refused("R4"):
        propose(due_on_12_november(), "Wed 2026-11-11 14:00", new_date=date(2026, 11, 14))  # a Saturday
    life = propose(due_on_12_november(), "Wed 2026-11-11 14:00", new_date=date(2026, 11, 16), approver="cb-07")
    assert life.do("Wed 2026-11-11 15:00", c.ApplyDate(), by="one-stop").due == "Mon 2026-11-16 17:00"


@pytest.mark.parametrize("do", [{}, {"extend": Allowance.parse("5wd"), "new_date": date(2026, 11, 16)}])
def test_R49_a_proposal_says_how_much_longer_or_until_when(do):
    with refused("R49"):
        due_on_12_november().do("Wed 2026-11-11 14:00", c.ProposeDate(**do), by="department", reason=REASON)


def test_R49_nothing_is_applied_before_the_responsible_agency_has_approved_it():
    life = propose(due_on_12_november(), "Wed 2026-11-11 14:00", extend=Allowance.parse("5wd"))
    with refused("R49"):
        life.do("Wed 2026-11-11 15:00", c.ApplyDate(), by="one-stop")
    with refused("R49"):  # an approval is somebody's
        life.do("Wed 2026-11-11 15:00", c.ApproveDate(), by="department")
    life.do("Wed 2026-11-11 15:30", c.ApproveDate(), by="department/cb-09")
    assert life.do("Wed 2026-11-11 15:40", c.ApplyDate(), by="one-stop").due == "Thu 2026-11-19 17:00"
    assert life.said("reappointed")[0].fact.approver == "cb-09"


def test_R49_nobody_approves_what_they_proposed_themselves():
    life = due_on_12_november()
    with refused("R49"):  # named with the proposal
        propose(life, "Wed 2026-11-11 14:00", "department/cb-07")
    propose(life, "Wed 2026-11-11 14:00", "department/cb-07", extend=Allowance.parse("5wd"))
    with refused("R49"):
        life.do("Wed 2026-11-11 14:30", c.ApproveDate(), by="department/cb-07")
    with refused("R49"):  # nor does who stands in for them
        life.do("Wed 2026-11-11 14:30", c.ApproveDate(), by="department/cb-09 for department/CB-07")
    life.do("Wed 2026-11-11 14:40", c.ApproveDate(), by="department/cb-09")
    assert life.do("Wed 2026-11-11 15:00", c.ApplyDate(), by="one-stop").due == "Thu 2026-11-19 17:00"


def test_R49_nobody_approves_what_was_proposed_in_their_name():
    life = due_on_12_november()
    propose(life, "Wed 2026-11-11 14:00", "department/cb-07 for department/ld-03", extend=Allowance.parse("5wd"))
    with refused("R49"):
        life.do("Wed 2026-11-11 14:30", c.ApproveDate(), by="department/ld-03")
    life.do("Wed 2026-11-11 14:40", c.ApproveDate(), by="department/cb-09 for department")
    assert life.now.proposal.approver == "cb-09"


def test_R51_an_approval_after_the_date_says_that_it_is_too_late_also_where_it_was_approved_before():
    life = propose(due_on_12_november(), "Wed 2026-11-11 14:00")
    with refused("R51"):
        life.do("Fri 2026-11-13 08:00", c.ApproveDate(), by="department/cb-09")


def test_R49_a_version_may_let_who_proposed_a_date_approve_it():
    life = due_on_12_november(reappointment={"approver": "any"})
    propose(life, "Wed 2026-11-11 14:00", "department/cb-07", extend=Allowance.parse("5wd"))
    life.do("Wed 2026-11-11 14:30", c.ApproveDate(), by="department/cb-07")
    assert life.do("Wed 2026-11-11 15:00", c.ApplyDate(), by="one-stop").due == "Thu 2026-11-19 17:00"


def test_R49_a_date_that_is_approved_is_not_approved_again_but_may_still_be_declined():
    life = propose(due_on_12_november(), "Wed 2026-11-11 14:00")
    with refused("R49"):
        life.do("Wed 2026-11-11 14:30", c.ApproveDate(), by="department/cb-09")
    life.do("Wed 2026-11-11 14:40", c.ApproveDate(granted=False), by="department", reason="finished after all")
    assert life.now.proposal is None


def test_R49_a_declined_proposal_moves_nothing_and_another_may_follow():
    life = propose(due_on_12_november(), "Mon 2026-11-09 14:00", extend=Allowance.parse("5wd"))
    with refused("R49"):
        life.do("Mon 2026-11-09 15:00", c.ApproveDate(granted=False), by="department")
    life.do("Mon 2026-11-09 15:00", c.ApproveDate(granted=False), by="department", reason="not needed")
    assert (life.due, life.now.proposal) == ("Thu 2026-11-12 17:00", None)
    assert applied(life).due == "Thu 2026-11-19 17:00"


def test_R49_only_the_one_stop_changes_the_date():
    life = propose(due_on_12_november(), "Wed 2026-11-11 14:00")
    with refused("L61 19.1"):
        life.do("Wed 2026-11-11 15:00", c.ApplyDate(), by="department")
    with refused("R49"):
        due_on_12_november().do("Wed 2026-11-11 15:00", c.ApplyDate(), by="one-stop")


def test_R49_a_second_proposal_waits_for_the_first_to_be_settled():
    life = propose(due_on_12_november(), "Wed 2026-11-11 14:00")
    with refused("R50"):
        propose(life, "Wed 2026-11-11 14:10")


def test_R49_without_a_rule_of_its_own_no_extension_is_longer_than_the_limit_itself():
    with refused("R49"):
        propose(due_on_12_november(), "Wed 2026-11-11 14:00", extend=Allowance.parse("9wd"))
    propose(due_on_12_november(), "Wed 2026-11-11 14:00", extend=Allowance.parse("8wd"))
    longer = due_on_12_november(reappointment={"longest": "20wd"})
    propose(longer, "Wed 2026-11-11 14:00", extend=Allowance.parse("20wd"))
    free = due_on_12_november(reappointment={"longest": "none"})
    propose(free, "Wed 2026-11-11 14:00", extend=Allowance.parse("60wd"))


def test_R50_a_second_re_appointment_is_refused_and_the_dossier_becomes_late_on_friday_midnight():
    life = applied(due_on_12_november())
    with refused("R50"):
        propose(life, "Wed 2026-11-18 09:00")
    assert not life.late("Thu 2026-11-19 23:59")
    assert life.late("Fri 2026-11-20 00:00")
    life.ring("Fri 2026-11-20 08:00")
    assert ("Fri 2026-11-20 00:00", "dossier") in [(s.at, s.fact.subject) for s in life.said("overdue_opened")]


def test_R48_applied_on_the_due_date_itself_a_date_proposed_in_time_still_moves_and_is_marked():
    life = applied(due_on_12_november(), "Thu 2026-11-12 09:00")
    assert (life.due, life.said("reappointed")[0].fact.late_notice) == ("Thu 2026-11-19 17:00", True)


def test_R51_once_the_date_has_passed_it_is_not_moved_any_more():
    life = propose(due_on_12_november(), "Wed 2026-11-11 14:00")
    with refused("R51"):
        life.do("Fri 2026-11-13 08:00", c.ApplyDate(), by="one-stop")


def test_R51_once_the_date_has_passed_no_new_one_is_approved_but_it_is_still_declined():
    life = propose(due_on_12_november(), "Tue 2026-11-10 14:00", extend=Allowance.parse("5wd"))
    with refused("R51"):
        life.do("Fri 2026-11-13 08:00", c.ApproveDate(), by="department/cb-07")
    declined = c.ApproveDate(granted=False)
    assert life.do("Fri 2026-11-13 08:10", declined, by="department/cb-07", reason="too late").now.proposal is None


def test_R51_on_the_due_date_itself_a_new_one_is_approved_and_applied():
    life = propose(due_on_12_november(), "Tue 2026-11-10 14:00", extend=Allowance.parse("5wd"))
    life.do("Thu 2026-11-12 16:00", c.ApproveDate(), by="department/cb-07")
    assert life.do("Thu 2026-11-12 16:10", c.ApplyDate(), by="one-stop").due == "Thu 2026-11-19 17:00"


def test_R48_once_the_date_has_passed_another_is_proposed_too_late_whether_one_waits_or_not():
    life = propose(due_on_12_november(), "Tue 2026-11-10 14:00", extend=Allowance.parse("5wd"))
    with refused("R50"):  # it can still be approved and applied
        propose(life, "Thu 2026-11-12 16:00")
    with refused("R48"):
        propose(life, "Fri 2026-11-13 08:00")


def test_R51_an_apology_after_the_due_date_moves_nothing_and_is_marked_late():
    life = due_on_12_november()
    life.ring("Fri 2026-11-13 09:00")
    life.do("Fri 2026-11-13 09:30", c.Apologise(expected=date(2026, 11, 17)), by="department", reason=REASON)
    (apology,) = life.said("apologised")
    assert (apology.fact.late, spelled(apology.fact.expected)) == (True, "Tue 2026-11-17 17:00")
    assert life.due == "Thu 2026-11-12 17:00"
    assert life.late("Fri 2026-11-13 09:30")
    assert spelled(life.now.apologised_at) == "Fri 2026-11-13 09:30"


def test_R51_an_apology_needs_a_reason_and_expects_nothing_in_the_past():
    life = due_on_12_november()
    with refused("R49"):
        life.do("Fri 2026-11-13 09:30", c.Apologise(), by="department")
    with refused("R49"):
        life.do("Fri 2026-11-13 09:30", c.Apologise(expected=date(2026, 11, 12)), by="department", reason=REASON)


def test_R49_an_apology_before_the_date_expects_nothing_sooner_than_was_promised():
    life = due_on_12_november()
    for day in (11, 12):
        with refused("R49"):
            life.do("Tue 2026-11-10 09:30", c.Apologise(expected=date(2026, 11, day)), by="department", reason=REASON)
    life.do("Tue 2026-11-10 09:30", c.Apologise(expected=date(2026, 11, 13)), by="department", reason=REASON)
    assert spelled(life.said("apologised")[0].fact.expected) == "Fri 2026-11-13 17:00"


def test_R51_an_apology_in_good_time_is_not_marked():
    life = due_on_12_november().do("Tue 2026-11-10 09:30", c.Apologise(), by="department", reason=REASON)
    assert life.said("apologised")[0].fact.late is False


def test_R52_both_dates_are_kept_late_against_the_slip_and_on_time_against_the_new_one():
    life = applied(due_on_12_november())
    life.complete("Wed 2026-11-18 10:00", "decide")
    assert spelled(life.now.due_original) == "Thu 2026-11-12 17:00"
    assert spelled(life.now.clock.due) == "Thu 2026-11-19 17:00"
    assert "dossier" not in [said.fact.subject for said in life.said("overdue_opened")]


def test_R36_while_the_clock_stands_no_date_is_moved():
    life = due_on_12_november().ask("Tue 2026-11-10 09:00")
    with refused("R36"):
        propose(life, "Wed 2026-11-11 14:00")


def test_a_new_date_counts_on_after_a_pause():
    life = applied(due_on_12_november())
    life.ask("Fri 2026-11-13 09:00").give("Mon 2026-11-16 09:00")  # two days used of six, four left
    assert life.due == "Fri 2026-11-20 17:00"


def test_the_phase_gets_as_much_longer_as_the_promise():
    life = Life(land_transfer(), "Mon 2026-11-02 08:00")
    assert spelled(life.now.phase_clock.due) == "Fri 2026-11-06 17:00"
    propose(life, "Thu 2026-11-05 14:00", by="land-office", extend=Allowance.parse("2wd"), approver="cb-07")
    life.do("Thu 2026-11-05 15:00", c.ApplyDate(), by="one-stop")
    assert spelled(life.now.phase_clock.due) == "Tue 2026-11-10 17:00"


def test_a_partner_proposes_but_only_the_deciding_agency_approves():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")  # the one-stop still holds the first step
    with refused("L61 19.1"):
        propose(life, "Tue 2026-11-03 14:00", by="one-stop", extend=Allowance.parse("1wd"), approver="tn-01")
    propose(life, "Tue 2026-11-03 14:00", by="one-stop", extend=Allowance.parse("1wd"))


def test_a_stranger_proposes_nothing():
    with refused("L61 19.1"):
        propose(due_on_12_november(), "Wed 2026-11-11 14:00", by="tax", extend=Allowance.parse("1wd"))


def test_what_has_its_result_is_not_re_appointed():
    life = due_on_12_november().complete("Tue 2026-11-10 10:00", "decide")
    with refused("R60"):
        propose(life, "Tue 2026-11-10 14:00")


def test_R49_a_proposal_that_the_clock_has_overtaken_is_not_applied():
    life = propose(due_on_12_november(), "Tue 2026-11-10 14:00", extend=Allowance.parse("1wd"), approver="cb-07")
    life.ask("Tue 2026-11-10 15:00").give("Mon 2026-11-16 15:00")  # the pause itself moved the date beyond the proposal
    assert life.due == "Wed 2026-11-18 17:00"
    with refused("R49"):
        life.do("Mon 2026-11-16 16:00", c.ApplyDate(), by="one-stop")


def test_R49_no_new_date_is_approved_once_the_result_is_there():
    life = propose(due_on_12_november(), "Wed 2026-11-04 10:00", extend=Allowance.parse("2wd"))
    life.complete("Thu 2026-11-05 10:00", "decide")
    with refused("R60"):
        life.do("Thu 2026-11-05 11:00", c.ApproveDate(), by="department/cb-07")


def test_R10_an_approved_date_whose_day_is_closed_meanwhile_is_the_next_working_day():
    life = propose(due_on_12_november(), "Tue 2026-11-10 14:00")
    assert spelled(life.now.proposal.new_due) == "Thu 2026-11-19 17:00"
    storm = closure("vn", date(2026, 11, 19), "Bão", "Công điện 12/CĐ-UBND")
    closed = combine([layer_of(life.ground.calendars["vn"]), storm], id="vn")
    life.ground = replace(life.ground, calendars={"vn": closed}, _of_agency={})
    life.do("Wed 2026-11-11 09:00", c.ApplyDate(), by="one-stop")
    assert life.due == "Fri 2026-11-20 17:00"


def test_R48_a_version_may_ask_for_a_month_before_and_means_a_month():
    life = Life(five_days(total="40wd", reappointment={"latest_before": "1month"}), "Mon 2026-11-02 08:00")
    assert life.due == "Tue 2026-12-29 17:00"
    with refused("R48"):
        propose(life, "Mon 2026-11-30 08:00")
    propose(life, "Fri 2026-11-27 16:00")


def test_R50_a_date_proposed_before_a_move_is_not_applied_where_the_new_version_grants_none():
    life = under(ten_days(), anew(ten_days(), reappointment={"max": 0}))
    propose(life, "Tue 2026-11-03 09:00")
    move(life, "Tue 2026-11-03 10:00")
    with refused("R50"):
        life.do("Tue 2026-11-03 11:00", c.ApplyDate(), by="one-stop")


def test_R49_a_proposal_the_clock_has_overtaken_gives_way_to_another():
    life = propose(due_on_12_november(), "Tue 2026-11-10 14:00", extend=Allowance.parse("1wd"), approver="cb-07")
    life.ask("Tue 2026-11-10 15:00").give("Mon 2026-11-16 15:00")
    propose(life, "Mon 2026-11-16 16:00", extend=Allowance.parse("2wd"), approver="cb-07")
    assert life.do("Mon 2026-11-16 16:10", c.ApplyDate(), by="one-stop").due == "Fri 2026-11-20 17:00"


def test_R49_the_next_phase_takes_no_date_back_that_the_applicant_was_told():
    life = Life(land_transfer(), "Mon 2026-11-02 08:00")
    propose(life, "Mon 2026-11-02 09:00", by="land-office", extend=Allowance.parse("3wd"), approver="cb-07")
    life.do("Mon 2026-11-02 10:00", c.ApplyDate(), by="one-stop")
    assert life.due == "Tue 2026-11-17 17:00"
    life.complete("Mon 2026-11-02 11:00", "intake", "appraise", "propose", "approve", "hand_to_tax")
    life.complete("Tue 2026-11-03 09:00", "assess_tax")
    life.complete("Tue 2026-11-03 10:00", "pay", by="one-stop")
    assert life.due == "Wed 2026-11-18 17:00"  # one day stood; counted anew it would be Mon 09/11


@pytest.mark.parametrize("rule", [{"policy": "restart"}, {"policy": "new_limit", "new_limit": "2wd"}], ids=str)
def test_R49_a_time_given_anew_by_a_supplement_does_not_take_back_the_date_promised_with_the_apology(rule):
    life = Life(ten_days(supplement=rule), "Mon 2026-11-02 08:00")
    more = c.ProposeDate(extend=Allowance.parse("10wd"), approver="cb-7")
    life.do("Wed 2026-11-04 09:00", more, by="department", reason="surveying")
    life.do("Wed 2026-11-04 10:00", c.ApplyDate(), by="one-stop")
    promised = life.due
    life.ask("Thu 2026-11-05 09:00").give("Fri 2026-11-06 09:00")
    assert (promised, life.due) == ("Tue 2026-12-01 17:00", "Wed 2026-12-02 17:00")  # what was left of it runs on
