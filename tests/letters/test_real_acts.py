"""Letters on dossiers that were really decided on: what people do, and the paper that follows."""

from typing import get_args

import pytest

from motcua.dossiers import commands as c
from motcua.dossiers import facts as f
from motcua.errors import RefusedError
from motcua.letters.forms import Form
from motcua.letters.issuing import letter_for, letters_due
from motcua.letters.letter import Letter
from motcua.letters.names import heading_of
from motcua.letters.story import story_of
from motcua.letters.typesetter import typesetter
from motcua.procedures.definition import Procedure
from motcua.worktime.allowance import Allowance
from tests.dossiers.houses import five_days, ground, step, ten_days
from tests.dossiers.life import Life, past, spelled
from tests.dossiers.linked import FRIDAY, Linked, birth, finished, part, side_by_side
from tests.dossiers.test_reappointment import applied, due_on_12_november
from tests.letters.papers import Told, clock, duty, received, the_ground
from tests.letters.reading import glyphs, length
from tests.letters.test_paper import inside_margins


def letter(life: Life, form: Form) -> Letter:
    """Return a letter on a life."""
    return letter_for(form, story_of(life.transitions), life.ground)


def forms(life: Life) -> list[str]:
    """Return the forms a life issued unasked."""
    return [form.value for form, _seq in letters_due(story_of(life.transitions), life.ground)]


def test_R49_the_date_the_one_stop_applies_is_on_the_apology():
    life = applied(due_on_12_november())
    body = letter(life, Form.APOLOGY).body
    assert (spelled(body.old_due), spelled(body.new_due)) == ("Thu 2026-11-12 17:00", "Thu 2026-11-19 17:00")
    assert forms(life) == ["receipt", "apology"]
    assert spelled(letter(life, Form.RECEIPT).body.due) == "Thu 2026-11-12 17:00"


def test_R51_apologising_after_the_date_is_marked_late():
    life = due_on_12_november().do(
        "Fri 2026-11-13 08:30", c.Apologise(), by="department", reason="the boundary has to be measured again"
    )
    body = letter(life, Form.APOLOGY).body
    assert body.late is not None
    assert (spelled(body.old_due), body.new_due) == ("Thu 2026-11-12 17:00", None)


def test_a_supplement_and_a_stop_are_written_as_they_were_decided():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    life.complete("Mon 2026-11-02 09:00", "intake").ask("Tue 2026-11-03 09:00", "map", reason="the map is missing")
    assert letter(life, Form.SUPPLEMENT).body.reason == "the map is missing"
    life.do("Thu 2026-11-05 09:00", c.Stop(basis="Decree 118/2025"), by="department", reason="asked for")
    assert (letter(life, Form.STOP).body.reason, forms(life)) == ("asked for", ["receipt", "supplement", "stop"])


