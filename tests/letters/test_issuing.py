"""Which fact issues which letter, and what the letter says: from the facts alone."""

import pytest

from motcua.dossiers import facts as f
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.names import OUTCOMES
from motcua.dossiers.parts import Actor
from motcua.dossiers.reasons import IN_WORDS, EndedBecause
from motcua.errors import NotFoundError, RefusedError
from motcua.letters.check import ALPHABET, as_read, check_value, grouped, verify
from motcua.letters.forms import TO_APPLICANTS, Form
from motcua.letters.issuing import form_called, letter_for, letters_due
from motcua.letters.letter import Letter
from motcua.letters.names import heading_of
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.model import Text
from tests.letters.papers import (
    CODE,
    COUNTER,
    LAND_LAW,
    ONE_STOP,
    TAX,
    Told,
    clock,
    duty,
    handed_over,
    lapsed,
    late_apology,
    not_accepted,
    received,
    refused,
    the_ground,
    whole,
    withdrawn,
)
from tests.register.papers import at


def due(told: Told) -> list[str]:
    """Return the forms a dossier's facts issue unasked, in order."""
    return [form.value for form, _seq in letters_due(told.story, the_ground())]


def test_each_fact_issues_its_letter():
    assert due(whole()) == ["receipt", "supplement", "transfer_slip", "transfer_slip", "apology", "stop"]
    assert due(not_accepted()) == ["refusal"]
    assert due(late_apology()) == ["receipt", "apology"]
    assert due(refused()) == ["receipt", "refusal"]


def test_the_story_keeps_the_chain_of_the_dossier():
    told = whole()
    assert told.story.told[-1].hash == told.head


def test_R52_the_receipt_bears_the_first_date_whatever_happened_since():
    letter = whole().letter(Form.RECEIPT)
    assert letter.body.due == at("Thu 2026-11-12 17:00")
    assert letter.body.received_at == at("Mon 2026-11-02 08:05")
    assert letter.body.allow.vi == "8 ngày làm việc"
    assert [(c.name.vi, c.shape) for c in letter.body.components][1:] == [
        ("Bản gốc Giấy chứng nhận đã cấp", "original"),
        ("Hợp đồng hoặc văn bản chuyển quyền", "copy"),
    ]
    assert [phase.due for phase in letter.body.phases] == [at("Fri 2026-11-06 17:00"), None]


def test_what_is_handed_in_online_is_electronic():
    letter = received(channel="online").letter(Form.RECEIPT)
    assert {component.shape for component in letter.body.components} == {"electronic"}


def test_the_receipt_is_the_one_stops_and_the_apology_the_responsible_agencys():
    told = whole()
    assert told.letter(Form.RECEIPT).heading.agency.vi == "Trung tâm Phục vụ hành chính công tỉnh Vĩnh Long"
    assert told.letter(Form.APOLOGY).heading.agency.vi == "Văn phòng Đăng ký đất đai tỉnh Vĩnh Long"
    assert told.letter(Form.APOLOGY).heading.place.vi == "Vĩnh Long"


def test_a_supplement_names_documents_reason_basis_and_what_it_does_to_the_limit():
    body = whole().letter(Form.SUPPLEMENT).body
    assert [item.vi for item in body.items] == [
        "Mảnh trích đo (nếu xác định lại kích thước)",
        "Bản đồ hiện trạng thửa đất",  # outside the published list: as it was written
    ]
    assert body.basis == "Nghị định 151/2025/NĐ-CP, Mẫu số 18"
    assert "tính lại từ đầu" in body.clock.vi  # R29: the policy of this procedure is restart
    assert body.reply_by == at("Wed 2026-11-18 17:00")


def test_before_receipt_a_supplement_says_that_no_limit_runs_yet():
    told = Told().opens("Mon 2026-11-02 08:05", f.Submitted(decide_by=at("Tue 2026-11-03 08:05")), channel="online")
    told.does("Mon 2026-11-02 09:00", f.SupplementAsked(number=1, items=("contract",), reason="Thiếu."), by=COUNTER)
    body = told.letter(Form.SUPPLEMENT).body
    assert body.stage.vi == "Trước khi tiếp nhận hồ sơ"
    assert "chỉ tính từ khi nhận đủ hồ sơ hợp lệ" in body.clock.vi


def test_R49_the_apology_bears_the_old_and_the_new_date():
    body = whole().letter(Form.APOLOGY).body
    assert (body.old_due, body.new_due) == (at("Tue 2026-11-17 17:00"), at("Mon 2026-11-23 17:00"))
    assert body.late is None


