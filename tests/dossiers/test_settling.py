"""What is settled before a dossier closes: fees at the result, originals, results that were wrong (R56, R57, R59)."""

from motcua.dossiers import commands as c
from tests.dossiers.houses import five_days, step, words
from tests.dossiers.life import Life, refused

FEE = {"name": words("certificate fee"), "amount": "50000", "due": "result"}
DEED = {"id": "deed", "name": words("the deed itself"), "original": True}
RECEIVED = "Mon 2026-11-02 08:00"


def with_fee(**opening) -> Life:
    """Return a dossier whose result is there, due Mon 09/11, and whose fee is due with it."""
    life = Life(five_days(fees=[FEE]), RECEIVED, **opening)
    return life.complete("Fri 2026-11-06 10:00", "decide")


def with_deed() -> Life:
    """Return a dossier for which an original was taken in."""
    documents = [{"id": "form", "name": words("form")}, DEED]
    return Life(five_days(documents=documents), RECEIVED, documents=("form", "deed"))


def test_R57_a_result_is_not_handed_over_before_its_fee_is_paid():
    life = with_fee()
    assert (life.waits, life.now.state.portal_code) == ("payment", 9)
    with refused("R57"):
        life.complete("Fri 2026-11-06 11:00", "give_back", by="one-stop")
    life.do("Fri 2026-11-06 11:30", c.PayFee(reference="BL-0071"), by="one-stop")
    assert life.waits == "applicant"
    assert life.complete("Fri 2026-11-06 11:40", "give_back").now.state.portal_code == 10


def test_R57_waiting_for_the_payment_is_not_late():
    life = with_fee()
    life.ring("Mon 2026-12-07 09:00")
    assert not life.late("Mon 2026-12-07 09:00")
    assert life.said("overdue_opened", "fell_due") == []


def test_R57_whoever_is_exempt_pays_nothing_on_a_stated_ground():
    life = with_fee().do("Fri 2026-11-06 11:00", c.ExemptFee(basis="household on the poverty list"), by="one-stop")
    assert life.complete("Fri 2026-11-06 11:40", "give_back").now.closed


def test_R57_a_fee_is_paid_once_and_only_where_one_is_due():
    life = with_fee().do("Fri 2026-11-06 11:00", c.PayFee(reference="BL-0071"), by="one-stop")
    with refused("R57"):
        life.do("Fri 2026-11-06 11:10", c.PayFee(reference="BL-0071"), by="one-stop")
    with refused("R57"):
        Life(five_days(), RECEIVED).do("Fri 2026-11-06 11:10", c.PayFee(reference="BL-1"), by="one-stop")
    with refused("L61 19.1"):
        with_fee().do("Fri 2026-11-06 11:10", c.PayFee(reference="BL-1"), by="tax")


def test_R57_a_refusal_costs_no_fee():
    life = Life(five_days(fees=[FEE]), RECEIVED)
    life.do("Thu 2026-11-05 10:00", c.RefuseOnMerits(step="decide", basis="art. 5"), by="department")
    with refused("R57"):
        life.do("Thu 2026-11-05 11:00", c.PayFee(reference="BL-0071"), by="one-stop")
    assert life.complete("Fri 2026-11-06 11:40", "give_back", by="one-stop").now.closed


def test_R57_a_fee_due_on_receipt_does_not_hold_the_result():
    life = Life(five_days(fees=[FEE | {"due": "receipt"}]), RECEIVED).complete("Fri 2026-11-06 10:00", "decide")
    assert life.complete("Fri 2026-11-06 11:40", "give_back", by="one-stop").now.closed


def test_R56_originals_go_back_before_the_dossier_closes():
    life = with_deed().complete("Fri 2026-11-06 10:00", "decide")
    assert life.now.originals == ("deed",)
    with refused("R56"):
        life.complete("Fri 2026-11-06 11:00", "give_back", by="one-stop")
    life.do("Fri 2026-11-06 11:10", c.ReturnOriginals(documents=("deed",)), by="one-stop")
    assert life.complete("Fri 2026-11-06 11:20", "give_back", by="one-stop").now.closed


