"""A notice in words: a subject, a text with all it bears, and a short message."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from motcua.dossiers.notice import APPLICANT, News
from motcua.dossiers.parts import Data
from motcua.dossiers.portal_words import PORTAL
from motcua.notices import sentences_to_applicants, sentences_to_officers
from motcua.notices.names import NoticeNames
from motcua.notices.port import Language
from motcua.notices.short import fitted
from motcua.notices.telling import Telling
from motcua.worktime.words import Words

HEADLINES = sentences_to_applicants.HEADLINES | sentences_to_officers.HEADLINES
SENTENCES = sentences_to_applicants.SENTENCES | sentences_to_officers.SENTENCES

WITHOUT_DATE = (News.NOT_ACCEPTED, News.STOPPED, News.RETURNED)
CLOSING = Words(
    "Thư này do hệ thống tự động gửi, xin không trả lời. Tra cứu bằng mã hồ sơ tại Bộ phận Một cửa hoặc Cổng dịch vụ "
    "công quốc gia.",
    "This mail was sent by a machine; please do not answer it. The dossier can be looked up by its code.",
)
SHORT_DATES = ("expected", "new_due", "lapses_at", "decide_by", "due")
"""The one date a short message has room for is the first of these that is known."""
SHORT_DATE = {
    "expected": Words("Dự kiến", "Expected"),
    "new_due": Words("Ngày mới", "New date"),
    "lapses_at": Words("Hạn bổ sung trước", "Awaited before"),
    "decide_by": Words("Trả lời trước", "Answered by"),
    "due": Words("Hẹn trả", "Promised"),
}


class Occasion(NamedTuple):
    """What a notice is about."""

    code: str
    kind: News
    audience: str
    agency: str | None
    officer: str | None
    at: datetime
    says: Data


class Worded(NamedTuple):
    """The same notice as mail and as a short message."""

    subject: str
    text: str
    short: str


def worded(occasion: Occasion, names: NoticeNames, language: Language) -> Worded:
    """Return a notice in one language."""
    telling = Telling(occasion.says, names)
    headline, sentence = HEADLINES[occasion.kind], SENTENCES[occasion.kind](telling)
    subject = spoken(Words(f"Hồ sơ {occasion.code} {headline.vi}", f"Dossier {occasion.code} {headline.en}"), language)
    lines = [
        spoken(Words(f"{label.vi}: {what.vi}", f"{label.en}: {what.en}"), language)
        for label, what in _facts(occasion, telling)
    ]
    papers = [f"  {number}. {spoken(paper, language)}" for number, paper in enumerate(telling.papers("items"), start=1)]
    blocks = [
        subject + ".",
        spoken(sentence, language),
        "\n".join(papers),
        "\n".join(lines),
        spoken(CLOSING, language),
    ]
    text = "\n\n".join(block for block in blocks if block) + "\n"
    return Worded(subject, text, _short(occasion, telling, subject, language))


def _short(occasion: Occasion, telling: Telling, subject: str, language: Language) -> str:
    date = next((name for name in SHORT_DATES if telling.has(name)), None)
    if date is None or occasion.kind in WITHOUT_DATE:
        needed = f"{subject}."
    else:
        at = telling.names.local(str(telling.says[date]))
        needed = f"{subject}. {spoken(SHORT_DATE[date], language)} {at:%H:%M %d/%m/%Y}."
    return fitted(needed, spoken(telling.reason(), language))


def _facts(occasion: Occasion, telling: Telling) -> Iterator[tuple[Words, Words]]:
    """Yield what a notice bears, each under its label."""
    code = occasion.code
    yield Words("Mã hồ sơ", "Dossier"), Words(code, code)
    if (matter := telling.names.matter()) is not None:
        yield Words("Thủ tục", "Procedure"), matter
    if occasion.audience == APPLICANT:
        yield from _standing(occasion, telling)
    yield from _dates(occasion, telling)
    if telling.has("reason"):
        yield Words("Lý do", "Reason"), telling.reason()
    if telling.has("basis"):
        basis = str(occasion.says["basis"])
        yield Words("Căn cứ", "Legal basis"), Words(basis, basis)
    if originals := telling.papers("originals"):
        yield (
            Words("Bản chính được trả lại", "Originals to be given back"),
            Words("; ".join(each.vi for each in originals), "; ".join(each.en for each in originals)),
        )


def _standing(occasion: Occasion, telling: Telling) -> Iterator[tuple[Words, Words]]:
    """Yield status, agency and person (Decree 224/2026 art. 15)."""
    state = occasion.says.get("state")
    if isinstance(state, int) and state in PORTAL:
        yield Words("Trạng thái", "Status"), PORTAL[state]
    if occasion.agency is not None:
        agency, officer = telling.names.agency(occasion.agency), occasion.officer
        person = Words(f" (cán bộ {officer})", f" (officer {officer})") if officer else Words("", "")
        yield Words("Cơ quan xử lý", "Handled by"), Words(agency.vi + person.vi, agency.en + person.en)


def _dates(occasion: Occasion, telling: Telling) -> Iterator[tuple[Words, Words]]:
    """Yield the times of receipt, processing and return."""
    if telling.has("received_at"):
        yield Words("Tiếp nhận", "Received"), telling.moment("received_at")
    yield Words("Cập nhật", "As of"), telling.names.moment(occasion.at.isoformat())
    if occasion.kind in WITHOUT_DATE:
        return
    if telling.has("old_due"):
        yield Words("Hẹn trả trước đây", "Promised before"), telling.moment("old_due")
    if telling.has("due"):
        is_promise = occasion.audience == APPLICANT or telling.says.get("subject", "dossier") == "dossier"
        yield Words("Hẹn trả kết quả", "Promised") if is_promise else Words("Thời hạn", "Due"), telling.moment("due")


def spoken(words: Words, language: Language) -> str:
    """Return what is said in one language."""
    return words.en if language == "en" else words.vi
