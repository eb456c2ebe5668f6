"""R25–R27, R55, R68: every working minute from receipt to the result belongs to one holder, and to one only."""

from motcua.dossiers import commands as c
from motcua.dossiers.commands import AskWithdrawal, Assign, DepartmentAnswered, Receive, SettleWithdrawal
from motcua.dossiers.ledger import Ledger, ledger
from motcua.dossiers.visits import Visit
from tests.dossiers.houses import five_days, investment, land_transfer, procedure, step, ten_days
from tests.dossiers.life import Life, at

HOUR = 3600
MUCH_LATER = "Fri 2026-12-18 09:00"


def ledger_of(life: Life, now: str) -> Ledger:
    return ledger(life.transitions, life.ground, at(now))


def hours(life: Life, now: str) -> dict[tuple[str, str, str], tuple[float, float, float, float]]:
    """Return the shares in hours: lying there, in hand, of both with the clock standing, of both late."""
    return {
        (s.holder.value, s.agency, s.step): (
            s.seconds_waiting / HOUR,
            s.seconds_handling / HOUR,
            s.seconds_stood / HOUR,
            s.seconds_late / HOUR,
        )
        for s in ledger_of(life, now).shares
    }


def visit(life: Life, name: str, now: str = MUCH_LATER) -> Visit:
    return next(v for v in ledger_of(life, now).visits if v.step == name)


def test_an_agency_has_the_time_it_holds_the_work_and_lying_is_apart_from_handling():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 10:00", "intake")
    life.do("Wed 2026-11-04 10:00", Assign(step="appraise", officer="A12"), by="department")
    life.complete("Thu 2026-11-05 10:00", "appraise").complete("Thu 2026-11-05 15:30", "sign")
    assert hours(life, MUCH_LATER) == {
        ("own_agency", "one-stop", "intake"): (2, 0, 0, 0),  # nobody was named: all of it lay there
        ("own_agency", "department", "appraise"): (16, 8, 0, 0),
        ("own_agency", "department", "sign"): (4, 0, 0, 0),
    }


def test_R55_the_time_ends_with_the_result_not_with_its_collection():
    life = Life(five_days(), "Mon 2026-11-02 08:00").complete("Tue 2026-11-03 08:00", "decide")
    life.complete("Fri 2026-11-20 10:00", "give_back")
    found = ledger_of(life, MUCH_LATER)
    assert (found.seconds, found.open) == (8 * HOUR, False)


def test_an_open_dossier_is_counted_until_it_is_asked():
    life = Life(five_days(), "Mon 2026-11-02 08:00")
    assert ledger_of(life, "Wed 2026-11-04 08:00").seconds == 16 * HOUR
    assert ledger_of(life, "Wed 2026-11-04 08:00").open


def test_before_receipt_it_takes_nobodys_time():
    life = Life(five_days(), "Mon 2026-11-02 08:00", channel="online")
    assert ledger_of(life, "Tue 2026-11-03 08:00").shares == ()
    life.do("Tue 2026-11-03 08:00", c.Accept(), by="one-stop")
    assert ledger_of(life, "Tue 2026-11-03 10:00").seconds == 2 * HOUR


def test_the_applicants_time_stands_and_is_not_late():
    life = Life(five_days(), "Mon 2026-11-02 08:00").ask("Tue 2026-11-03 08:00").give("Wed 2026-11-04 08:00")
    assert hours(life, "Wed 2026-11-04 09:00") == {
        ("own_agency", "department", "decide"): (8, 1, 0, 0),  # whoever asked had it in hand
        ("applicant", "applicant", "supplement"): (0, 8, 8, 0),
    }


def test_R34_tax_and_payment_stand_apart_from_the_promise():
    life = Life(land_transfer(), "Mon 2026-11-02 08:00")
    life.complete("Mon 2026-11-02 09:00", "intake", "appraise", "propose", "approve", "hand_to_tax")
    life.complete("Tue 2026-11-03 09:00", "assess_tax").complete("Wed 2026-11-04 09:00", "pay", by="one-stop")
    assert hours(life, "Wed 2026-11-04 10:00") == {
        ("own_agency", "one-stop", "intake"): (1, 0, 0, 0),
        ("partner_agency", "tax", "assess_tax"): (8, 0, 8, 0),
        ("applicant", "applicant", "pay"): (0, 8, 8, 0),
        ("own_agency", "one-stop", "take_receipt"): (1, 0, 0, 0),
    }


