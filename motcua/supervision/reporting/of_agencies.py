"""The indices of Circular 01/2018, and the units that deserve to be commended."""

from collections.abc import Mapping
from decimal import Decimal

from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.reports.commending import best_units
from motcua.reports.figures import Figures
from motcua.reports.scoring import Scores, agency_grade, online_index
from motcua.reports.sheet import Column, Kind, Sheet, SheetRow, Value, said
from motcua.supervision.reporting.asked import Question
from motcua.supervision.reporting.counting import by_agency
from motcua.supervision.reporting.tabling import AGENCY, INDICES, NUMBER, OWN_LIMIT, sheet
from motcua.supervision.telling.stuck import agency_name
from motcua.worktime.words import Words

INDEX_COLUMNS = (
    NUMBER,
    AGENCY,
    *OWN_LIMIT,
    *(Column(name=Words(f"({number})", f"({number})"), above=(INDICES,), kind=Kind.SCORE) for number in range(1, 10)),
    Column(name=Words("Cộng", "Sum"), kind=Kind.SCORE),
    Column(name=Words("Xếp loại", "Grade"), kind=Kind.TEXT),
)
GRADES = {
    "excellent": Words("xuất sắc", "excellent"),
    "good": Words("tốt", "good"),
    "fair": Words("khá", "fair"),
    "average": Words("trung bình", "average"),
    "weak": Words("yếu", "weak"),
    None: Words("chưa đủ 9 chỉ số", "fewer than 9 known"),
}
BEST_COLUMNS = (
    NUMBER,
    AGENCY,
    Column(name=Words("Đã giải quyết", "Finished"), opens="judged"),
    Column(name=Words("Trước hạn", "Early"), opens="early"),
    Column(name=Words("Đúng hạn", "On time"), opens="on_time"),
    Column(name=Words("Tỷ lệ trước hạn", "Early share"), kind=Kind.SHARE),
    Column(name=Words("Đang giải quyết", "In process"), opens="open"),
)


def index_sheet(question: Question, register: Register, ground: Ground) -> Sheet:
    """Return the indices of each agency: (1), (2), (3) and (9) from the register, the others as people give them."""
    units = by_agency(register, question.frame, question.structure)
    visits = _visits(question, register)
    contacts = _contacts(question, register)
    rows = []
    for number, agency in enumerate(sorted(units.keys() | visits.keys()), start=1):
        indices = _indices(units.get(agency), visits.get(agency), contacts.get(agency)) | question.asked.given
        rows.append(_index_row(question, ground, number, agency, visits.get(agency) or Scores(), indices))
    return sheet(
        question,
        register,
        ground,
        columns=INDEX_COLUMNS,
        rows=rows,
        title=Words("Đánh giá việc giải quyết thủ tục hành chính", "Assessment of the handling of procedures"),
        form=Words("Thông tư 01/2018/TT-VPCP, điều 13–15", "Circular 01/2018/TT-VPCP, articles 13–15"),
        notes=(
            Words(
                "(1) thời gian giải quyết so với hạn; (2) từng cơ quan tham gia so với hạn riêng, kể cả cơ "
                "quan được lấy "
                "ý kiến; (3) số lần bổ sung: 0 → 2, 1 → 1, nhiều hơn → 0; (9) tỷ lệ trực tuyến: từ 30% → 2, "
                "từ 15% → 1, "
                "có hồ sơ trực tuyến quá hạn → 0. Các chỉ số khác do người đánh giá cho. Làm tròn một chữ số "
                "thập phân.",
                "(1) time taken against the limit; (2) each participating agency against its own, consulted ones too; "
                "(3) requests for completion: 0 → 2, 1 → 1, more → 0; (9) online share: from 30% → 2, from "
                "15% → 1, any "
                "late online dossier → 0. The others are given by whoever assesses. Rounded to one decimal.",
            ),
        ),
    )


def _indices(
    figures: Figures | None, visits: Scores | None, contacts: tuple[int, int, int] | None
) -> dict[int, Decimal]:
    found: dict[int, Decimal | None] = {}
    if figures is not None:
        found[1] = Scores(two=figures.early, one=figures.on_time, nought=figures.late).index
        found[9] = online_index(figures.online_share, figures.online_late)
    if visits is not None:
        found[2] = visits.index
    if contacts is not None:
        found[3] = Scores(two=contacts[0], one=contacts[1], nought=contacts[2]).index
    return {number: value for number, value in found.items() if value is not None}


def _visits(question: Question, register: Register) -> dict[str, Scores]:
    found: dict[str, Scores] = {}
    structure = question.structure
    for line in register.kept_limits(question.frame, split=structure.split_agencies):
        agency = structure.holder(line.agency, line.territory)
        known = found.get(agency, Scores())
        two, one = known.two + line.early, known.one + line.on_time
        found[agency] = Scores(two=two, one=one, nought=known.nought + line.late)
    return found


def _contacts(question: Question, register: Register) -> dict[str, tuple[int, int, int]]:
    found: dict[str, tuple[int, int, int]] = {}
    structure = question.structure
    for line in register.contacts(question.frame, split=structure.split_agencies):
        holder = structure.holder(line.agency, line.territory)
        known = found.get(holder, (0, 0, 0))
        found[holder] = (known[0] + line.never, known[1] + line.once, known[2] + line.more)
    return found


def _index_row(
    question: Question, ground: Ground, number: int, agency: str, visits: Scores, indices: Mapping[int, Decimal]
) -> SheetRow:
    grade, lang = agency_grade(indices), question.asked.lang
    shown: list[Value] = [float(indices[each]) if each in indices else None for each in range(1, 10)]
    name = said(agency_name(agency, ground), lang)
    end: tuple[Value, ...] = (float(grade.total), said(GRADES[grade.grade], lang))
    values = (str(number), name, visits.two, visits.one, visits.nought, *shown, *end)
    return SheetRow(values=values, chosen={"agency": agency})


def best_sheet(question: Question, register: Register, ground: Ground) -> Sheet:
    """Return the units of the period that deserve to be commended, and by what it is reckoned."""
    merit, lang = question.asked.merit, question.asked.lang
    units = by_agency(register, question.frame, question.structure)
    best = best_units(units, merit)
    rows = []
    for number, unit in enumerate(best, start=1):
        figures, name = unit.figures, said(agency_name(unit.agency, ground), lang)
        values = (str(number), name, figures.judged, figures.early, figures.on_time, unit.early_share, figures.open)
        rows.append(SheetRow(values=values, chosen={"agency": unit.agency}))
    return sheet(
        question,
        register,
        ground,
        columns=BEST_COLUMNS,
        rows=rows,
        title=Words("Đơn vị đề nghị biểu dương", "Units that deserve to be commended"),
        notes=(
            Words(
                f"Xét {len(units)} cơ quan. Điều kiện: đã giải quyết ít nhất {merit.least} hồ sơ có thời hạn, không có "
                "hồ sơ nào quá hạn, kể cả đang giải quyết. Xếp theo tỷ lệ trước hạn, rồi theo số hồ sơ.",
                f"{len(units)} agencies considered. Condition: at least {merit.least} dossiers with a limit finished, "
                "none of them late, and none open that is late. In the order of the early share, then of the number.",
            ),
        ),
    )
