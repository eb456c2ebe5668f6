"""Whether a decision can change a calendar as it stands: the past, the years, and what would change nothing (R10)."""

from collections.abc import Iterator, Sequence
from datetime import date

from motcua.errors import CalendarError
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.decisions import LONGEST_ID, CalendarDecision
from motcua.worktime.words import Words, day_words

LONGEST = {"id": LONGEST_ID, "number": 240, "reason": 2000, "reason_en": 2000, "source": 2000}
"""Characters of what each dossier and the register say of a decision."""
OPTIONAL = ("reason_en",)


def must_fit(
    decision: CalendarDecision, calendar: WorkCalendar, today: date, earlier: Sequence[CalendarDecision] = ()
) -> None:
    """Refuse a decision that cannot be carried out on a calendar as it stands.

    Args:
        decision: What is to be entered.
        calendar: The calendar it changes, with the decisions entered before.
        today: Local date; what was worked, or off, before it cannot be changed any more.
        earlier: The decisions entered before.

    Raises:
        CalendarError: It names a day that has passed or lies outside the calendar's years, gives off what is off
            already, has worked what is worked already, says nothing, or revokes what it cannot; or a text is too long.
    """
    fault = next(_faults(decision, calendar, today, earlier), None)
    if fault is not None:
        field, words, hint = fault
        raise CalendarError(f"{words.en}.", vi=f"{words.vi}.", field=field, rule="R10", hint=hint.en, hint_vi=hint.vi)


Fault = tuple[str, Words, Words]
"""The field, what is wrong with it, and what to do about it."""


def _faults(
    decision: CalendarDecision, calendar: WorkCalendar, today: date, earlier: Sequence[CalendarDecision]
) -> Iterator[Fault]:
    yield from _texts(decision)
    if not decision.days and decision.revokes is None:
        said = Words(
            "Quyết định không nêu ngày nghỉ hay ngày làm bù nào", "The decision names no day off and no worked day"
        )
        hint = Words(
            "Nêu ngày ở `days_off` hoặc `make_up`, hoặc quyết định bị bãi bỏ ở `revokes`.",
            "Name a day in `days_off` or `make_up`, or what it `revokes`.",
        )
        yield "days_off", said, hint
    for day in sorted(decision.days_off.keys() & decision.make_up.keys()):
        words = day_words(day)
        said = Words(f"{words.vi} vừa nghỉ vừa làm", f"{words.en} is both given off and worked")
        yield "make_up", said, Words("Mỗi ngày chỉ nêu một lần.", "Name each day once.")
    yield from _revoked(decision, today, earlier)
    for field, days in (("days_off", decision.days_off), ("make_up", decision.make_up)):
        for day in sorted(days):
            yield from _day(field, day, calendar, today, revoking=decision.revokes is not None)


def _texts(decision: CalendarDecision) -> Iterator[Fault]:
    for field, most in LONGEST.items():
        text = getattr(decision, field).strip()
        if field in OPTIONAL and not text:
            continue
        if not 1 <= len(text) <= most:
            said = Words(f"Nội dung này dài {len(text)} ký tự", f"This text has {len(text)} characters")
            yield field, said, Words(f"Ghi từ 1 đến {most} ký tự.", f"Write 1 to {most} characters.")


def _day(field: str, day: date, calendar: WorkCalendar, today: date, *, revoking: bool) -> Iterator[Fault]:
    words = day_words(day)
    if not calendar.first_year <= day.year <= calendar.last_year:
        years = f"{calendar.first_year}–{calendar.last_year}"
        said = Words(
            f"{words.vi} nằm ngoài lịch {calendar.id} ({years})", f"{words.en} lies outside {calendar.id} ({years})"
        )
        yield field, said, Words("Nhập lịch của năm đó trước.", "Enter the calendar of that year first.")
    elif day < today:
        said = Words(f"{words.vi} đã qua", f"{words.en} has passed: what was worked then stays worked")
        hint = Words("Quyết định chỉ thay đổi từ hôm nay trở đi.", "A decision changes days from today on.")
        yield field, said, hint
    elif not revoking and calendar.is_working_day(day) == (field == "make_up"):
        yield _nothing_new(field, words)


def _nothing_new(field: str, words: Words) -> Fault:
    if field == "make_up":
        said = Words(f"{words.vi} vốn là ngày làm việc", f"{words.en} is a working day already")
        hint = Words("Chỉ ngày nghỉ mới làm bù được.", "Only a day off can be worked in place of another.")
        return field, said, hint
    said = Words(f"{words.vi} vốn là ngày nghỉ", f"{words.en} is a day off already")
    return field, said, Words("Chỉ ngày làm việc mới cho nghỉ được.", "Only a working day can be given off.")


def _revoked(decision: CalendarDecision, today: date, earlier: Sequence[CalendarDecision]) -> Iterator[Fault]:
    if decision.revokes is None:
        return
    target = next((one for one in earlier if one.id == decision.revokes), None)
    known = ", ".join(one.id for one in earlier if one.scope == decision.scope)
    hint = Words(f"Các quyết định đã nhập: {known or 'không có'}.", f"Known: {known or 'none'}.")
    if target is None or target.scope != decision.scope:
        said = Words(
            f"Không có quyết định {decision.revokes} để bãi bỏ", f"There is no decision {decision.revokes} to revoke"
        )
        yield "revokes", said, hint
    elif any(one.revokes == target.id for one in earlier if one.id != decision.id):
        said = Words(f"Quyết định {target.id} đã bị bãi bỏ", f"Decision {target.id} is revoked already")
        yield "revokes", said, hint
    elif any(day < today for day in target.days):
        said = Words(
            f"Quyết định {target.id} đã thực hiện một phần", f"Decision {target.id} has been carried out in part"
        )
        left = Words("Ra quyết định về những ngày còn lại.", "Decide about the days that are left instead.")
        yield "revokes", said, left
