"""The indices of Circular 01/2018 officer by officer, and how far each did their duty."""

from decimal import Decimal

from motcua.dossiers.ground import Ground
from motcua.errors import InvalidInputError
from motcua.register.register import Register
from motcua.register.report_officers import OfficerDossiers, OfficerVisits
from motcua.reports.scoring import OF_OFFICERS, Scores, officer_grade
from motcua.reports.sheet import Column, Kind, Sheet, SheetRow, Value, said
from motcua.supervision.reporting.asked import Question
from motcua.supervision.reporting.tabling import AGENCY, INDICES, NUMBER, OWN_LIMIT, sheet
from motcua.supervision.telling.stuck import agency_name
from motcua.worktime.words import Words

OFFICER_COLUMNS = (
    NUMBER,
    AGENCY,
    Column(name=Words("Số hiệu cán bộ", "Officer's number"), kind=Kind.TEXT),
    *OWN_LIMIT,
    *(Column(name=Words(f"({number})", f"({number})"), above=(INDICES,), kind=Kind.SCORE) for number in OF_OFFICERS),
    Column(name=Words("Cộng", "Sum"), kind=Kind.SCORE),
    Column(name=Words("Mức độ hoàn thành nhiệm vụ", "Duty done"), kind=Kind.TEXT),
)
DUTY_DONE = {
    "100": Words("100%", "100%"),
    "70-100": Words("từ 70% đến 100%", "70% to 100%"),
    "<70": Words("dưới 70%", "below 70%"),
    None: Words("chưa đủ 5 chỉ số", "fewer than 5 known"),
}
NOTE = Words(
    "Tính theo cơ quan mà cán bộ làm việc khi đó; số hiệu chỉ có nghĩa trong cơ quan ấy. (1) hồ sơ của cơ quan mình "
    "cán bộ có tham gia, so với hạn trả; (2) từng lượt việc của cán bộ so với hạn riêng, kể cả khi được lấy ý kiến; "
    "(3) số lần bổ sung của các hồ sơ ở (1): 0 → 2, 1 → 1, nhiều hơn → 0. (4) và (7) do người đánh giá cho, từng cán "
    "bộ một. Từ 5 điểm: 100%; từ 3,5: 70–100%; thấp hơn: dưới 70%.",
    "By the agency the officer worked for at the time; a number says something within it only. (1) dossiers of their "
    "own agency they worked on, against the date; (2) each of their visits against its own limit, consulted or not; "
    "(3) requests for completion in the dossiers of (1): 0 → 2, 1 → 1, more → 0. (4) and (7) are given by whoever "
    "assesses, for one officer at a time. From 5 points 100%; from 3.5 70–100%; less: below 70%.",
)
Officer = tuple[str, str]
"""Agency and staff number."""


def officers_sheet(question: Question, register: Register, ground: Ground) -> Sheet:
    """Return the indices of each officer: (1), (2) and (3) from the register, the others as people give them (R67).

    Raises:
        InvalidInputError: Indices are given, and there is more than one officer they could be of.
    """
    asked = question.asked
    visits = {(each.agency, each.officer): each for each in register.officer_visits(question.frame, asked.officer)}
    dossiers = {(each.agency, each.officer): each for each in register.officer_dossiers(question.frame, asked.officer)}
    officers = sorted(visits.keys() | dossiers.keys())
    if asked.given and len(officers) > 1:
        raise _of_whom(len(officers))
    rows = [
        _row(question, ground, number, each, visits.get(each), dossiers.get(each))
        for number, each in enumerate(officers, start=1)
    ]
    return sheet(
        question,
        register,
        ground,
        columns=OFFICER_COLUMNS,
        rows=rows,
        title=Words("Đánh giá cán bộ giải quyết thủ tục hành chính", "Assessment of officers who handle procedures"),
        form=Words("Thông tư 01/2018/TT-VPCP, điều 13–15", "Circular 01/2018/TT-VPCP, articles 13–15"),
        notes=(NOTE,),
    )


def _row(
    question: Question, ground: Ground, number: int, officer: Officer,
    visits: OfficerVisits | None, dossiers: OfficerDossiers | None,
) -> SheetRow:  # fmt: skip
    agency, lang = officer[0], question.asked.lang
    own = Scores(two=visits.early, one=visits.on_time, nought=visits.late) if visits else Scores()
    indices = _indices(own, dossiers) | question.asked.given
    grade = officer_grade(indices)
    shown: list[Value] = [float(indices[each]) if each in indices else None for each in OF_OFFICERS]
    name, done = said(agency_name(agency, ground), lang), said(DUTY_DONE[grade.grade], lang)
    values = (str(number), name, officer[1], own.two, own.one, own.nought, *shown, float(grade.total), done)
    return SheetRow(values=values, chosen={"agency": agency, "officer": officer[1]})


def _indices(own: Scores, dossiers: OfficerDossiers | None) -> dict[int, Decimal]:
    found = {2: own.index}
    if dossiers is not None:
        found[1] = Scores(two=dossiers.early, one=dossiers.on_time, nought=dossiers.late).index
        found[3] = Scores(two=dossiers.never, one=dossiers.once, nought=dossiers.more).index
    return {number: value for number, value in found.items() if value is not None}


def _of_whom(officers: int) -> InvalidInputError:
    return InvalidInputError(
        f"Indices that people give are of one officer; {officers} are asked about.",
        vi=f"Chỉ số do người đánh giá cho là của một cán bộ; đang hỏi về {officers} cán bộ.",
        field="given",
        rule="R67",
        hint="Name the agency and the officer.",
        hint_vi="Nêu cơ quan và số hiệu cán bộ.",
    )
