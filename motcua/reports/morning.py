"""The morning sheet on paper: four parts, each dossier with who has it and by when it has to move."""

from collections.abc import Iterator
from datetime import datetime

from motcua.dossiers.ground import Ground
from motcua.dossiers.morning import MorningLine, MorningPart, MorningSheet
from motcua.dossiers.names import Names, words_of
from motcua.dossiers.parts import APPLICANT, Waiting
from motcua.letters.names import heading_of
from motcua.reports.paper import press
from motcua.reports.sheet import Column, Kind, Language, Level, Sheet, SheetRow, Source, said
from motcua.worktime.words import Words, day_words

TITLE = Words("Bản tin sáng", "Morning sheet")
NUMERALS = ("I", "II", "III", "IV")
PARTS = {
    "due_today": Words("Đến hạn hôm nay: {n}", "Due today: {n}"),
    "will_be_late": Words("Sẽ trễ nếu không chuyển trước {until}: {n}", "Late unless moved on before {until}: {n}"),
    "blocked": Words("Nơi khác đang giữ: {n}", "Held up by others: {n}"),
    "paused": Words("Đồng hồ dừng quá 30 ngày: {n}", "Clock stopped for over 30 days: {n}"),
}
COLUMNS = (
    Column(name=Words("STT", "No."), kind=Kind.TEXT),
    Column(name=Words("Mã hồ sơ", "Dossier"), kind=Kind.TEXT),
    Column(name=Words("Thủ tục", "Procedure"), kind=Kind.TEXT, wide=True),
    Column(name=Words("Đang chờ", "Waits for"), kind=Kind.TEXT),
    Column(name=Words("Ai giữ", "Held by"), kind=Kind.TEXT, wide=True),
    Column(name=Words("Từ khi nào", "Since"), kind=Kind.TEXT),
    Column(name=Words("Hẹn trả", "Promised"), kind=Kind.TEXT),
    Column(name=Words("Làm trước", "Move before"), kind=Kind.TEXT),
)
REASONS = {
    Waiting.OFFICER: Words("cán bộ", "officer"),
    Waiting.APPLICANT: Words("người nộp", "applicant"),
    Waiting.PARTNER: Words("cơ quan phối hợp", "partner agency"),
    Waiting.SYSTEM: Words("hệ thống ngành", "department system"),
    Waiting.PAYMENT: Words("nộp tiền", "payment"),
    Waiting.MOMENT: Words("hạn luật định", "a moment set by law"),
    Waiting.FAULT: Words("lỗi máy quy trình", "engine fault"),
    Waiting.NOBODY: Words("không ai giữ", "nobody"),
}
PASSED = Words("{n} đã qua giờ phải chuyển", "{n} can no longer be moved in time")
WHOLE = Words("{open} hồ sơ đang mở, {overdue} đang quá hạn", "{open} dossiers open, {overdue} overdue")
NONE = Words("Không có hồ sơ nào", "None")
FURTHER = Words("… và {n} hồ sơ khác", "… and {n} more")
NOTES = (
    Words(
        "“Làm trước” là lúc muộn nhất để chuyển tiếp mà vẫn kịp hẹn. “Dừng quá 30 ngày” đếm ngày lịch từ khi đồng hồ "
        "pháp lý dừng. Một hồ sơ có thể ở nhiều mục.",
        "“Move before” is the last moment at which moving on still keeps the promise. “Over 30 days” counts calendar "
        "days since the official clock stopped. A dossier may stand in several parts.",
    ),
)


def morning_pdf(sheet: MorningSheet, ground: Ground, lang: Language) -> bytes:
    """Return a morning sheet as a PDF: the same sheet gives the same bytes."""
    return press().pdf(morning_paper(sheet, ground, lang), lang)


def morning_paper(sheet: MorningSheet, ground: Ground, lang: Language) -> Sheet:
    """Return a morning sheet as a report of one language, under the heading of the agency whose head it is for."""
    heading, told = heading_of(sheet.agency, ground), _Told(ground, lang, sheet)
    day = day_words(sheet.day)
    rows = (
        row
        for numeral, (name, part) in zip(NUMERALS, sheet.parts, strict=True)
        for row in _rows(numeral, _headline(name, part, sheet), part, told)
    )
    return Sheet(
        key="morning",
        title=TITLE,
        about=(day, _with(WHOLE, open=sheet.open, overdue=sheet.overdue)),
        agency=words_of(heading.agency),
        above=words_of(heading.above) if heading.above else None,
        columns=COLUMNS,
        rows=tuple(rows),
        notes=NOTES,
        source=Source(made_at=sheet.made_at, position=sheet.position, head=sheet.head),
    )


class _Told:
    """How the lines of one sheet are said."""

    def __init__(self, ground: Ground, lang: Language, sheet: MorningSheet) -> None:
        self._ground, self._lang, self._day = ground, lang, sheet.day

    def words(self, words: Words) -> str:
        return said(words, self._lang)

    def line(self, number: int, line: MorningLine) -> SheetRow:
        holder = self.words(self._holder(line.holder)) if line.holder else "–"
        waits = self.words(REASONS[line.waits_for]) + (f": {line.system}" if line.system else "")
        what = (str(number), line.code, self.words(self._procedure(line.procedure)), waits, holder)
        return SheetRow(values=(*what, *map(self.moment, (line.since, line.due, line.act_by))))

    def _holder(self, agency: str) -> Words:
        applicant = Words("Người nộp", "The applicant")
        return applicant if agency == APPLICANT.agency else Names(self._ground, None).agency(agency)

    def _procedure(self, code: str) -> Words:
        versions = self._ground.catalogue.versions(code)
        return words_of(versions[-1].name) if versions else Words(code, code)

    def moment(self, at: datetime | None) -> str:
        if at is None:
            return "–"
        if at.date() == self._day:
            return f"{at:%H:%M}"
        return f"{at:%d/%m/%Y %H:%M}" if self._lang == "vi" else f"{at:%Y-%m-%d %H:%M}"


def _rows(numeral: str, headline: Words, part: MorningPart, told: _Told) -> Iterator[SheetRow]:
    empty = ("",) * (len(COLUMNS) - 3)
    yield SheetRow(values=(numeral, "", told.words(headline), *empty), level=Level.GROUP)
    if not part.total:
        yield SheetRow(values=("", "", told.words(NONE), *empty))
    yield from (told.line(number, line) for number, line in enumerate(part.lines, start=1))
    if part.further > 0:
        yield SheetRow(values=("", "", told.words(_with(FURTHER, n=part.further)), *empty))


def _headline(name: str, part: MorningPart, sheet: MorningSheet) -> Words:
    words = _with(PARTS[name], until=f"{sheet.until:%H:%M}", n=part.total)
    if name != "will_be_late" or not sheet.passed:
        return words
    passed = _with(PASSED, n=sheet.passed)
    return Words(f"{words.vi}; {passed.vi}", f"{words.en}; {passed.en}")


def _with(words: Words, **values: object) -> Words:
    return Words(words.vi.format(**values), words.en.format(**values))
