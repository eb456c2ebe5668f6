"""What working time refuses to answer, said once: moments without a zone, dates outside the calendar's years."""

from datetime import date, datetime, time

from motcua.errors import CalendarError, InvalidInputError


def naive_moment(at: datetime, name: str = "moment") -> InvalidInputError:
    """Return the refusal of a moment without a time zone (R11)."""
    return InvalidInputError(
        f"{at.isoformat()} has no time zone",
        vi=f"Thời điểm {at.isoformat()} không có múi giờ",
        field=name,
        rule="R11",
        hint="Give the offset, for instance +07:00.",
        hint_vi="Ghi độ lệch múi giờ, ví dụ +07:00.",
    )


def cut_off_with_zone(cut_off: time, name: str) -> InvalidInputError:
    """Return the refusal of a cut-off with a zone: it is read from the clock on the office's wall (R17)."""
    return InvalidInputError(
        f"A cut-off is a time on the office's own clock; {cut_off.isoformat()} names a zone",
        vi=f"Giờ chốt tính theo giờ của cơ quan; {cut_off.isoformat()} lại kèm múi giờ",
        field=name,
        rule="R17",
        hint="Write 15:00.",
        hint_vi="Ghi 15:00.",
    )


def outside_years(calendar: str, first: date, last: date) -> CalendarError:
    """Return the refusal to answer for a date the calendar does not cover (R75)."""
    return CalendarError(
        f"The calendar {calendar} covers {first.isoformat()} to {last.isoformat()}; the date asked for lies outside",
        vi=f"Lịch {calendar} chỉ có từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}; ngày cần tính nằm ngoài khoảng này",
        field="calendar",
        rule="R75",
        hint="Enter the decisions of the missing years, or correct the date.",
        hint_vi="Nhập quyết định của các năm còn thiếu, hoặc sửa lại ngày.",
    )


def no_limit() -> InvalidInputError:
    """Return the refusal to compute a due date where no time limit exists."""
    return InvalidInputError(
        "No due date exists without a time limit",
        vi="Không quy định thời hạn thì không có hạn trả kết quả",
        field="allowance",
        rule="R75",
        hint="Show it as having no time limit; it is never overdue.",
        hint_vi="Hiển thị là không quy định thời hạn; không bao giờ quá hạn.",
    )