def test_R51_a_late_apology_is_marked_and_moves_no_date():
    body = late_apology().letter(Form.APOLOGY).body
    assert body.late.vi.startswith("Xin lỗi muộn")
    assert body.new_due is None
    assert body.old_due == at("Thu 2026-11-12 17:00")
    assert body.expected == at("Wed 2026-11-18 17:00")


def test_a_re_appointment_told_after_the_last_safe_moment_says_so():
    told = received().does(
        "Thu 2026-11-12 09:00",
        f.Reappointed(
            reason="Chờ xác minh.",
            old_due=at("Thu 2026-11-12 17:00"),
            new_due=at("Tue 2026-11-17 17:00"),
            late_notice=True,
        ),
    )
    assert told.letter(Form.APOLOGY).body.late.vi.startswith("Thông báo muộn")


def test_R56_the_stop_notice_names_the_originals_that_go_back():
    body = whole().letter(Form.STOP).body
    assert [document.vi for document in body.originals] == ["Bản gốc Giấy chứng nhận đã cấp"]


def test_a_dossier_keeps_the_forms_of_the_day_it_was_received():
    before = Told(version="2025-07-01").opens(
        "Fri 2025-09-12 08:05", f.Received(), clock("Fri 2025-09-12 08:05", "Wed 2025-09-24 17:00")
    )
    before.does("Mon 2026-01-05 09:00", f.Stopped(reason="Người nộp không bổ sung."))
    assert due(before) == ["receipt"]
    assert before.letter(Form.CONTROL_SLIP).number == "05"
    assert whole().letter(Form.CONTROL_SLIP).number == "06"
    with pytest.raises(RefusedError, match="no form `stop`"):
        before.letter(Form.STOP)


def test_R27_the_control_slip_has_one_row_for_each_hand_over():
    rows = whole().letter(Form.CONTROL_SLIP).body.rows
    assert [(row.given_by.officer, row.received_by.officer, row.result.vi) for row in rows] == [
        ("TN-07", "TN-07", "đúng hạn"),  # taken in and done the same day
        ("TN-07", "DD-12", "quá hạn"),  # given on paper at 10:30, received at 14:10
        ("DD-12", "DD-12", "quá hạn"),
        ("DD-12", None, "đang giải quyết"),  # linked work, at the tax office
        ("DD-12", None, "đang giải quyết"),
    ]
    paper = rows[1]
    assert (paper.given_at, paper.received_at) == (at("Mon 2026-11-02 10:30"), at("Mon 2026-11-02 14:10"))
    assert paper.due == at("Wed 2026-11-04 14:10")  # its clock began when it was received


def test_the_control_slip_compares_dates_and_not_hours():
    told = received().does(
        "Mon 2026-11-02 16:59", f.DutyClosed(step="s1"), duty("s2", ONE_STOP, "Wed 2026-11-04 17:00")
    )
    told.does("Tue 2026-11-03 09:00", f.DutyClosed(step="s2"), duty("s3", ONE_STOP))
    assert [row.result.vi for row in told.letter(Form.CONTROL_SLIP).body.rows] == [
        "đúng hạn",  # due 13:35, closed 16:59 of that day and not said to be late
        "trước hạn",
        "đang giải quyết",
    ]


def test_the_control_slip_says_every_way_a_step_ended_in_words():
    for outcome in OUTCOMES:
        told = received().does("Mon 2026-11-02 10:00", f.DutyClosed(step="s1", outcome=outcome))
        note = told.letter(Form.CONTROL_SLIP).body.rows[0].note
        assert (note is None) == (outcome == "done")
        assert note is None or note.vi not in OUTCOMES


def test_work_on_its_way_has_not_been_received():
    told = received().does(
        "Mon 2026-11-02 10:00", f.DutyClosed(step="s1"), duty("s2", TAX, "Wed 2026-11-04 17:00", giver=ONE_STOP)
    )
    row = told.letter(Form.CONTROL_SLIP).body.rows[-1]
    assert (row.received_at, row.result.vi) == (None, "đang giao")


def test_an_earlier_control_slip_can_be_had_again():
    told = whole()
    assert len(told.letter(Form.CONTROL_SLIP, seq=5).body.rows) == 1
    assert told.letter(Form.CONTROL_SLIP, seq=5).issued_at == at("Mon 2026-11-02 08:05")


