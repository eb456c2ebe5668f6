"""Why a promised date is not corrected, in words a supervisor can act on (R46–R50)."""

from datetime import datetime

from motcua.errors import RefusedError


def needs_basis() -> RefusedError:
    """A date is a promise: what shows that it is wrong has to be named."""
    return RefusedError(
        "Correcting a promised date needs its basis: what shows that it was stated wrongly.",
        vi="Đính chính ngày hẹn trả phải nêu căn cứ chứng minh ngày đã ghi là sai.",
        field="do.basis",
        rule="R49",
        hint="Name the slip, the decision or the record.",
        hint_vi="Nêu giấy hẹn, quyết định hoặc biên bản.",
    )


def is_right(due: datetime) -> RefusedError:
    """There is nothing to correct."""
    return RefusedError(
        f"The promised date is {due:%Y-%m-%d} already.",
        vi=f"Ngày hẹn trả đã là {due:%d/%m/%Y}.",
        field="do.to",
        rule="R74",
        hint="Leave it as it is.",
        hint_vi="Giữ nguyên.",
    )


def promised_anew(due: datetime) -> RefusedError:
    """The applicant has the date with an apology."""
    return RefusedError(
        f"The date {due:%Y-%m-%d} was promised with an apology: it stays.",
        vi=f"Ngày {due:%d/%m/%Y} đã được hẹn lại kèm phiếu xin lỗi: không thay đổi nữa.",
        field="do.to",
        rule="R50",
        hint="Finish the work by then.",
        hint_vi="Hoàn thành công việc trước ngày đó.",
    )


def past(new: datetime) -> RefusedError:
    """Nobody can keep a date that has passed."""
    return RefusedError(
        f"The date {new:%Y-%m-%d} has passed: nobody could keep it any more.",
        vi=f"Ngày {new:%d/%m/%Y} đã qua: không thể thực hiện được nữa.",
        field="do.to",
        rule="R51",
        hint="Apologise (`apologise`); the date in force stays.",
        hint_vi="Gửi phiếu xin lỗi (`apologise`); ngày hẹn hiện hành giữ nguyên.",
    )


def later_than_ruled(new: datetime, ruled: datetime) -> RefusedError:
    """More time than the rules give is a re-appointment."""
    return RefusedError(
        f"The date {new:%Y-%m-%d} is later than the rules give, {ruled:%Y-%m-%d}: that is no correction.",
        vi=f"Ngày {new:%d/%m/%Y} muộn hơn ngày theo quy định {ruled:%d/%m/%Y}: không phải là đính chính.",
        field="do.to",
        rule="R49",
        hint="Propose a new date with an apology (`propose_date`), once and in time.",
        hint_vi="Đề nghị hẹn lại kèm phiếu xin lỗi (`propose_date`), một lần và đúng thời hạn.",
    )


def moved_since(due: datetime) -> RefusedError:
    """Something else moved the date after the correction."""
    return RefusedError(
        f"The date is {due:%Y-%m-%d} by now, not the corrected one: something has moved it since.",
        vi=f"Ngày hẹn trả hiện là {due:%d/%m/%Y}, không còn là ngày đã đính chính.",
        field="do.corrected",
        rule="R74",
        hint="Look at what moved it, and correct that.",
        hint_vi="Xem việc gì đã làm thay đổi ngày hẹn, rồi đính chính việc đó.",
    )
