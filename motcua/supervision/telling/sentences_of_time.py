"""One sentence for each fact of time: clocks, pauses, warnings, overdue episodes."""

from typing import Any

from motcua.dossiers import facts as f
from motcua.supervision.telling.labels import GROUNDS, LEVELS, named
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.sentences_of_work import Sentence
from motcua.worktime.words import Words, allowance_words

WHY = {
    "receipt": Words("tính từ khi tiếp nhận", "counted from receipt"),
    "resumed": Words("phần thời gian còn lại", "what was left"),
    "restarted": Words("tính lại từ đầu sau khi bổ sung", "counted anew after the supplement"),
    "new_limit": Words("thời hạn mới sau khi bổ sung", "the limit after a supplement"),
    "phase": Words("giai đoạn mới", "a new phase"),
    "promised": Words("theo giấy hẹn đã cấp", "as printed on the slip"),
    "reappointed": Words("hẹn lại sau khi xin lỗi", "the new date after the apology"),
    "calendar": Words("tính lại theo lịch làm việc đã thay đổi", "counted again on the changed calendar"),
    "moved": Words("chuyển sang phiên bản khác của thủ tục", "moved to another version of the procedure"),
    "case": Words("theo trường hợp vừa được xác định", "as the case became known"),
    "corrected": Words("đính chính theo quy định", "corrected to what the rules give"),
    "stated": Words("đính chính theo căn cứ đã nêu", "corrected, as its basis shows"),
    "restored": Words("khôi phục ngày trước khi đính chính", "the date before the correction"),
}


def _submitted(fact: f.Submitted, names: Naming) -> Words:
    by = names.moment(fact.decide_by)
    return Words(
        f"Nộp trực tuyến; phải trả lời tiếp nhận trước {by.vi}.", f"Submitted online; to be decided by {by.en}."
    )


def _clock_set(fact: f.ClockSet, names: Naming) -> Words:
    due, allow, why = names.moment(fact.clock.due), allowance_words(fact.clock.allow), WHY[fact.why]
    return Words(f"Hạn trả kết quả {due.vi}: {allow.vi}, {why.vi}.", f"Promised for {due.en}: {allow.en}, {why.en}.")


def _phase_started(fact: f.PhaseStarted, names: Naming) -> Words:
    phase, due, allow = names.phase(fact.phase), names.moment(fact.due), allowance_words(fact.allow)
    if fact.allow.value < 0:  # it ran on after it had passed: nothing is granted
        return Words(f"Giai đoạn “{phase.vi}” vẫn hạn {due.vi}.", f"Phase “{phase.en}” was due {due.en}, as before.")
    return Words(
        f"Tính hạn giai đoạn “{phase.vi}”: {allow.vi} kể từ lúc này, hạn {due.vi}.",
        f"The limit of phase “{phase.en}” is counted: {allow.en} from here, due {due.en}.",
    )


def _phase_ended(fact: f.PhaseEnded, names: Naming) -> Words:
    phase = names.phase(fact.phase)
    return Words(f"Xong giai đoạn “{phase.vi}”.", f"Phase “{phase.en}” is complete.")


def _paused(fact: f.Paused, _names: Naming) -> Words:
    ground, left = GROUNDS[fact.ground], allowance_words(fact.left) if fact.left else None
    basis = f" ({fact.basis})" if fact.basis else ""
    vi, en = (f", còn {left.vi}", f", {left.en} left") if left else ("", "")
    if fact.system is not None:
        vi = f" ({fact.system}), theo quyết định {fact.decision}{basis}{vi}"
        en = f" ({fact.system}), by decision {fact.decision}{basis}{en}"
        return Words(f"Đồng hồ dừng: {ground.vi}{vi}.", f"The clock stands: {ground.en}{en}.")
    return Words(f"Đồng hồ dừng: {ground.vi}{basis}{vi}.", f"The clock stands: {ground.en}{basis}{en}.")


