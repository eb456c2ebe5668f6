"""Rules of a definition that could never take effect, or that the law does not allow as they are written."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from motcua.errors import InvalidInputError
from motcua.procedures.definition import APPLICANT, ClockRule, Procedure, Silence, Step, StepKind, SupplementPolicy
from motcua.procedures.desk import Desk
from motcua.procedures.findings import Finding
from motcua.worktime.allowance import Allowance, Unit


def consultations(desk: Desk) -> Iterator[Finding]:
    """Find consultations without content or deadline (R37), and silence that means something without a law (R40)."""
    for place, step in enumerate(desk.procedure.steps):
        path = ("steps", place)
        if step.kind is StepKind.CONSULT and step.content is None:
            en, vi = "does not say what is asked", "không nêu nội dung lấy ý kiến"
            yield desk.refuse(
                "no_content", *path, en=f"Consultation {step.id} {en}", vi=f"Bước lấy ý kiến {step.id} {vi}", rule="R37"
            )
        if step.kind is StepKind.CONSULT and step.allow.amount <= 0:
            en, vi = "sets no deadline", "không có thời hạn trả lời"
            yield desk.refuse(
                "no_deadline",
                *path,
                en=f"Consultation {step.id} {en}",
                vi=f"Bước lấy ý kiến {step.id} {vi}",
                rule="R37",
            )
        yield from _silence(desk, step, path)


def _silence(desk: Desk, step: Step, path: tuple[str | int, ...]) -> Iterator[Finding]:
    means = step.on_silence
    if means is Silence.DEEMED_AGREED and not step.silence_basis:
        en = f"Silence at step {step.id} would mean consent, but no law is cited (`silence_basis`)"
        vi = f"Im lặng ở bước {step.id} được coi là đồng ý nhưng không nêu căn cứ pháp lý (`silence_basis`)"
        yield desk.refuse("silence_without_basis", *path, "on_silence", en=en, vi=vi, rule="R40")
    if means is Silence.DECIDE_WITHOUT and not step.silence_basis:
        en = f"Step {step.id} lets the decider go on without the opinion, but cites no law"
        vi = f"Bước {step.id} cho phép quyết định khi chưa có ý kiến nhưng không nêu căn cứ"
        yield desk.warn("silence_without_basis", *path, "on_silence", en=en, vi=vi, rule="R41")
    if means in (Silence.DEEMED_AGREED, Silence.DECIDE_WITHOUT) and step.kind is not StepKind.CONSULT:
        en, vi = f"Only a consultation knows {means.value}", f"Chỉ bước lấy ý kiến mới có {means.value}"
        yield desk.refuse("silence_elsewhere", *path, "on_silence", en=en, vi=vi, rule="R39")
    if means is Silence.PROCEED and (step.kind is StepKind.CONSULT or step.allow.amount <= 0):
        en = f"Step {step.id} can never go on by itself: it is a consultation, or has no allowance that could pass"
        vi = f"Bước {step.id} không thể tự chuyển tiếp: là bước lấy ý kiến hoặc không có thời hạn"
        yield desk.refuse("silence_never", *path, "on_silence", en=en, vi=vi, rule="R39")


def supplements(desk: Desk) -> Iterator[Finding]:
    """Find a supplement policy whose windows and limits do not belong to it (R28–R33)."""
    rule = desk.procedure.supplement
    policy = rule.policy
    if policy is SupplementPolicy.PAUSE_THEN_CLOSE and rule.window.amount <= 0:
        en, vi = "`pause_then_close` needs `window`: how long the applicant has", "`pause_then_close` cần có `window`"
        yield desk.refuse("window_missing", "supplement", "policy", en=en, vi=vi, rule="R32")
    elif rule.window.unit is not Unit.NONE and rule.window.amount <= 0:
        en, vi = f"The applicant's window {rule.window} is no time", f"Thời hạn bổ sung {rule.window} không hợp lệ"
        yield desk.refuse("limit_not_positive", "supplement", "window", en=en, vi=vi, rule="R32")
    if (policy is SupplementPolicy.NEW_LIMIT) != (rule.new_limit.amount > 0):
        en, vi = (
            "`new_limit` as policy and as limit belong together",
            "Chính sách và giá trị `new_limit` phải đi cùng nhau",
        )
        yield desk.refuse("new_limit", "supplement", "policy", en=en, vi=vi, rule="R31")
    if rule.notice_within.amount <= 0:
        en, vi = "The notice of a supplement has no limit", "Thông báo bổ sung không có thời hạn"
        yield desk.refuse("limit_not_positive", "supplement", "notice_within", en=en, vi=vi, rule="R28")
    if rule.max == 0 and (rule.window.amount or rule.new_limit.amount):
        en = "No supplement may be asked for (`max: 0`), so its window and limit can never apply"
        vi = "Không được yêu cầu bổ sung (`max: 0`) nên thời hạn bổ sung không bao giờ áp dụng"
        yield desk.refuse("rule_never_fires", "supplement", "max", en=en, vi=vi, rule="R33")


def overdue_plan(desk: Desk) -> Iterator[Finding]:
    """Find warnings that cannot come after receipt, and a chain on which nobody hears anything (R47)."""
    plan = desk.procedure.overdue
    if not plan.chain:
        en, vi = "The escalation chain is empty: nobody would hear of it", "Không có ai trong chuỗi báo cáo quá hạn"
        yield desk.refuse("chain_empty", "overdue", "chain", en=en, vi=vi, rule="R47")
    for name, times in Counter(plan.chain).items():
        if times > 1:
            yield desk.warn(
                "heard_twice", "overdue", "chain", en=f"{name} hears twice", vi=f"{name} lặp lại", rule="R47"
            )
    own = "overdue" in desk.procedure.model_fields_set and "warn" in plan.model_fields_set
    for place, warning in enumerate(plan.warn if own else ()):
        if not _is_warning(warning):
            en, vi = "write a share (`50%`) or working days before the due date (`2wd`)", "viết `50%` hoặc `2wd`"
            path = ("overdue", "warn", place)
            yield desk.refuse(
                "warning", *path, en=f"Warning {warning}: {en}", vi=f"Cảnh báo {warning}: {vi}", rule="R47"
            )
        elif not _comes_after_receipt(desk, warning):
            en, vi = "would come before receipt and never be sent", "sẽ rơi trước ngày tiếp nhận, không bao giờ gửi"
            path = ("overdue", "warn", place)
            yield desk.refuse(
                "rule_never_fires", *path, en=f"Warning {warning} {en}", vi=f"Cảnh báo {warning} {vi}", rule="R47"
            )


def _is_warning(text: str) -> bool:
    if text.endswith("%"):
        return text[:-1].isdigit() and 0 < int(text[:-1]) < 100
    try:
        allow = Allowance.parse(text)
    except InvalidInputError:
        return False
    return allow.unit is Unit.WORKING_DAY and allow.amount > 0 and allow.amount % 4 == 0


def _comes_after_receipt(desk: Desk, warning: str) -> bool:
    """Whether some published limit is longer than the days before its end on which the warning is due."""
    limits = [total for total in desk.procedure.totals if total.amount > 0]
    if warning.endswith("%"):
        return bool(limits)
    days = Allowance.parse(warning).value
    return any(limit.unit is Unit.MONTH or limit.value / _per_day(limit) > days for limit in limits)


def _per_day(limit: Allowance) -> int:
    return {Unit.WORKING_HOUR: 8, Unit.HOUR: 24}.get(limit.unit, 1)


def applicants_time(desk: Desk) -> Iterator[Finding]:
    """Find steps that charge the applicant's time to the office, or give the applicant the office's work."""
    procedure = desk.procedure
    for place, step in enumerate(procedure.steps):
        if step.for_applicant and step.clock is ClockRule.RUN:
            en = f"The official clock runs while the applicant has step {step.id}"
            yield desk.warn(
                "clock_runs_for_applicant",
                "steps",
                place,
                en=en,
                vi=f"Thời hạn vẫn chạy khi người nộp hồ sơ thực hiện bước {step.id}",
                rule="R36",
            )
    for name, seat in (("lead", procedure.lead), ("one_stop", procedure.one_stop)):
        if seat == APPLICANT:
            en, vi = f"The applicant cannot be the {name}", f"Người nộp hồ sơ không thể là {name}"
            yield desk.refuse("applicant_decides", name, en=en, vi=vi)


def the_rest(desk: Desk) -> Iterator[Finding]:
    """Find reappointments without a moment or a length, and versions that end before they begin."""
    procedure = desk.procedure
    again = procedure.reappointment
    if again.max and again.latest_before.amount <= 0:
        en, vi = "The new date has no latest moment", "Không có thời điểm muộn nhất để xin lỗi và hẹn lại"
        yield desk.refuse("limit_not_positive", "reappointment", "latest_before", en=en, vi=vi, rule="R48")
    if again.longest is not None and again.longest.unit is not Unit.NONE and again.longest.amount <= 0:
        en, vi = f"A new date {again.longest} later is no new date", "Thời gian hẹn lại phải lớn hơn 0"
        yield desk.refuse("limit_not_positive", "reappointment", "longest", en=en, vi=vi, rule="R49")
    if procedure.corrections is not None and procedure.corrections.amount <= 0:
        en, vi = "A correction has no limit", "Việc đính chính không có thời hạn"
        yield desk.refuse("limit_not_positive", "corrections", en=en, vi=vi, rule="R59")
    if procedure.valid_to is not None and procedure.valid_to < procedure.valid_from:
        en, vi = "The version ends before it begins", "Ngày hết hiệu lực trước ngày có hiệu lực"
        yield desk.refuse("validity", "valid_to", en=en, vi=vi, rule="R21")
    same_day = procedure.same_day_until is not None
    if same_day and (procedure.total.unit is not Unit.WORKING_DAY or procedure.total.value != 1):
        en = f"A procedure answered the same day has a total of 1wd, not {procedure.total}"
        vi = f"Thủ tục trả trong ngày có tổng thời hạn 1 ngày làm việc, không phải {procedure.total}"
        yield desk.refuse("same_day", "same_day_until", en=en, vi=vi, rule="R17")


def versions(desk: Desk) -> Iterator[Finding]:
    """Find other versions of the procedure that are in force on the same day."""
    own = desk.procedure
    for other in desk.others:
        if other.code == own.code and other.version != own.version and overlap(own.valid_from, own.valid_to, other):
            en = f"Version {other.version} is in force at the same time (from {other.valid_from.isoformat()})"
            vi = f"Phiên bản {other.version} cùng có hiệu lực (từ {other.valid_from:%d/%m/%Y})"
            yield desk.refuse("validity_overlaps", "valid_from", en=en, vi=vi, rule="R20")


def overlap(first: date, last: date | None, other: Procedure) -> bool:
    """Whether a period and the validity of a version share a day."""
    return max(first, other.valid_from) <= min(last or date.max, other.valid_to or date.max)
