"""What heads are told in the morning: counts and dossiers' codes, never a word about an applicant."""

from collections.abc import Iterator
from datetime import datetime

from motcua.dossiers.morning import MorningLine, MorningPart, MorningSheet
from motcua.notices.port import Language
from motcua.notices.short import fitted
from motcua.notices.wording import Worded, spoken
from motcua.worktime.words import WEEKDAYS, Words

LISTED = 10
"""Dossiers of a part that a mail lists; the page and the paper list more."""
SUBJECT = Words("[Một Cửa] Bản tin sáng {day}: {counts}", "[Một Cửa] Morning sheet {day}: {counts}")
COUNTS = {
    "due_today": Words("{n} đến hạn hôm nay", "{n} due today"),
    "will_be_late": Words("{n} sẽ trễ nếu không chuyển trước {until}", "{n} late unless moved before {until}"),
    "blocked": Words("{n} chờ nơi khác", "{n} wait for others"),
    "paused": Words("{n} dừng quá 30 ngày", "{n} stopped over 30 days"),
}
"""Each part, counted."""
HEADLINES = {
    "due_today": Words("Đến hạn hôm nay", "Due today"),
    "will_be_late": Words("Sẽ trễ nếu không chuyển trước {until}", "Late unless moved on before {until}"),
    "blocked": Words("Nơi khác đang giữ", "Held up by others"),
    "paused": Words("Đồng hồ dừng quá 30 ngày", "Clock stopped for over 30 days"),
}
MADE = Words(
    "Bản tin sáng {day} của {agency}, lập lúc {at}. {open} hồ sơ đang mở, {overdue} đang quá hạn.",
    "Morning sheet of {day} for {agency}, made at {at}. {open} dossiers are open, {overdue} of them overdue.",
)
PASSED = Words(
    "Trong đó {n} đã qua giờ phải chuyển: xin lỗi và hẹn lại trước khi hết giờ hôm nay.",
    "{n} of them can no longer be moved in time: apologise and set a new date before today's closing hour.",
)
NONE = Words("Không có hồ sơ nào.", "None.")
FURTHER = Words("… và {n} hồ sơ khác", "… and {n} more")
BY = Words("làm trước {at}", "move before {at}")
DUE = Words("hẹn trả {at}", "promised {at}")
SINCE = Words("từ {at}", "since {at}")
WHERE = Words("Xem đầy đủ và bản in: {link}", "All of it, and the paper: {link}")
CLOSING = Words(
    "Thư này do hệ thống tự động gửi, xin không trả lời.", "This mail was sent by a machine; please do not answer it."
)


def morning_worded(sheet: MorningSheet, agency: Words, link: str, language: Language) -> Worded:
    """Return a sheet as mail and as a short message.

    Args:
        sheet: What is told; its moments are read in the zone they carry.
        agency: What the agency is called.
        link: Where the page is.
        language: In which language.
    """
    counts = ", ".join(_count(name, part, sheet, language) for name, part in sheet.parts)
    day = f"{spoken(WEEKDAYS[sheet.day.weekday()], language)} {sheet.day:%d/%m}"
    subject = spoken(SUBJECT, language).format(day=day, counts=counts)
    said = {"day": f"{sheet.day:%d/%m/%Y}", "agency": spoken(agency, language), "at": f"{sheet.made_at:%H:%M}"}
    opening = spoken(MADE, language).format(open=sheet.open, overdue=sheet.overdue, **said)
    parts = ["\n".join(_part(name, part, sheet, language)) for name, part in sheet.parts]
    where = spoken(WHERE, language).format(link=link)
    text = "\n\n".join([opening, *parts, where, spoken(CLOSING, language)]) + "\n"
    return Worded(subject, text, fitted(subject, link))


def _count(name: str, part: MorningPart, sheet: MorningSheet, language: Language) -> str:
    return spoken(COUNTS[name], language).format(n=part.total, until=f"{sheet.until:%H:%M}")


def _part(name: str, part: MorningPart, sheet: MorningSheet, language: Language) -> Iterator[str]:
    headline = spoken(HEADLINES[name], language).format(until=f"{sheet.until:%H:%M}")
    yield f"{headline}: {part.total}"
    if not part.total:
        yield f"  {spoken(NONE, language)}"
    if name == "will_be_late" and sheet.passed:
        yield f"  {spoken(PASSED, language).format(n=sheet.passed)}"
    for line in part.lines[:LISTED]:
        yield f"  {line.code}  {_when(name, line, sheet, language)}"
    if (rest := part.total - len(part.lines[:LISTED])) > 0:
        yield f"  {spoken(FURTHER, language).format(n=rest)}"


def _when(name: str, line: MorningLine, sheet: MorningSheet, language: Language) -> str:
    """Return the moment that counts in a part: by when to act, by when it is promised, or since when it waits."""
    if name in ("blocked", "paused"):
        return _said(SINCE, line.since, sheet, language)
    both = (_said(DUE, line.due, sheet, language), _said(BY, line.act_by, sheet, language))
    return ", ".join(said for said in both if said)


def _said(words: Words, at: datetime | None, sheet: MorningSheet, language: Language) -> str:
    if at is None:
        return ""
    clock = f"{at:%H:%M}" if at.date() == sheet.day else f"{at:%H:%M %d/%m/%Y}"
    return spoken(words, language).format(at=clock)
