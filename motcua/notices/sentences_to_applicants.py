"""What is said to the applicant, kind by kind: what happened to the dossier, and one or two sentences about it."""

from collections.abc import Callable

from motcua.dossiers.notice import News
from motcua.dossiers.parts import Ground
from motcua.notices.telling import Telling
from motcua.worktime.words import Words

Sentence = Callable[[Telling], Words]
OUTAGE = Ground.OUTAGE.value

HEADLINES = {
    News.SUBMITTED: Words("đã gửi đến Bộ phận Một cửa", "has reached the one-stop"),
    News.RECEIVED: Words("đã được tiếp nhận", "was received"),
    News.NOT_ACCEPTED: Words("không được tiếp nhận", "was not accepted"),
    News.IN_PROCESS: Words("đang được xử lý", "is being processed"),
    News.SUPPLEMENT_ASKED: Words("cần bổ sung, hoàn thiện", "has to be completed"),
    News.SUPPLEMENT_GIVEN: Words("đã được bổ sung", "was completed"),
    News.AWAITING_FINANCIAL: Words("đang chờ nghĩa vụ tài chính", "awaits a financial obligation"),
    News.PAYMENT_DUE: Words("đến bước nộp tiền", "awaits your payment"),
    News.CLOCK_STANDS: Words("tạm dừng tính thời hạn", "has its clock stopped"),
    News.DATE_MOVED: Words("có ngày hẹn trả mới", "has a new date"),
    News.CALENDAR_MOVED: Words("đổi ngày do thay đổi lịch làm việc", "has a new date: working days changed"),
    News.REAPPOINTED: Words("được hẹn lại ngày trả, xin lỗi", "has a new date, with our apology"),
    News.APOLOGISED: Words("chưa xong đúng hẹn, xin lỗi", "is not ready as promised, with our apology"),
    News.WITHDRAWAL_ASKED: Words("đã ghi nhận yêu cầu rút", "is asked to be withdrawn"),
    News.WITHDRAWAL_DECLINED: Words("chưa được rút, tiếp tục giải quyết", "was not withdrawn; work goes on"),
    News.STOPPED: Words("đã dừng giải quyết", "was stopped"),
    News.RESULT_READY: Words("đã có kết quả", "has its result"),
    News.RESULT_EARLY: Words("có kết quả trước hẹn", "has its result before the promised date"),
    News.REFUSED: Words("bị từ chối giải quyết", "was refused on its merits"),
    News.RETURNED: Words("đã trả kết quả", "was concluded: the result was handed over"),
}
"""What comes after “Hồ sơ CODE” and “Dossier CODE”."""


def _plain(vi: str, en: str) -> Sentence:
    return lambda _telling: Words(vi, en)


def _with(name: str, vi: str, en: str) -> Sentence:
    """Return a sentence about a moment; it is left out where the moment is not known."""

    def said(telling: Telling) -> Words:
        at = telling.moment(name)
        return Words(vi.format(at.vi), en.format(at.en)) if telling.has(name) else Words("", "")

    return said


def _payment(telling: Telling) -> Words:
    step = telling.step()
    return Words(
        f"Đề nghị thực hiện: {step.vi}. Hồ sơ được giải quyết tiếp khi đã nộp; thời gian chờ không tính vào thời hạn.",
        f"Please attend to: {step.en}. Work goes on once it is paid; the wait does not count.",
    )


def _moved(telling: Telling) -> Words:
    if telling.has("decide_by"):
        by = telling.moment("decide_by")
        return Words(f"Chậm nhất {by.vi} sẽ trả lời việc tiếp nhận.", f"You are answered by {by.en} at the latest.")
    if telling.has("lapses_at"):
        by = telling.moment("lapses_at")
        return Words(f"Hạn bổ sung mới: trước {by.vi}.", f"The papers are now awaited before {by.en}.")
    old, new = telling.moment("old_due"), telling.moment("due")
    said = Words(f"Ngày hẹn trả chuyển từ {old.vi} sang {new.vi}.", f"The date moves from {old.en} to {new.en}.")
    if telling.number("ground") != OUTAGE:
        return said
    return Words(
        f"Hệ thống đang chờ đã hoạt động lại, thời hạn được tính tiếp. {said.vi}",
        f"The system that was awaited is back, and the time runs on. {said.en}",
    )


