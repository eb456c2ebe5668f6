"""What is said to officers, heads and operators, kind by kind."""

from motcua.dossiers.notice import News
from motcua.notices.sentences_to_applicants import Sentence
from motcua.notices.telling import Telling
from motcua.worktime.words import Words

HEADLINES = {
    News.WARNING: Words("sắp đến hạn", "will soon be due"),
    News.DUE: Words("đến hạn mà chưa xong", "is due and not finished"),
    News.OVERDUE: Words("đã quá hạn", "is overdue"),
    News.ESCALATED: Words("quá hạn, chưa ai giải trình", "is overdue and nobody answers"),
    News.REMINDED: Words("vẫn quá hạn, chưa ai giải trình", "is still overdue and nobody answers"),
    News.SILENCE: Words("chưa có ý kiến được hỏi", "lacks an opinion that was asked for"),
    News.HAND_OVER_LATE: Words("giao nhận bản giấy quá hạn", "was not handed over in time"),
    News.DATE_PROPOSED: Words("có đề nghị hẹn lại ngày trả", "has a new date proposed"),
    News.DATE_APPROVED: Words("được chấp thuận hẹn lại", "has a new date approved"),
    News.DATE_DECLINED: Words("không được hẹn lại", "keeps its date"),
    News.FAULT: Words("cần người vận hành xử lý", "needs an operator"),
}


def _warning(telling: Telling) -> Words:
    threshold, due = telling.number("threshold"), telling.moment("due")
    if threshold.endswith("%"):
        spent = Words(f"Đã dùng {threshold} thời hạn", f"{threshold} of the time has been used")
    else:
        days = threshold.removesuffix("wd")
        spent = Words(f"Còn {days} ngày làm việc", f"{days} working day(s) left")
    return Words(f"{spent.vi}; hẹn trả {due.vi}.", f"{spent.en}; promised for {due.en}.")


def _due(telling: Telling) -> Words:
    due = telling.moment("due")
    return Words(
        f"Hẹn trả {due.vi} đã đến. Xong trước 24:00 hôm nay vẫn là đúng hạn.",
        f"The promised moment, {due.en}, has come. Finished before midnight it is still in time.",
    )


def _overdue(telling: Telling) -> Words:
    what, due = telling.subject(), telling.moment("due")
    return Words(
        f"Quá hạn {what.vi} (hạn {due.vi}). Đề nghị xử lý ngay, nêu lý do và xin lỗi người nộp.",
        f"Late: {what.en} (due {due.en}). Please act now, state the reason and apologise to the applicant.",
    )


def _escalated(telling: Telling) -> Words:
    what, due, holder = telling.subject(), telling.moment("due"), telling.agency("holder")
    how = Words("chưa có giải trình", "not answered for")
    if telling.has("passed_on"):
        how = Words("được chuyển lên cấp trên", "passed on to the level above")
    return Words(
        f"Quá hạn {what.vi} (hạn {due.vi}), {holder.vi} đang giữ, {how.vi}. Đề nghị chỉ đạo.",
        f"Late: {what.en} (due {due.en}), held by {holder.en}, {how.en}. Please see to it.",
    )


def _reminded(telling: Telling) -> Words:
    said, times = _escalated(telling), telling.number("number")
    return Words(f"Nhắc lần {times}: {said.vi}", f"Reminder {times}: {said.en}")


def _silence(telling: Telling) -> Words:
    what, due, holder = telling.subject(), telling.moment("due"), telling.agency("holder")
    return Words(
        f"{holder.vi} chưa trả lời {what.vi} (hạn {due.vi}). Không coi là đồng ý; đề nghị phối hợp đôn đốc.",
        f"{holder.en} did not answer {what.en} (due {due.en}). Nothing is assumed; please urge it together.",
    )


def _hand_over(telling: Telling) -> Words:
    giver, holder, due = telling.agency("giver"), telling.agency("holder"), telling.moment("due")
    return Words(
        f"{giver.vi} giao {holder.vi}: hạn {due.vi}, chưa ghi nhận đã nhận.",
        f"{giver.en} to {holder.en}: due {due.en}, no receipt recorded.",
    )


def _proposed(telling: Telling) -> Words:
    old, new = telling.moment("due"), telling.moment("new_due")
    return Words(
        f"Đề nghị chuyển ngày hẹn trả từ {old.vi} sang {new.vi}; chờ chấp thuận và Bộ phận Một cửa áp dụng.",
        f"The date would move from {old.en} to {new.en}, once approved and applied by the one-stop.",
    )


def _approved(telling: Telling) -> Words:
    old, new = telling.moment("due"), telling.moment("new_due")
    return Words(
        f"Chấp thuận chuyển ngày hẹn trả từ {old.vi} sang {new.vi}. Bộ phận Một cửa áp dụng để báo người nộp.",
        f"The date may move from {old.en} to {new.en}. The one-stop applies it, and the applicant is told.",
    )


def _declined(telling: Telling) -> Words:
    due = telling.moment("due")
    return Words(f"Ngày hẹn trả giữ nguyên: {due.vi}.", f"The date stays: {due.en}.")


def _fault(telling: Telling) -> Words:
    what, detail = telling.number("what"), telling.number("detail")
    return Words(f"Không tự thực hiện được “{what}”: {detail}", f"“{what}” could not be done: {detail}")


SENTENCES: dict[News, Sentence] = {
    News.WARNING: _warning,
    News.DUE: _due,
    News.OVERDUE: _overdue,
    News.ESCALATED: _escalated,
    News.REMINDED: _reminded,
    News.SILENCE: _silence,
    News.HAND_OVER_LATE: _hand_over,
    News.DATE_PROPOSED: _proposed,
    News.DATE_APPROVED: _approved,
    News.DATE_DECLINED: _declined,
    News.FAULT: _fault,
}