def test_R56_only_what_is_here_goes_back():
    life = with_deed()
    with refused("R56"):
        life.do("Fri 2026-11-06 11:10", c.ReturnOriginals(documents=("form",)), by="one-stop")
    with refused("L61 19.1"):
        life.do("Fri 2026-11-06 11:10", c.ReturnOriginals(documents=("deed",)), by="tax")


def test_R56_an_original_handed_in_later_goes_back_as_well():
    documents = [{"id": "form", "name": words("form")}, DEED]
    life = Life(five_days(documents=documents), RECEIVED, documents=("form",)).ask("Tue 2026-11-03 10:00", "deed")
    life.do("Wed 2026-11-04 10:00", c.GiveSupplement(documents=("deed",)), by="one-stop")
    assert life.now.originals == ("deed",)


def test_R58_a_withdrawn_dossier_gives_its_originals_back_first():
    life = with_deed().do("Tue 2026-11-03 10:00", c.AskWithdrawal(), by="applicant")
    with refused("R56"):
        life.do("Tue 2026-11-03 11:00", c.SettleWithdrawal(granted=True), by="one-stop")
    life.do("Tue 2026-11-03 11:10", c.ReturnOriginals(documents=("deed",)), by="one-stop")
    assert life.do("Tue 2026-11-03 11:20", c.SettleWithdrawal(granted=True), by="one-stop").now.state.portal_code == 8


def test_R56_a_dossier_that_is_stopped_names_the_originals_still_owed():
    life = with_deed().do("Tue 2026-11-03 10:00", c.Stop(basis="art. 7"), by="department", reason="moot")
    assert life.said("stopped")[0].fact.originals_owed == ("deed",)


def test_R59_a_correction_is_a_dossier_of_its_own_linked_to_the_first_and_at_the_agencys_cost():
    life = with_fee(corrects="T-0")
    assert (life.now.corrects, life.waits) == ("T-0", "applicant")
    assert life.complete("Fri 2026-11-06 11:40", "give_back", by="one-stop").now.closed


def test_R59_a_correction_has_the_limit_its_version_gives_it():
    life = Life(five_days(corrections="2wd"), RECEIVED, corrects="T-0")
    assert life.due == "Wed 2026-11-04 17:00"
    assert Life(five_days(), RECEIVED, corrects="T-0").due == "Mon 2026-11-09 17:00"


def in_parts() -> Life:
    """Return a dossier whose first part is there to be handed over within a day, while the second is worked on."""
    steps = [
        step("decide", "sign", "department", "2wd"),
        step("give_first", "return", "one_stop", "1wd", "decide"),
        step("extend", "sign", "department", "5wd", "decide"),
        step("give_second", "return", "one_stop", "1wd", "extend"),
    ]
    return Life(five_days(steps=steps, total="10wd", fees=[FEE]), RECEIVED).complete("Tue 2026-11-03 09:00", "decide")


def test_R57_a_fee_paid_early_gives_no_time_to_what_did_not_wait_for_it():
    life = in_parts()
    assert life.step_due("give_first") == "Wed 2026-11-04 09:00"
    life.do("Fri 2026-11-06 09:00", c.PayFee(reference="BL-0071"), by="one-stop")
    assert life.step_due("give_first") == "Wed 2026-11-04 09:00"
    assert life.now.episode("give_first/1")


def test_R36_a_fee_paid_while_the_applicant_completes_the_dossier_starts_no_clock():
    life = in_parts().ask("Tue 2026-11-03 10:00")
    life.do("Wed 2026-11-04 09:00", c.PayFee(reference="BL-0071"), by="one-stop")
    assert life.step_due("give_first") == "none"
