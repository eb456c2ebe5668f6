"""The sentences of an explanation, for a person who is waiting for a result."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.words import Words, allowance_words, day_words, duration_words, moment_words


def start_line(begins: datetime, allowance: Allowance, by_the_day: bool) -> Words:
    """Say from when the time runs, and whether that day counts."""
    at, much = moment_words(begins), allowance_words(allowance)
    if by_the_day and allowance.amount == 0 and counts_whole_days(allowance):
        return Words(f"Tiếp nhận lúc {at.vi}; thời hạn {much.vi}.", f"Received {at.en}; time limit {much.en}.")
    if allowance.amount < 0:
        back = Words(much.vi.removeprefix("-"), much.en.removeprefix("-"))
        return Words(f"Tính lùi {back.vi} từ {at.vi}.", f"{back.en} are counted back from {at.en}.")
    if not by_the_day or not counts_whole_days(allowance):
        return Words(f"Thời gian {much.vi} bắt đầu lúc {at.vi}.", f"{much.en}, from {at.en}.")
    return Words(
        f"Tiếp nhận lúc {at.vi}; thời hạn {much.vi}, ngày tiếp nhận không tính.",
        f"Received {at.en}; time limit {much.en}, the day of receipt does not count.",
    )


def counts_whole_days(allowance: Allowance) -> bool:
    """Whether the official convention counts this allowance in whole days."""
    if allowance.unit is Unit.WORKING_DAY:
        return not allowance.amount & 3
    return allowance.unit in (Unit.CALENDAR_DAY, Unit.MONTH)


def due_line(due: datetime, convention: str, *, backwards: bool) -> Words:
    """Say the due moment."""
    at = moment_words(due, ends=True)
    if backwards:
        return Words(f"Chậm nhất: {at.vi}.", f"At the latest: {at.en}.")
    vi = "Hạn trả kết quả" if convention == "official" else "Hạn của bước"
    return Words(f"{vi}: {at.vi}.", f"Due: {at.en}.")


def phase_line(number: int, before: datetime, allowance: Allowance) -> Words:
    """Say that a later phase follows the one before it."""
    at, much = moment_words(before, ends=True), allowance_words(allowance)
    return Words(f"Giai đoạn {number}: {much.vi}, tiếp sau {at.vi}.", f"Phase {number}: {much.en}, after {at.en}.")


def phase_due_line(number: int, due: datetime) -> Words:
    """Say when a phase that is not the last one is due."""
    at = moment_words(due, ends=True)
    return Words(f"Hạn của giai đoạn {number}: {at.vi}.", f"Phase {number} is due: {at.en}.")


def counted(number: int, day: date, calendar: WorkCalendar | None = None) -> Words:
    """Say that a day counts as the N-th; a make-up day says what for."""
    said = day_words(day)
    why = _why_worked(day, calendar) if calendar else Words("", "")
    return Words(f"Ngày {number}: {said.vi}{why.vi}.", f"Day {number}: {said.en}{why.en}.")


def skipped(day: date, calendar: WorkCalendar) -> Words:
    """Say that a day does not count, and by which decision."""
    said, why = day_words(day), _why_closed(day, calendar)
    return Words(f"{said.vi} không tính: {why.vi}.", f"{said.en} does not count: {why.en}.")


def rolled(day: date, calendar: WorkCalendar, *, forward: bool) -> Words:
    """Say that the time would have ended on a day off and ends on the next (or previous) working day."""
    said, why = day_words(day), _why_closed(day, calendar)
    vi, en = ("kế tiếp", "next") if forward else ("liền trước", "previous")
    return Words(
        f"{said.vi} là ngày nghỉ ({why.vi}): chuyển sang ngày làm việc {vi}.",
        f"{said.en} is a day off ({why.en}): the {en} working day takes its place.",
    )


def month_reached(day: date, reached: date, allowance: Allowance) -> Words:
    """Say to which date the months lead: the same day number, or the last of its month."""
    much, said = allowance_words(allowance), day_words(reached)
    same = reached.day == day.day
    vi, en = ("cùng số ngày", "the same day number") if same else ("ngày cuối tháng", "the last day of the month")
    return Words(f"{much.vi} đến {said.vi} ({vi}).", f"Counting {much.en} leads to {said.en} ({en}).")


def zero_days() -> Words:
    """Say what a limit of no days means."""
    return Words(
        "Giải quyết ngay: hết giờ làm việc gần nhất sau khi tiếp nhận.",
        "No days are granted: the first closing time after receipt.",
    )


def hours_counted(allowance: Allowance) -> Words:
    """Say that clock hours run day and night."""
    much = allowance_words(allowance)
    return Words(f"{much.vi} liên tục, kể cả ngoài giờ làm việc.", f"{much.en} day and night, closed or not.")


def hours_worked(
    day: date, used: Sequence[tuple[datetime, datetime]], worked: timedelta, calendar: WorkCalendar
) -> Words:
    """Say which opening hours of a day are used."""
    said, much, why = day_words(day), duration_words(worked), _why_worked(day, calendar)
    spans = ", ".join(f"{a:%H:%M}–{_closing(b, day)}" for a, b in used)
    return Words(f"{said.vi}{why.vi}: {much.vi} ({spans}).", f"{said.en}{why.en}: {much.en} ({spans}).")


def nothing_left(day: date) -> Words:
    """Say that nothing of a working day's hours falls into the time."""
    said = day_words(day)
    return Words(f"{said.vi}: ngoài giờ làm việc.", f"{said.en}: no opening hours fall into it.")


def _closing(at: datetime, day: date) -> str:
    return f"{at:%H:%M}" if at.date() == day else "24:00"


def _why_closed(day: date, calendar: WorkCalendar) -> Words:
    entry = calendar.days_off.get(day)
    if entry is None:
        return Words("ngày nghỉ hằng tuần", "weekly day off")
    vi, en = (" (dự kiến)", " (expected)") if entry.estimated else ("", "")
    return Words(f"{entry.reason}{vi}, {entry.source}", f"{entry.reason_en or entry.reason}{en}, {entry.source}")


def _why_worked(day: date, calendar: WorkCalendar) -> Words:
    entry = calendar.make_up.get(day)
    if entry is None:
        return Words("", "")
    reason = entry.reason[:1].lower() + entry.reason[1:]
    reason_en = entry.reason_en[:1].lower() + entry.reason_en[1:]
    return Words(f", {reason} ({entry.source})", f", {reason_en or reason} ({entry.source})")
