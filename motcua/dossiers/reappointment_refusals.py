"""Why a new date or an apology is refused, in words an officer can act on (R48–R51)."""

from datetime import date, datetime

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.parts_of_lateness import Proposal
from motcua.errors import InvalidInputError, RefusedError
from motcua.worktime.allowance import Allowance
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.words import allowance_words


def only_once(applied: int, most: int) -> RefusedError:
    """The dossier has had its re-appointment (R50)."""
    return RefusedError(
        f"A dossier is re-appointed at most {most} time(s); this one has been {applied} time(s).",
        vi=f"Mỗi hồ sơ chỉ được hẹn lại tối đa {most} lần; hồ sơ này đã hẹn lại {applied} lần.",
        field="do.kind",
        rule="R50",
        hint="Finish the work; if it is late, apologise (`apologise`), which moves no date.",
        hint_vi="Hoàn thành công việc; nếu chậm thì xin lỗi (`apologise`), không đổi ngày hẹn.",
    )


def already_proposed(proposal: Proposal, calendar: WorkCalendar) -> RefusedError:
    """A proposal waits already."""
    new, since = calendar.local(proposal.new_due), calendar.local(proposal.at)
    return RefusedError(
        f"A new date {new:%Y-%m-%d} is proposed already, since {since:%Y-%m-%d %H:%M}.",
        vi=f"Đã có đề nghị hẹn lại đến {new:%d/%m/%Y}, từ {since:%d/%m/%Y %H:%M}.",
        field="do.kind",
        rule="R50",
        hint="Have it approved and applied, or declined (`approve_date`).",
        hint_vi="Trình phê duyệt và áp dụng, hoặc không phê duyệt (`approve_date`).",
    )


def needs_reason(what: str, what_vi: str) -> RefusedError:
    """The applicant has a right to the reason (R49)."""
    return RefusedError(
        f"{what} needs a reason; the applicant reads it.",
        vi=f"{what_vi} phải nêu lý do; người nộp hồ sơ sẽ đọc lý do này.",
        field="reason",
        rule="R49",
        hint="Say why the result cannot be given in time.",
        hint_vi="Nêu vì sao không trả kết quả đúng hẹn được.",
    )


def too_late_to_propose(last: datetime) -> RefusedError:
    """The last safe moment has passed (R48)."""
    return RefusedError(
        f"A new date had to be proposed by {last:%Y-%m-%d %H:%M}, one day before the due date.",
        vi=f"Phải đề nghị hẹn lại chậm nhất {last:%H:%M ngày %d/%m/%Y}, trước ngày hẹn trả 01 ngày.",
        field="do.kind",
        rule="R48",
        hint="The date stays; an apology is still owed (`apologise`).",
        hint_vi="Ngày hẹn giữ nguyên; vẫn phải xin lỗi (`apologise`).",
    )


def already_late(due: datetime) -> RefusedError:
    """The date has passed before the new one was applied (R50, R51)."""
    return RefusedError(
        f"The date {due:%Y-%m-%d} has passed: it can no longer be moved.",
        vi=f"Ngày hẹn trả {due:%d/%m/%Y} đã qua: không thể hẹn lại.",
        field="do.kind",
        rule="R51",
        hint="Apologise (`apologise`); the dossier stays late.",
        hint_vi="Gửi phiếu xin lỗi (`apologise`); hồ sơ vẫn tính là quá hạn.",
    )


def no_running_date(dossier: Dossier) -> RefusedError:
    """There is no date that runs: no statutory limit, or the clock stands."""
    if dossier.clock is None:
        return RefusedError(
            "This procedure promises no date, so there is none to move.",
            vi="Thủ tục này không có thời hạn giải quyết nên không có ngày hẹn trả.",
            field="do.kind",
            rule="R49",
            hint="Work on the open steps.",
            hint_vi="Tiếp tục các bước đang mở.",
        )
    return RefusedError(
        "The official clock stands: the dossier cannot become late meanwhile.",
        vi="Thời hạn đang tạm dừng: hồ sơ không bị tính quá hạn trong thời gian này.",
        field="do.kind",
        rule="R36",
        hint="The date is set anew when the clock runs on; look at it then.",
        hint_vi="Ngày hẹn được tính lại khi thời hạn chạy tiếp; xem lại khi đó.",
    )