def _resumed(fact: f.Resumed, _names: Naming) -> Words:
    ground = GROUNDS[fact.ground]
    if fact.decision is not None:
        vi = f"Thôi dừng đồng hồ theo quyết định {fact.decision}: {ground.vi}."
        return Words(vi, f"No longer stopped, by decision {fact.decision}: {ground.en}.")
    return Words(f"Hết lý do dừng đồng hồ: {ground.vi}.", f"No longer stopped by: {ground.en}.")


def _duty_paused(fact: f.DutyPaused, names: Naming) -> Words:
    step, left = names.step(fact.step), allowance_words(fact.left)
    return Words(
        f"Đồng hồ của bước “{step.vi}” dừng, còn {left.vi}.", f"The clock of “{step.en}” stands, {left.en} left."
    )


def _duty_resumed(fact: f.DutyResumed, names: Naming) -> Words:
    step, due = names.step(fact.step), names.moment(fact.due)
    return Words(f"Đồng hồ của bước “{step.vi}” chạy tiếp, hạn {due.vi}.", f"“{step.en}” runs again, due {due.en}.")


def _warned(fact: f.Warned, _names: Naming) -> Words:
    if fact.threshold.endswith("%"):
        return Words(
            f"Cảnh báo: đã dùng {fact.threshold} thời hạn.", f"Warning: {fact.threshold} of the time has been used."
        )
    days = fact.threshold.removesuffix("wd")
    return Words(f"Cảnh báo: còn {days} ngày làm việc.", f"Warning: {days} working day(s) left.")


def _fell_due(_fact: f.FellDue, _names: Naming) -> Words:
    return Words("Hết giờ làm việc của ngày hẹn trả mà chưa xong.", "Closing time of the due date, not finished.")


def _overdue(fact: f.OverdueOpened, names: Naming) -> Words:
    what, holder = names.subject(fact.subject), names.agency(fact.holder)
    return Words(f"QUÁ HẠN {what.vi}; đang giữ: {holder.vi}.", f"OVERDUE: {what.en}; held by {holder.en}.")


def _escalated(fact: f.Escalated, names: Naming) -> Words:
    what, to = names.subject(fact.subject), named(LEVELS, fact.to)
    if fact.passed_on:
        return Words(f"Chuyển {what.vi} lên cấp trên: {to.vi}.", f"Passed on, {what.en}: {to.en} has it now.")
    return Words(f"Đôn đốc {what.vi}: báo {to.vi}.", f"Escalated, {what.en}: {to.en} is told.")


def _acknowledged(fact: f.Acknowledged, names: Naming) -> Words:
    what = names.subject(fact.subject)
    return Words(f"Nhận trách nhiệm về {what.vi}: {fact.explanation}", f"Answered for {what.en}: {fact.explanation}")


def _overdue_closed(fact: f.OverdueClosed, names: Naming) -> Words:
    what = names.subject(fact.subject)
    if fact.annulled:
        return Words(
            f"Huỷ lần quá hạn {what.vi}: việc đã làm kịp giờ.",
            f"The overdue episode of {what.en} is annulled: in time.",
        )
    hours, minutes = divmod(fact.lost_minutes, 60)
    return Words(
        f"Chấm dứt quá hạn {what.vi}: trễ {hours} giờ {minutes} phút làm việc.",
        f"No longer overdue, {what.en}: {hours} h {minutes} min of working time late.",
    )


TIME: dict[type[Any], Sentence] = {
    f.Submitted: _submitted,
    f.ClockSet: _clock_set,
    f.PhaseStarted: _phase_started,
    f.PhaseEnded: _phase_ended,
    f.Paused: _paused,
    f.Resumed: _resumed,
    f.DutyPaused: _duty_paused,
    f.DutyResumed: _duty_resumed,
    f.Warned: _warned,
    f.FellDue: _fell_due,
    f.OverdueOpened: _overdue,
    f.Escalated: _escalated,
    f.Acknowledged: _acknowledged,
    f.OverdueClosed: _overdue_closed,
}