def test_the_transfer_slip_names_work_and_limit_of_every_agency():
    told = whole()
    seqs = [seq for form, seq in letters_due(told.story, the_ground()) if form is Form.TRANSFER_SLIP]
    slips = [told.letter(Form.TRANSFER_SLIP, seq) for seq in seqs]
    assert [slip.body.to.vi for slip in slips] == ["Thuế tỉnh Vĩnh Long", "Văn phòng Đăng ký đất đai tỉnh Vĩnh Long"]
    assert [slip.body.this for slip in slips] == [0, 1]
    assert [(leg.work.vi, leg.due) for leg in slips[1].body.legs] == [
        ("Thuế xác định, thông báo nghĩa vụ tài chính", at("Tue 2026-11-10 17:00")),  # what its step grants
        ("Thẩm định, lập tờ trình cấp giấy", at("Thu 2026-11-12 17:00")),
    ]
    assert slips[0].body.legs[0].due == at("Tue 2026-11-10 15:00")  # the leg's own date, where it says one
    assert [leg.code for leg in slips[0].body.legs] == ["000.00.20.H61-261105-0004", None]  # the other opens next


def test_a_leg_has_no_slip_of_its_own():
    assert due(received(parent="000.00.07.H61-261102-0002", leg="tax/1")) == []


@pytest.mark.parametrize("form", TO_APPLICANTS)
def test_R44_what_a_leg_would_say_to_the_applicant_is_refused_and_the_whole_named(form):
    leg = received(parent="000.00.07.H61-261102-0002", leg="tax/1")
    leg.does("Thu 2026-11-05 08:20", f.Stopped(reason="visit_over"))
    with pytest.raises(RefusedError, match="is a leg of") as refused:
        leg.letter(form)
    assert (refused.value.rule, "000.00.07.H61-261102-0002" in refused.value.hint_vi) == ("R44", True)
    assert leg.letter(Form.CONTROL_SLIP).form is Form.CONTROL_SLIP


@pytest.mark.parametrize(
    ("received_at", "forms"),
    [
        ("Mon 2026-11-23 14:59", []),  # done at once
        ("Mon 2026-11-23 15:00", []),  # the cut-off itself is still in time
        ("Mon 2026-11-23 15:01", ["receipt"]),  # R17: after 15:00 a slip is mandatory
    ],
)
def test_R24_an_immediate_result_needs_no_slip_but_R17_a_late_one_does(received_at, forms):
    immediate = the_ground().procedure("1.001193", "2025-07-01").model_copy(update={"immediate": True})
    ground = Ground(Catalogue([immediate]), the_ground().directory, the_ground().calendars)
    told = Told("1.001193", "2025-07-01").opens(received_at, f.Received(), documents=())
    assert [form.value for form, _seq in letters_due(told.story, ground)] == forms
    assert letter_for(Form.RECEIPT, told.story, ground).form is Form.RECEIPT  # asked for, it is given


@pytest.mark.parametrize("reason", list(EndedBecause))
def test_no_code_of_the_engine_is_the_reason_of_a_stop(reason):
    told = received().does("Thu 2026-11-05 08:20", f.Stopped(reason=reason.value))
    assert told.letter(Form.STOP).body.reason == Text(vi=IN_WORDS[reason].vi, en=IN_WORDS[reason].en)


def test_R32_a_dossier_closed_for_want_of_papers_names_the_law_that_closes_it():
    assert lapsed().letter(Form.STOP).body.basis == "Nghị định 11/2021/NĐ-CP (sửa đổi 65/2025, 44/2026)"
    told = received().does("Wed 2026-11-18 07:30", f.Stopped(reason="supplement_lapsed"))  # a fact that names none
    assert told.letter(Form.STOP).body.basis == "; ".join(the_ground().procedure("1.013831", "2025-07-01").legal_basis)


def test_R58_a_withdrawal_rests_on_the_applicants_own_request():
    basis = withdrawn().letter(Form.STOP).body.basis
    assert basis.vi == (
        "Đề nghị rút hồ sơ của người nộp, ngày 04 tháng 11 năm 2026; Thông tư số 03/2025/TT-VPCP, mẫu số 05"
    )
    assert basis.en == "The applicant's request of 4 November 2026 to have it back; Circular 03/2025/TT-VPCP, form 05"


def test_R53_a_refusal_on_the_merits_is_written_by_the_agency_that_decided_with_reason_and_basis():
    letter = refused().letter(Form.REFUSAL)
    assert (letter.number, letter.heading.agency.vi) == ("03", "Văn phòng Đăng ký đất đai tỉnh Vĩnh Long")
    assert letter.body.reason.startswith("Thửa đất thuộc khu vực đã có thông báo thu hồi đất")
    assert (letter.body.stage, letter.body.basis) == ("merits", LAND_LAW)
    assert not_accepted().letter(Form.REFUSAL).heading.agency.vi == "Trung tâm Phục vụ hành chính công tỉnh Vĩnh Long"