def not_proposed() -> RefusedError:
    """There is nothing to approve or apply (R49)."""
    return RefusedError(
        "No new date is proposed.",
        vi="Chưa có đề nghị hẹn lại ngày trả kết quả.",
        field="do.kind",
        rule="R49",
        hint="The responsible agency proposes one first (`propose_date`).",
        hint_vi="Cơ quan có trách nhiệm phải đề nghị trước (`propose_date`).",
    )


def not_approved() -> RefusedError:
    """The responsible agency has not approved the date (R49)."""
    return RefusedError(
        "The proposed date is not approved by the responsible agency.",
        vi="Đề nghị hẹn lại chưa được cơ quan có trách nhiệm phê duyệt.",
        field="do.kind",
        rule="R49",
        hint="An officer of the deciding agency approves it (`approve_date`).",
        hint_vi="Cán bộ của cơ quan giải quyết phê duyệt (`approve_date`).",
    )


def already_approved(approver: str) -> RefusedError:
    """The date is approved; a second approval would blur whose it is (R49)."""
    return RefusedError(
        f"Officer {approver} has approved the proposed date.",
        vi=f"Cán bộ {approver} đã phê duyệt đề nghị hẹn lại này.",
        field="do.kind",
        rule="R49",
        hint="The one-stop applies it (`apply_date`); it may still be declined.",
        hint_vi="Bộ phận Một cửa áp dụng (`apply_date`); vẫn có thể không chấp thuận.",
    )


def approves_own(approver: str, field: str) -> RefusedError:
    """Nobody approves what they proposed themselves, unless the version says so (R49)."""
    return RefusedError(
        f"Officer {approver} proposed this date; another officer of the deciding agency approves it.",
        vi=f"Cán bộ {approver} là người đề nghị; cán bộ khác của cơ quan giải quyết phải phê duyệt.",
        field=field,
        rule="R49",
        hint="Have the head of the unit approve it, or somebody who stands in.",
        hint_vi="Trình lãnh đạo đơn vị hoặc người được ủy quyền phê duyệt.",
    )


def needs_officer() -> RefusedError:
    """An approval is somebody's (R49)."""
    return RefusedError(
        "An approval names the officer who gives it.",
        vi="Phê duyệt phải ghi rõ cán bộ phê duyệt.",
        field="by.officer",
        rule="R49",
        hint="Act as AGENCY/OFFICER.",
        hint_vi="Thao tác với tư cách CƠ_QUAN/CÁN_BỘ.",
    )


def one_of_both() -> InvalidInputError:
    """A proposal says how much longer, or until when."""
    return InvalidInputError(
        "A proposal gives either `extend` or `new_date`.",
        vi="Đề nghị phải có đúng một trong hai: thời gian gia hạn hoặc ngày hẹn mới.",
        field="do.extend",
        rule="R49",
        hint="For instance `extend: 5wd`, or `new_date: 2026-11-19`.",
        hint_vi="Ví dụ `extend: 5wd`, hoặc `new_date: 2026-11-19`.",
    )


def not_later(new: datetime, old: datetime, field: str) -> RefusedError:
    """A new date lies after the old one (R49)."""
    return RefusedError(
        f"The new date {new:%Y-%m-%d} is not after {old:%Y-%m-%d}.",
        vi=f"Ngày hẹn mới {new:%d/%m/%Y} phải sau {old:%d/%m/%Y}.",
        field=field,
        rule="R49",
        hint="Give a later working day.",
        hint_vi="Chọn một ngày làm việc muộn hơn.",
    )


def not_working(day: date, following: date, field: str) -> RefusedError:
    """Nothing is returned on a day off (R4)."""
    return RefusedError(
        f"{day:%Y-%m-%d} is not a working day.",
        vi=f"Ngày {day:%d/%m/%Y} không phải ngày làm việc.",
        field=field,
        rule="R4",
        hint=f"The next working day is {following:%Y-%m-%d}.",
        hint_vi=f"Ngày làm việc kế tiếp là {following:%d/%m/%Y}.",
    )


def too_long(new: datetime, most: datetime, longest: Allowance, field: str) -> RefusedError:
    """The version caps how much longer it may take; where it is silent, the original limit does (L217 art. 37.2)."""
    words = allowance_words(longest)
    return RefusedError(
        f"The new date {new:%Y-%m-%d} is more than {words.en} after the old one; the latest is {most:%Y-%m-%d}.",
        vi=f"Ngày hẹn mới {new:%d/%m/%Y} vượt quá {words.vi}; chậm nhất là {most:%d/%m/%Y}.",
        field=field,
        rule="R49",
        hint="Propose a date within that.",
        hint_vi="Đề nghị ngày trong giới hạn đó.",
    )
