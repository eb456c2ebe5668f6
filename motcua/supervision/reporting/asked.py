"""What a report is asked for: its kind, period, agency, fields, structure, and the date it judges by."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Model
from motcua.errors import InvalidInputError
from motcua.register.ontime import Promise
from motcua.register.report_frame import Frame, Members
from motcua.register.scope import WHOLE, Scope
from motcua.register.shares import DelaysBy
from motcua.reports.commending import Merit, Wide
from motcua.reports.period import Period, period_between, period_named
from motcua.reports.scoring import Weight
from motcua.reports.structure import Structure
from motcua.supervision.telling.stuck import field_name
from motcua.worktime.words import Words


class Kind(StrEnum):
    """The reports there are."""

    FORM06 = "form06"
    ON_TIME = "ontime"
    SCORE_766 = "766"
    INDEX = "index"
    OFFICERS = "officers"
    DELAYS = "delays"
    AGEING = "ageing"
    BEST = "best"
    LATE_PROCEDURES = "late-procedures"


class Format(StrEnum):
    """What a report is handed out as."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


class Asked(Model):
    """A question; the same question over the same register has the same answer."""

    kind: Kind
    period: Period
    agency: str | None = None
    """With all below it; None: everything the asker sees."""
    fields: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    structure: Literal["then", "now"] | date = "then"
    """The organisation of the period's last day, of today, or of a date (R73)."""
    judged: Promise = Promise.CURRENT
    """By the date in force, or the one on the slip (R52)."""
    weight: Weight = Weight()
    merit: Merit = Merit()
    wide: Wide = Wide()
    given: dict[int, Decimal] = {}
    """Indices of Circular 01/2018 that people give."""
    by: DelaysBy | None = None
    """What a line of the report on delays stands for; None: whoever had the work."""
    officer: str | None = None
    """In the report on officers, this staff number alone."""
    details: bool = True
    """Whether form 06 has a line for each procedure below its field."""
    lang: Literal["vi", "en"] = "vi"


@dataclass(frozen=True)
class Question:
    """A question with everything it depends on, at the moment it is answered."""

    asked: Asked
    frame: Frame
    structure: Structure
    now: datetime


def period_asked(named: str | None, since: date | None, until: date | None, today: date) -> Period:
    """Return the period somebody asks for: by its name, or by its days; by default the year up to today.

    Raises:
        InvalidInputError: Both are given, or none can be.
    """
    if named is None:
        return period_between(since or date(today.year, 1, 1), until or today)
    if since is not None or until is not None:
        raise InvalidInputError(
            "A period has a name or its days, not both.",
            vi="Chọn tên kỳ hoặc khoảng ngày, không chọn cả hai.",
            field="period",
        )
    return period_named(named)


def structure_named(text: str) -> Literal["then", "now"] | date:
    """Return the organisation somebody names: `then`, `now` or a date.

    Raises:
        InvalidInputError: It is none of these.
    """
    if text in ("then", "now"):
        return "then" if text == "then" else "now"
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInputError(
            f"{text[:20]!r} is no organisation.",
            vi=f"{text[:20]!r} không phải là cơ cấu tổ chức.",
            field="structure",
            rule="R73",
            hint="Write then (the period's last day), now, or a date.",
            hint_vi="Ghi then (ngày cuối kỳ), now (hiện nay), hoặc một ngày.",
        ) from None


def question(asked: Asked, ground: Ground, now: datetime, scope: Scope = WHOLE) -> Question:
    """Return what is counted for a question.

    A period that goes on ends now. Its organisation is that of its last day, or of today where that is still to come.

    Raises:
        InvalidInputError: The period is yet to come, or the agency did not exist in that organisation.
        NotFoundError: There is no such agency.
    """
    zone = ground.calendars["vn"].tz
    here, period = now.astimezone(zone), asked.period
    begin = datetime.combine(period.first, time(), zone)
    if begin >= here:
        raise InvalidInputError(
            f"The period begins on {period.first}, which is yet to come.",
            vi=f"Kỳ báo cáo bắt đầu ngày {period.first:%d/%m/%Y}, chưa tới.",
            field="period",
        )
    named = {"then": min(period.last, here.date()), "now": here.date()}
    on = asked.structure if isinstance(asked.structure, date) else named[asked.structure]
    structure = Structure(ground.directory, on)
    members = Members(*structure.below(asked.agency)) if asked.agency else None
    frame = Frame(
        begin=begin,
        end=min(datetime.combine(period.after, time(), zone), here),
        promise=asked.judged,
        members=members,
        fields=frozenset(asked.fields) or None,
        procedures=frozenset(asked.procedures) or None,
        scope=scope,
    )
    return Question(asked=asked, frame=frame, structure=structure, now=here)


def about(question: Question, ground: Ground) -> tuple[Words, ...]:
    """Return what stands below the title: the period, the organisation, the date that is judged by."""
    asked, on = question.asked, question.structure.on
    name, fields, procedures = (
        asked.period.name,
        [field_name(each, ground) for each in asked.fields],
        ", ".join(asked.procedures),
    )
    current = asked.judged is Promise.CURRENT
    judged = Words("hạn hiện hành", "the date in force") if current else Words("hạn đầu tiên", "the first date")
    said = [
        Words(f"Kỳ báo cáo: {name.vi}", f"Period: {name.en}"),
        Words(f"cơ cấu tổ chức ngày {on:%d/%m/%Y}", f"organisation of {on}"),
        Words(f"chấm theo {judged.vi}", f"judged by {judged.en}"),
    ]
    if fields:
        vi, en = (", ".join(getattr(each, lang) for each in fields) for lang in ("vi", "en"))
        said.append(Words(f"lĩnh vực: {vi}", f"field: {en}"))
    if procedures:
        said.append(Words(f"thủ tục: {procedures}", f"procedure: {procedures}"))
    return tuple(said)