def test_R53_a_granted_result_issues_no_refusal():
    granted = handed_over(received()).does(
        "Wed 2026-11-04 10:20", f.DutyClosed(step="s2"), f.ResultReady(result="granted")
    )
    assert due(granted) == ["receipt"]
    with pytest.raises(RefusedError, match="Nothing that happened"):
        granted.letter(Form.REFUSAL)


def test_R44_a_leg_that_is_refused_leaves_the_letter_to_the_whole():
    leg = received(parent="000.00.07.H61-261102-0002", leg="tax/1")
    leg.does("Wed 2026-11-04 10:20", f.DutyClosed(step="s1", outcome="refused"), f.ResultReady(result="refused"))
    assert due(leg) == []
    with pytest.raises(RefusedError, match="is a leg of"):
        leg.letter(Form.REFUSAL)


def test_what_no_fact_issues_is_refused():
    with pytest.raises(RefusedError, match="Nothing that happened") as refused:
        received().letter(Form.APOLOGY)
    assert "“Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết”" in refused.value.message_vi
    assert refused.value.hint
    with pytest.raises(NotFoundError, match="no fact 99"):
        received().letter(Form.RECEIPT, seq=99)
    with pytest.raises(RefusedError, match="Nothing that happened"):
        received().letter(Form.RECEIPT, seq=1)
    with pytest.raises(RefusedError, match="no form 'letter'"):
        form_called("letter")


def test_a_letter_reads_back_as_it_was_written():
    for told, forms in (
        (whole(), set(Form) - {Form.TRACKING_BOOK, Form.REFUSAL}),
        (not_accepted(), {Form.REFUSAL}),
        (refused(), {Form.REFUSAL}),
    ):
        for form in forms:
            letter = told.letter(form)
            assert Letter.model_validate_json(letter.model_dump_json()) == letter


def test_the_check_value_covers_dossier_form_fact_and_everything_before_it():
    base = check_value(CODE, "receipt", 2, "a" * 64)
    others = {
        check_value(CODE[:-1] + "2", "receipt", 2, "a" * 64),
        check_value(CODE, "apology", 2, "a" * 64),
        check_value(CODE, "receipt", 3, "a" * 64),
        check_value(CODE, "receipt", 2, "b" * 64),
    }
    assert len(others | {base}) == 5
    assert len(base) == 10
    assert set(base) <= set(ALPHABET)


def test_a_check_value_can_be_typed_as_it_was_misread():
    assert as_read("o1l-ab cd") == "011ABCD"
    assert as_read(grouped("7K3QFM9X2A").lower()) == "7K3QFM9X2A"


class Kept:
    """What knows the hashes of one story."""

    def __init__(self, told: Told) -> None:
        self.hashes = {(told.code, t.seq): t.hash for t in told.story.told}

    def fact_hash(self, code: str, seq: int) -> str | None:
        return self.hashes.get((code, seq))


def test_a_paper_is_verified_by_whoever_has_the_chain():
    told = whole()
    letter, kept = told.letter(Form.APOLOGY), Kept(told)
    assert verify(kept, CODE, "apology", letter.seq, grouped(letter.check))
    assert not verify(kept, CODE, "receipt", letter.seq, letter.check)
    assert not verify(kept, CODE, "apology", letter.seq - 1, letter.check)
    assert not verify(kept, CODE, "apology", 999, letter.check)
    elsewhere = Kept(whole().does("Fri 2026-11-20 09:00", f.OriginalsReturned(documents=("certificate",))))
    assert verify(elsewhere, CODE, "apology", letter.seq, letter.check)  # what happened later changes nothing


def test_an_agency_nobody_knows_is_called_by_its_id():
    told = received(competent="department-of-tests")
    told.does("Fri 2026-11-13 08:30", f.Apologised(reason="x"), by=Actor(agency="department-of-tests"))
    assert told.letter(Form.APOLOGY).heading.agency.vi == "department-of-tests"


def test_a_letter_is_written_from_a_place_that_exists_on_its_day():
    heading = heading_of("an-hoi.ttpvhcc", load_ground())
    assert heading.place is not None
    assert "Bến Tre" not in heading.place.vi  # the city ended with June 2025
