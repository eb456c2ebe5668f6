"""Form 06, the on-time rates by agency, the progress group of Decision 766."""

from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.reports.figures import Figures
from motcua.reports.form06_sheet import COLUMNS, FORM, NOTES, TITLE, WHOLE, check_pairs, figure_pairs, rows_of
from motcua.reports.sheet import Column, Kind, Level, Sheet, SheetRow, Value, said
from motcua.supervision.reporting.asked import Question
from motcua.supervision.reporting.counting import by_agency, form_of
from motcua.supervision.reporting.tabling import AGENCY, CLOSED, NUMBER, OPEN, RATES, sheet
from motcua.supervision.telling.stuck import agency_name, field_name, procedure_name
from motcua.worktime.words import Words

PREVIOUS = Words("của kỳ trước", "of the period before")
ON_TIME_COLUMNS = (
    NUMBER,
    AGENCY,
    Column(name=Words("Tiếp nhận", "Received"), opens="total", closes=True),
    Column(name=Words("Trước hạn", "Early"), above=(CLOSED,), opens="early"),
    Column(name=Words("Đúng hạn", "On time"), above=(CLOSED,), opens="on_time"),
    Column(name=Words("Quá hạn", "Late"), above=(CLOSED,), opens="late"),
    Column(name=Words("Ngoài tỷ lệ", "In no rate"), above=(CLOSED,), opens="unrated", closes=True),
    Column(name=Words("Trong hạn", "In time"), above=(OPEN,), opens="open_in_time"),
    Column(name=Words("Quá hạn", "Late"), above=(OPEN,), opens="open_late", closes=True),
    Column(name=Words("Đã giải quyết", "Of closed"), above=(RATES,), kind=Kind.SHARE),
    Column(name=Words("Tất cả", "Of all"), above=(RATES,), kind=Kind.SHARE),
)
POINTS = Column(name=Words("Điểm", "Points"), kind=Kind.SCORE)


def form06_sheet(question: Question, register: Register, ground: Ground) -> Sheet:
    """Return form 06.

    Raises:
        DisagreementError: An identity does not hold; there is no form then.
    """
    form, asked = form_of(register, question.frame), question.asked
    rows = rows_of(
        form,
        lambda code: procedure_name(code, ground),
        asked.lang,
        field_named=lambda field: field_name(field, ground),
        procedures=asked.details,
    )
    return sheet(
        question,
        register,
        ground,
        columns=COLUMNS,
        rows=rows,
        title=TITLE,
        form=FORM,
        checks=check_pairs(form.total, PREVIOUS),
        figures=figure_pairs(form.total.figures, asked.weight),
        notes=NOTES,
        signed=True,
    )


def on_time_sheet(question: Question, register: Register, ground: Ground) -> Sheet:
    """Return both on-time rates by agency (R66)."""
    units = by_agency(register, question.frame, question.structure)
    form = form_of(register, question.frame)
    lines = [(agency, figures, _rates(figures)) for agency, figures in units.items()]
    return sheet(
        question,
        register,
        ground,
        columns=ON_TIME_COLUMNS,
        rows=[*_agency_rows(question, ground, lines), _whole(question, _rates(form.total.figures))],
        title=Words("Tỷ lệ giải quyết đúng hạn theo cơ quan", "On-time rates by agency"),
        checks=check_pairs(form.total, PREVIOUS),
        figures=figure_pairs(form.total.figures, question.asked.weight),
        notes=(
            Words(
                "Trước hạn, đúng hạn, quá hạn so ngày có kết quả với ngày hẹn. Hồ sơ rút, dừng và không có thời hạn "
                "không tính vào tỷ lệ. Nhánh liên thông tính cho cơ quan thực hiện, nên cộng dòng có thể hơn tổng.",
                "Early, on time and late compare the day of the result with the due date. Withdrawn dossiers and those "
                "without a limit are in no rate. A leg counts for the agency that carries it: lines may "
                "exceed the total.",
            ),
        ),
    )


def score_sheet(question: Question, register: Register, ground: Ground) -> Sheet:
    """Return the progress points of each agency (Decision 766; R66)."""
    weight = question.asked.weight
    units = by_agency(register, question.frame, question.structure)
    whole = form_of(register, question.frame).total.figures
    points = f"{weight.points.normalize():f}"
    how = Words(
        f"Điểm = {points} × tỷ lệ đúng hạn trong số đã giải quyết, tối đa {points}.",
        f"Points = {points} × the on-time share of what was finished, at most {points}.",
    )
    if weight.steps:
        told = "; ".join(f"≥ {start} → {part} × {points}" for start, part in weight.steps)
        how = Words(f"Điểm theo bậc: {told}.", f"Points by steps: {told}.")

    def values(figures: Figures) -> tuple[Value, ...]:
        score = weight.score(figures.on_time_completed)
        return (*_rates(figures), None if score is None else float(score))

    lines = [(agency, figures, values(figures)) for agency, figures in units.items()]
    return sheet(
        question,
        register,
        ground,
        columns=(*ON_TIME_COLUMNS, POINTS),
        rows=[*_agency_rows(question, ground, lines), _whole(question, values(whole))],
        title=Words("Điểm nhóm tiến độ giải quyết", "Points of the progress group"),
        form=Words("Quyết định 766/QĐ-TTg ngày 23/06/2022", "Decision 766/QĐ-TTg of 23 June 2022"),
        notes=(how,),
    )


def _rates(figures: Figures) -> tuple[Value, ...]:
    none = figures.stopped + figures.without_limit
    return (
        *(figures.total, figures.early, figures.on_time, figures.late, none),
        *(figures.open_in_time, figures.open_late, figures.on_time_completed, figures.on_time_all),
    )


def _agency_rows(
    question: Question, ground: Ground, lines: list[tuple[str, Figures, tuple[Value, ...]]]
) -> list[SheetRow]:
    named = [(said(agency_name(agency, ground), question.asked.lang), agency, values) for agency, _, values in lines]
    return [
        SheetRow(values=(str(number), name, *values), chosen={"agency": agency})
        for number, (name, agency, values) in enumerate(named, start=1)
    ]


def _whole(question: Question, values: tuple[Value, ...]) -> SheetRow:
    return SheetRow(values=("", said(WHOLE, question.asked.lang), *values), level=Level.TOTAL)