def _stands(telling: Telling) -> Words:
    if telling.number("ground") == OUTAGE:
        decision = telling.number("decision")
        return Words(
            f"Hệ thống cần cho việc giải quyết đang gián đoạn. Theo quyết định {decision}, thời gian này không tính "
            "vào thời hạn; ngày hẹn trả sẽ được báo lại.",
            f"A system that is needed for it is away. By decision {decision} this time does not count; "
            "the date will be told anew.",
        )
    return Words(
        "Thời gian chờ cơ quan khác theo quy định không tính vào thời hạn; ngày hẹn trả sẽ được báo lại.",
        "The time another body needs by law does not count; the date will be told anew.",
    )


def _reappointed(telling: Telling) -> Words:
    old, new = telling.moment("old_due"), telling.moment("due")
    return Words(
        f"Chúng tôi xin lỗi vì không trả kết quả đúng hẹn ({old.vi}). Hẹn trả lại: {new.vi}.",
        f"We apologise that the result is not ready by {old.en}. The new date is {new.en}.",
    )


def _apologised(telling: Telling) -> Words:
    due = telling.moment("due")
    said = Words(
        f"Chúng tôi xin lỗi vì hồ sơ chưa giải quyết xong theo ngày hẹn ({due.vi}).",
        f"We apologise that the dossier is not finished by the promised date ({due.en}).",
    )
    if not telling.has("expected"):
        return said
    by = telling.moment("expected")
    return Words(f"{said.vi} Dự kiến có kết quả: {by.vi}.", f"{said.en} The result is expected by {by.en}.")


def _result(telling: Telling) -> Words:
    vi, en = (
        "Mời đến nhận kết quả, hoặc nhận theo hình thức đã đăng ký.",
        "Please collect it, or await it as you chose.",
    )
    if not telling.has("fee"):
        return Words(vi, en)
    return Words(f"{vi} Phí, lệ phí nộp khi nhận kết quả.", f"{en} The fee is paid before it is handed over.")


def _supplement(telling: Telling) -> Words:
    said = Words("Đề nghị nộp bổ sung các giấy tờ sau.", "Please hand in the following.")
    if not telling.has("lapses_at"):
        return said
    by = telling.moment("lapses_at")
    return Words(f"{said.vi} Hạn bổ sung: trước {by.vi}.", f"{said.en} It has to be here before {by.en}.")


SENTENCES: dict[News, Sentence] = {
    News.SUBMITTED: _with(
        "decide_by", "Chậm nhất {} sẽ trả lời việc tiếp nhận.", "You are answered by {} at the latest."
    ),
    News.RECEIVED: _with("due", "Hẹn trả kết quả: {}.", "The result is promised for {}."),
    News.NOT_ACCEPTED: _plain(
        "Hồ sơ không được tiếp nhận vì lý do sau.", "The dossier was not taken in, for a reason."
    ),
    News.IN_PROCESS: _with("due", "Hẹn trả kết quả: {}.", "The result is promised for {}."),
    News.SUPPLEMENT_ASKED: _supplement,
    News.SUPPLEMENT_GIVEN: _with("due", "Ngày hẹn trả tính lại: {}.", "The result is now promised for {}."),
    News.AWAITING_FINANCIAL: _plain(
        "Cơ quan có thẩm quyền đang xác định nghĩa vụ tài chính; thời gian này không tính vào thời hạn.",
        "What is owed is being assessed; this time does not count.",
    ),
    News.PAYMENT_DUE: _payment,
    News.CLOCK_STANDS: _stands,
    News.DATE_MOVED: _moved,
    News.CALENDAR_MOVED: _moved,
    News.REAPPOINTED: _reappointed,
    News.APOLOGISED: _apologised,
    News.WITHDRAWAL_ASKED: _plain(
        "Yêu cầu rút hồ sơ đang được xem xét; thời hạn tạm dừng.",
        "The request is being looked at; the clock stands meanwhile.",
    ),
    News.WITHDRAWAL_DECLINED: _with("due", "Hẹn trả kết quả: {}.", "The result is promised for {}."),
    News.STOPPED: _plain("Hồ sơ kết thúc mà không có kết quả.", "The dossier ends without a result."),
    News.RESULT_READY: _result,
    News.RESULT_EARLY: _result,
    News.REFUSED: _plain(
        "Văn bản từ chối nêu rõ lý do, được trả tại nơi nhận kết quả.",
        "The written refusal with its reasons is handed over like any result.",
    ),
    News.RETURNED: _plain("Cảm ơn và mời đánh giá mức độ hài lòng.", "Thank you; please tell us how we did."),
}