def test_R32_who_does_not_answer_reads_why_it_was_closed():
    rule = {"policy": "pause_then_close", "window": "15cd", "legal_basis": "Decree 11/2021"}
    life = Life(ten_days(supplement=rule), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 08:10", "intake")
    life.ask("Mon 2026-11-02 09:00").ring("Wed 2026-11-18 08:00")
    body = letter(life, Form.STOP).body
    assert (body.reason.vi, body.basis) == ("hết thời hạn bổ sung mà chưa nhận được giấy tờ", "Decree 11/2021")


def test_R58_who_takes_a_dossier_back_reads_so():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    life.do("Tue 2026-11-03 09:00", c.AskWithdrawal(), by="applicant", reason="the plan has changed")
    life.do("Tue 2026-11-03 15:00", c.SettleWithdrawal(granted=True), by="one-stop")
    body = letter(life, Form.STOP).body
    assert body.reason.en == "the applicant took it back"
    assert "ngày 03 tháng 11 năm 2026" in body.basis.vi


@pytest.mark.parametrize("reason", get_args(c.EndLeg.model_fields["reason"].annotation))
def test_R44_a_leg_its_parent_has_ended_issues_nothing(reason):
    _, residence, _ = side_by_side()
    residence.do("Mon 2026-11-23 10:00", c.EndLeg(reason=reason), by="department")
    assert residence.said("stopped")
    assert forms(residence) == []
    with pytest.raises(RefusedError, match="is a leg of"):
        letter(residence, Form.STOP)


def test_R44_a_leg_returned_to_the_lead_issues_nothing_and_the_whole_speaks_for_it():
    whole, residence, card = side_by_side()
    residence.do("Mon 2026-11-23 10:00", c.ReturnToLead(), by="police", reason="no proof of dwelling")
    whole.hear("Mon 2026-11-23 10:01", residence, reason="no proof of dwelling")
    whole.do("Mon 2026-11-23 11:00", c.Stop(basis="Decree 118/2025"), by="department", reason="asked for")
    card.do("Mon 2026-11-23 11:01", c.EndLeg(reason="parent_ended"), by="department")
    assert forms(residence) == forms(card) == []
    assert forms(whole) == ["receipt", "transfer_slip", "transfer_slip", "stop"]


def test_R27_paper_handed_over_is_received_by_name_on_the_control_slip():
    life = Life(ten_days(hand_over="paper"), "Mon 2026-11-02 08:00")
    life.complete("Mon 2026-11-02 10:00", "intake")
    waiting = letter(life, Form.CONTROL_SLIP).body.rows[-1]
    assert (waiting.given_by.agency.vi, waiting.received_at, waiting.result.vi) == ("one-stop", None, "đang giao")
    life.do("Mon 2026-11-02 14:00", c.Receive(step="appraise"), by="department")
    life.complete("Wed 2026-11-04 09:00", "appraise")
    row = letter(life, Form.CONTROL_SLIP).body.rows[1]
    assert (spelled(row.given_at), spelled(row.received_at)) == ("Mon 2026-11-02 10:00", "Mon 2026-11-02 14:00")
    assert row.result.vi == "trước hạn"


def test_a_refusal_to_receive_has_its_reason():
    life = Life(five_days(), "Mon 2026-11-02 08:00", channel="online")
    life.do("Mon 2026-11-02 09:00", c.RefuseIntake(), by="one-stop", reason="not for this agency")
    assert letter(life, Form.REFUSAL).body.reason == "not for this agency"
    assert forms(life) == ["refusal"]


LAW = "Decree 61/2018 art. 19.8"


@pytest.mark.parametrize(
    ("reason", "said", "basis"),
    [
        ("the land is disputed", "the land is disputed", LAW),
        (None, LAW, "Decree 61/2018"),  # what was written is the reason; the procedure names its law
    ],
)
def test_R53_what_is_refused_on_the_merits_is_refused_in_writing(reason, said, basis):
    life = Life(five_days(), "Mon 2026-11-02 08:00")
    life.do("Wed 2026-11-04 09:00", c.RefuseOnMerits(step="decide", basis=LAW), by="department", reason=reason)
    written = letter(life, Form.REFUSAL)
    assert (written.body.reason, written.body.basis, written.agency) == (said, basis, "department")
    life.complete("Thu 2026-11-05 09:00", "give_back")
    assert forms(life) == ["receipt", "refusal"]  # handed over, it is written once


@pytest.mark.parametrize("reason", ["the plan allows no building", None])
def test_R53_an_outcome_that_refuses_is_refused_in_writing_too(reason):
    no = [{"name": "no", "ends": "refused", "label": {"vi": "không cấp phép", "en": "no permit"}}]
    steps = [
        step("see", "appraise", "department", "2wd"),
        step("decide", "sign", "department", "2wd", outcomes=no),
        step("give_back", "return", "one_stop", "0wd", "decide see"),
    ]
    life = Life(five_days(steps=steps), "Mon 2026-11-02 08:00")
    life.complete("Wed 2026-11-04 09:00", "see")
    how = c.Complete(step="decide", outcome="no")
    life.do("Wed 2026-11-04 10:00", how, by="department", reason=reason)
    body = letter(life, Form.REFUSAL).body
    assert (body.reason if reason else body.reason.vi) == (reason or "không cấp phép")
    assert body.basis == "Decree 61/2018"


def test_R53_R74_a_refusal_before_the_dossier_came_to_us_keeps_the_reason_it_was_given():
    no = c.RefuseOnMerits(step="decide", basis=LAW)
    acts = [past("Wed 2026-11-04 09:00", no, "department", "the land is disputed")]
    life = Life(five_days(), "Mon 2026-11-02 08:00", past=acts, now="Thu 2026-11-05 08:00")
    body = letter(life, Form.REFUSAL).body
    assert (body.reason, body.basis) == ("the land is disputed", LAW)


def test_R53_the_outcome_that_ended_the_work_is_the_reason_and_not_the_first_step_of_the_same_act():
    no = [{"name": "no", "ends": "refused", "label": {"vi": "không cấp phép", "en": "no permit"}}]
    steps = [
        step("see", "appraise", "department", "2wd"),
        step("decide", "sign", "department", "2wd", "see", outcomes=no),
        step("give_back", "return", "one_stop", "0wd", "decide"),
    ]
    acts = [
        past("Wed 2026-11-04 09:00", c.Complete(step="see"), "department"),
        past("Wed 2026-11-04 10:00", c.Complete(step="decide", outcome="no"), "department"),
    ]
    life = Life(five_days(steps=steps), "Mon 2026-11-02 08:00", past=acts, now="Thu 2026-11-05 08:00")
    assert letter(life, Form.REFUSAL).body.reason.vi == "không cấp phép"


def test_R44_a_whole_refused_because_another_agency_refuses_says_so_itself():
    no = [{"name": "refused", "ends": "refused", "label": {"vi": "bị từ chối", "en": "refused"}}]
    steps = [
        step("intake", "intake", "one_stop", "0wd"),
        step("residence", "linked", "police", "2wd", "intake", opens="RES1", outcomes=no),
        step("give_back", "return", "one_stop", "0wd", "residence"),
    ]
    one = birth(steps=steps)
    whole = Linked(one, FRIDAY, on=ground(one, part("RES1", "police"))).complete("Fri 2026-11-20 10:00", "intake")
    leg = finished(whole.open_leg("Fri 2026-11-20 10:01", "residence"), "Mon 2026-11-23 09:00", "no")
    whole.hear("Mon 2026-11-23 09:01", leg, reason="no proof of dwelling")
    assert (forms(leg), forms(whole)) == ([], ["receipt", "transfer_slip", "refusal"])
    assert letter(whole, Form.REFUSAL).body.reason == "no proof of dwelling"


def test_R31_a_supplement_under_a_new_limit_names_it():
    policy = {"policy": "new_limit", "new_limit": Allowance.parse("10cd")}
    life = Life(ten_days(supplement=policy), "Mon 2026-11-02 08:00")
    life.complete("Mon 2026-11-02 09:00", "intake").ask("Tue 2026-11-03 09:00", "map")
    assert letter(life, Form.SUPPLEMENT).body.clock.vi == "Sau khi nhận đủ hồ sơ, thời hạn giải quyết là 10 ngày."


@pytest.mark.parametrize("procedure", list(the_ground().catalogue), ids=lambda p: f"{p.code}-{p.version}")
def test_every_shipped_procedure_has_a_receipt_and_a_control_slip_that_fit(procedure: Procedure):
    """All documents handed in, a duty for each step, in both languages."""
    told = Told(procedure.code, procedure.version).opens(
        "Mon 2026-11-02 08:05",
        clock("Mon 2026-11-02 08:05", "Thu 2026-11-12 17:00"),
        *(duty(step.id, "vinhlong.ttpvhcc", "Thu 2026-11-12 17:00", step.kind.value) for step in procedure.steps),
        documents=tuple(document.id for document in procedure.documents),
    )
    told.does("Mon 2026-11-02 08:06", f.Received(), by=told.acts[0].by)
    for form in (Form.RECEIPT, Form.CONTROL_SLIP):
        for lang in ("vi", "en"):
            pdf = typesetter().letter(told.letter(form), lang)
            assert inside_margins(pdf)
            assert "[U+" not in glyphs(pdf)


def test_every_agencys_name_fits_the_heading():
    slip = received().letter(Form.RECEIPT)
    for agency in the_ground().directory.agencies:
        headed = slip.model_copy(update={"heading": heading_of(agency.id, the_ground())})
        for lang in ("vi", "en"):
            pdf = typesetter().letter(headed, lang)
            assert inside_margins(pdf), agency.id
            assert length(pdf) == 1, agency.id
