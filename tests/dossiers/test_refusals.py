"""What a refusal says: steps by their names in both languages, a visit that is not the first, and what to do next."""

from typing import Any

import pytest

from motcua.dossiers import commands as c
from motcua.errors import MotcuaError, RefusedError
from motcua.procedures.definition import Procedure
from motcua.worktime.allowance import Allowance
from tests.dossiers.houses import ten_days
from tests.dossiers.life import Life

NAMES = {
    "intake": {"vi": "Tiếp nhận", "en": "Intake"},
    "appraise": {"vi": "Thẩm định", "en": "Appraisal"},
    "sign": {"vi": "Ký kết quả", "en": "Signing"},
    "give_back": {"vi": "Trả kết quả", "en": "Hand-over"},
}


def named() -> Procedure:
    """Return ten_days with steps that are not called by their ids."""
    plain = ten_days().model_dump(exclude_defaults=True)
    return Procedure.model_validate(plain | {"steps": [step | {"name": NAMES[step["id"]]} for step in plain["steps"]]})


def at_appraisal() -> Life:
    """Return a dossier that is taken in."""
    return Life(named(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")


def told(life: Life, moment: str, do: c.Command, by: str, reason: str | None = None) -> MotcuaError:
    """Return how an act is refused."""
    with pytest.raises(MotcuaError) as refusal:
        life.do(moment, do, by=by, reason=reason)
    return refusal.value


def test_R12_a_step_that_is_not_open_and_those_that_are_have_names() -> None:
    refusal = told(at_appraisal(), "Mon 2026-11-02 10:00", c.Complete(step="sign"), "department")
    assert refusal.message == "Step “Signing” is not open; open now: “Appraisal”."
    assert refusal.message_vi == "Bước “Ký kết quả” chưa mở; đang mở: “Thẩm định”."
    assert (refusal.hint, refusal.hint_vi) == ("Act on an open step.", "Chọn một bước đang mở.")
    assert refusal.field == "do.step"


def test_R74_a_step_that_is_done_is_named_too() -> None:
    refusal = told(at_appraisal(), "Mon 2026-11-02 10:00", c.Complete(step="intake"), "one-stop")
    assert "“Tiếp nhận” đã hoàn thành." in refusal.message_vi


def test_a_step_nobody_knows_is_said_as_it_was_written() -> None:
    refusal = told(at_appraisal(), "Mon 2026-11-02 10:00", c.Complete(step="s9"), "department")
    assert refusal.message.startswith("Step s9 is not open")


@pytest.mark.parametrize(
    ("do", "by", "named"),
    [
        (c.Complete(step="appraise"), "tax", "“Thẩm định”"),
        (c.Complete(step="appraise", outcome="lost"), "department", "“Thẩm định”"),
        (c.Opine(step="appraise", opinion="agreed"), "department", "“Thẩm định”"),
        (c.SendBack(step="appraise", to="sign"), "department", "“Ký kết quả”"),
        (c.AskAgain(step="appraise"), "department", "“Thẩm định”"),
    ],
)
def test_no_refusal_of_an_act_on_a_step_says_its_id(do: Any, by: str, named: str) -> None:
    refusal = told(at_appraisal(), "Mon 2026-11-02 10:00", do, by, "a reason")
    for said in (refusal.message, refusal.message_vi, refusal.hint or "", refusal.hint_vi or ""):
        assert "appraise" not in said, said
        assert "sign" not in said.lower().replace("signing", ""), said
    assert named in refusal.message_vi


def test_R47_what_was_late_is_named_and_not_told_by_its_visit_number() -> None:
    life = at_appraisal()
    life.ring("Fri 2026-11-13 17:00")  # the appraisal is late, the promise not yet
    refusal = told(life, "Fri 2026-11-13 17:00", c.Acknowledge(subject="dossier", explanation="x"), "department")
    assert refusal.message == "No overdue episode is open about the promised date."
    assert (refusal.hint, refusal.hint_vi) == ("Open: step “Appraisal”.", "Đang mở: bước “Thẩm định”.")


def test_R47_the_second_visit_to_a_step_is_said_and_an_id_nobody_knows_has_its_visit() -> None:
    life = at_appraisal()
    again = told(life, "Mon 2026-11-02 10:00", c.Acknowledge(subject="appraise/2", explanation="x"), "department")
    assert again.message_vi == "Không có lần quá hạn nào đang mở về bước “Thẩm định”, lần 2."
    unknown = told(life, "Mon 2026-11-02 10:00", c.Acknowledge(subject="s2/1", explanation="x"), "department")
    assert unknown.message == "No overdue episode is open about step s2, visit 1."
    assert unknown.message_vi == "Không có lần quá hạn nào đang mở về bước s2, lần 1."


def test_R37_an_opinion_asked_off_the_route_is_named_by_who_was_asked() -> None:
    life = at_appraisal()
    ask = c.AskOpinion.model_validate({"agency": "police", "content": "traffic", "within": "3wd"})
    life.do("Mon 2026-11-02 10:00", ask, by="department")
    refusal = told(life, "Mon 2026-11-02 11:00", c.Complete(step="opinion_1"), "tax")
    assert refusal.message == "tax does not hold step “Opinion of police”; police does."


def test_advice_without_a_vietnamese_form_is_given_as_it_is() -> None:
    plain = RefusedError("No.", hint="Ask again.")
    assert (plain.hint_vi, str(plain), plain.whole_vi) == ("Ask again.", "No. Ask again.", "No. Ask again.")
    both = RefusedError("No.", vi="Không.", field="do", rule="R1", hint="Ask again.", hint_vi="Hỏi lại.")
    assert (str(both), both.whole_vi) == ("do: No. [R1] Ask again.", "do: Không. [R1] Hỏi lại.")


WORDS_OF_STATES = [
    (c.AskSupplement(items=("map",)), "department", "đang ở trạng thái “Công dân yêu cầu rút hồ sơ”; cần hồ sơ"),
    (c.Complete(step="appraise"), "department", "đang chờ người nộp (trạng thái “Công dân yêu cầu rút hồ sơ”)"),
    (c.Accept(), "one-stop", "đang ở trạng thái “Công dân yêu cầu rút hồ sơ”, không chờ tiếp nhận"),
]


@pytest.mark.parametrize(("do", "by", "said"), WORDS_OF_STATES)
def test_R60_a_refusal_calls_the_state_by_the_portals_words_and_not_by_its_code(do, by, said) -> None:
    life = at_appraisal().do("Mon 2026-11-02 10:00", c.AskWithdrawal(), by="applicant")
    refusal = told(life, "Mon 2026-11-02 11:00", do, by, reason="why")
    assert said in refusal.message_vi
    assert "withdrawal requested" in str(refusal)


def test_R60_what_has_ended_is_said_in_words() -> None:
    life = at_appraisal().do("Mon 2026-11-02 10:00", c.Stop(basis="law"), by="department")
    refusal = told(life, "Mon 2026-11-02 11:00", c.Complete(step="appraise"), "department")
    assert "đã kết thúc (trạng thái “Dừng xử lý”)" in refusal.message_vi
    assert "has ended (stopped)" in str(refusal)


def test_R58_a_second_request_to_withdraw_is_told_that_the_first_is_being_decided() -> None:
    life = at_appraisal().do("Mon 2026-11-02 10:00", c.AskWithdrawal(), by="applicant")
    refusal = told(life, "Mon 2026-11-02 11:00", c.AskWithdrawal(), "applicant")
    assert (refusal.rule, "đang chờ giải quyết" in refusal.message_vi) == ("R58", True)
    assert "that is being decided" in str(refusal)


def test_R58_what_is_signed_is_not_withdrawn_and_the_state_is_said_in_words() -> None:
    life = at_appraisal().complete("Mon 2026-11-02 10:00", "appraise", "sign")
    refusal = told(life, "Mon 2026-11-02 11:00", c.AskWithdrawal(), "applicant")
    assert "đang ở trạng thái “Đã xử lý xong”, không thể rút" in refusal.message_vi


def test_R42_how_a_step_was_done_is_said_in_words() -> None:
    life = at_appraisal()
    asked = c.AskOpinion(agency="tax", content="is it owed?", within=Allowance.parse("3wd"))
    life.do("Mon 2026-11-02 10:00", asked, by="department").opine("Tue 2026-11-03 09:00", "opinion_1", "disagreed")
    refusal = told(life, "Tue 2026-11-03 10:00", c.Opine(step="opinion_1", opinion="agreed"), "tax")
    assert "đã hoàn thành (không đồng ý)" in refusal.message_vi
    assert "already done (disagreed)" in str(refusal)