def test_a_withdrawal_is_the_one_stops_time():
    life = Life(five_days(), "Mon 2026-11-02 08:00").do("Mon 2026-11-02 09:00", AskWithdrawal(), by="applicant")
    life.do("Mon 2026-11-02 11:00", SettleWithdrawal(granted=False), by="one-stop")
    assert hours(life, "Mon 2026-11-02 11:30") == {
        ("own_agency", "department", "decide"): (1.5, 0, 0, 0),
        ("own_agency", "one-stop", "withdrawal"): (2, 0, 2, 0),
    }


def test_R46_what_is_late_is_told_apart_from_the_midnight_on():
    life = Life(five_days(), "Mon 2026-11-02 08:00")  # due Mon 09/11
    life.complete("Tue 2026-11-10 09:30", "decide")
    assert hours(life, MUCH_LATER) == {("own_agency", "department", "decide"): (49.5, 0, 0, 2)}


def test_a_department_system_has_its_time_until_it_is_in_trouble():
    steps = [
        step("look_up", "call", "registrar", "1wd", system="registry"),
        step("give_back", "return", "one_stop", "0wd", "look_up"),
    ]
    life = Life(procedure(steps, "5wd"), "Mon 2026-11-02 08:00")
    answer = {"step": "look_up", "visit": 1, "outcome": "trouble", "detail": "no such person"}
    life.do("Mon 2026-11-02 10:00", DepartmentAnswered.model_validate(answer), by="system:registry")
    assert hours(life, "Mon 2026-11-02 11:00") == {
        ("department_system", "registry", "look_up"): (0, 2, 0, 0),
        ("partner_agency", "registrar", "look_up"): (1, 0, 0, 0),
    }


def on_paper() -> Life:
    """Return work of the department handed to the police on paper on Mon 02/11 10:00, due there by 17:00."""
    steps = [
        step("write", "appraise", "department", "2wd"),
        step("check", "verify", "police", "2wd", "write"),
        step("give_back", "return", "one_stop", "0wd", "check"),
    ]
    life = Life(procedure(steps, "10wd", hand_over="paper", lead="department"), "Mon 2026-11-02 08:00", by="department")
    return life.complete("Mon 2026-11-02 10:00", "write")


def test_R27_until_the_hand_over_is_due_the_giver_has_it_then_nobody_until_it_is_received():
    life = on_paper()
    life.ring("Tue 2026-11-03 09:00")
    life.do("Tue 2026-11-03 09:30", Receive(step="check"), by="police")
    life.do("Tue 2026-11-03 10:30", Assign(step="check", officer="B7"), by="police")
    assert hours(life, "Tue 2026-11-03 11:30") == {
        ("own_agency", "department", "write"): (2, 0, 0, 0),
        ("own_agency", "department", "check"): (5.5, 0, 0, 0),  # 10:00–11:30 and 13:00–17:00
        ("in_transit", "department", "check"): (2, 0, 0, 0),
        ("partner_agency", "police", "check"): (1, 1, 0, 0),
    }


def test_R26_what_an_electronic_hand_over_took_is_the_systems_and_is_measured():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    life.do("Mon 2026-11-02 10:03", c.Complete(step="intake"), by="one-stop", done="Mon 2026-11-02 10:00")
    assert ledger_of(life, "Tue 2026-11-03 09:00").lag_ms == 3 * 60 * 1000
    assert visit(life, "intake").lag_ms is None  # the opening hands nothing over
    assert visit(on_paper(), "check").lag_ms is None  # paper has its own rule (R25)


