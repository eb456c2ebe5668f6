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
from tests.dossiers.houses import five_days, ten_days
from tests.dossiers.life import Life, spelled
from tests.dossiers.linked import side_by_side
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