def test_R68_each_agency_is_measured_by_its_own_limit():
    """A lead with 14 days from receipt that used 12, and a body with 7 days that took 9."""
    steps = [
        step("send_out", "transfer", "department", "2wd"),
        step("opinion", "consult", "commune", "7wd", "send_out"),
        step("report", "appraise", "department", "14wd", "opinion", anchor="receipt"),
        step("give_back", "return", "one_stop", "0wd", "report"),
    ]
    life = Life(procedure(steps, "17wd"), "Mon 2026-11-02 08:00").complete("Wed 2026-11-04 09:00", "send_out")
    life.opine("Tue 2026-11-17 10:00", "opinion").complete("Wed 2026-11-18 10:00", "report")
    lead, body = visit(life, "report"), visit(life, "opinion")
    assert (str(lead.allowed), str(lead.used), lead.kept, lead.kept.score, lead.own) == (
        "14wd",
        "12wd",
        "early",
        2,
        True,
    )
    assert (str(body.allowed), str(body.used), body.kept, body.kept.score, body.own) == ("7wd", "9wd", "late", 0, False)


def test_R68_bodies_asked_side_by_side_are_each_measured():
    life = Life(investment(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    life.complete("Wed 2026-11-04 09:00", "send_out").opine("Fri 2026-11-13 10:00", "registry")
    life.ring("Mon 2026-11-16 08:00")
    found = {v.agency: (str(v.used), v.kept, v.outcome) for v in ledger_of(life, MUCH_LATER).visits if not v.own}
    assert found == {
        "construction": ("7wd", "on_time", "agreed"),
        "commune": ("8wd", "late", "agreed_by_silence"),  # at the opening of the next working day
    }


def test_R68_what_a_supplement_stopped_is_not_used():
    life = Life(five_days(), "Mon 2026-11-02 08:00").ask("Tue 2026-11-03 08:00").give("Mon 2026-11-09 08:00")
    life.complete("Mon 2026-11-09 12:00", "decide")
    found = visit(life, "decide")
    assert (str(found.allowed), str(found.used), found.kept) == ("40wh", "11.5wh", "early")


def test_R68_time_given_anew_is_added_to_what_was_granted():
    life = Life(five_days(supplement={"policy": "restart"}), "Mon 2026-11-02 08:00")
    life.ask("Tue 2026-11-03 08:00").give("Mon 2026-11-09 08:00").complete("Mon 2026-11-09 12:00", "decide")
    assert (str(visit(life, "decide").allowed), str(visit(life, "decide").used)) == ("48wh", "11.5wh")


def test_R68_a_second_visit_is_measured_by_itself():
    steps = [
        step("write", "appraise", "department", "2wd"),
        step("sign", "sign", "department", "1wd", "write"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    life = Life(procedure(steps, "10wd"), "Mon 2026-11-02 08:00").complete("Tue 2026-11-03 08:00", "write")
    life.do("Tue 2026-11-03 10:00", c.SendBack(step="sign", to="write"), by="department", reason="the map is missing")
    life.complete("Tue 2026-11-03 16:00", "write")
    found = [(v.visit, str(v.used), v.outcome) for v in ledger_of(life, MUCH_LATER).visits if v.step == "write"]
    assert found == [(1, "8wh", "done"), (2, "4.5wh", "done")]


def test_a_step_without_a_limit_is_neither_in_time_nor_late():
    steps = [step("decide", "sign", "department"), step("give_back", "return", "one_stop", "none", "decide")]
    found = visit(Life(procedure(steps, "10wd"), "Mon 2026-11-02 08:00"), "decide")
    assert (found.allowed, found.used, found.kept) == (None, None, None)


def test_an_act_done_in_time_and_told_later_reaches_back():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    life.ring("Mon 2026-11-02 13:31")  # the half day ended at 13:30
    life.do("Mon 2026-11-02 13:35", c.Complete(step="intake"), by="one-stop", done="Mon 2026-11-02 13:28")
    assert hours(life, "Mon 2026-11-02 14:28") == {
        ("own_agency", "one-stop", "intake"): (3.5 + 28 / 60, 0, 0, 0),
        ("own_agency", "department", "appraise"): (1, 0, 0, 0),
    }
