"""Form 06 as a sheet: columns (1) to (13) as the circular draws them, its checks, and the figures beside it."""

from collections.abc import Callable, Iterator

from motcua.reports.figures import Figures
from motcua.reports.form06 import Form06, Line
from motcua.reports.identities import Check
from motcua.reports.scoring import Weight
from motcua.reports.sheet import Column, Kind, Language, Level, Pair, SheetRow, Value, said
from motcua.worktime.words import Words

RECEIVED = Words("Số hồ sơ nhận giải quyết", "Dossiers received")
IN_PERIOD = Words("Trong kỳ", "In the period")
CLOSED = Words("Số hồ sơ đã giải quyết", "Closed")
OPEN = Words("Số hồ sơ đang giải quyết", "In process")
SUM = Words("Tổng số", "Total")
COLUMNS = (
    Column(name=Words("STT", "No."), kind=Kind.TEXT, number="(1)"),
    Column(name=Words("Lĩnh vực, công việc giải quyết", "Field, procedure"), kind=Kind.TEXT, number="(2)", wide=True),
    Column(name=SUM, above=(RECEIVED,), number="(3)", opens="3"),
    Column(name=Words("Trực tuyến", "Online"), above=(RECEIVED, IN_PERIOD), number="(4)", opens="4"),
    Column(name=Words("Trực tiếp, bưu chính", "Counter, post"), above=(RECEIVED, IN_PERIOD), number="(5)", opens="5"),
    Column(name=Words("Từ kỳ trước", "Carried over"), above=(RECEIVED,), number="(6)", opens="6", closes=True),
    Column(name=SUM, above=(CLOSED,), number="(7)", opens="7"),
    Column(name=Words("Trước hạn", "Early"), above=(CLOSED,), number="(8)", opens="8"),
    Column(name=Words("Đúng hạn", "On time"), above=(CLOSED,), number="(9)", opens="9"),
    Column(name=Words("Quá hạn", "Late"), above=(CLOSED,), number="(10)", opens="10", closes=True),
    Column(name=SUM, above=(OPEN,), number="(11)", opens="11"),
    Column(name=Words("Trong hạn", "In time"), above=(OPEN,), number="(12)", opens="12"),
    Column(name=Words("Quá hạn", "Late"), above=(OPEN,), number="(13)", opens="13"),
)
WHOLE = Words("Tổng cộng", "Total")
FORM = Words("Biểu số 06a/VPCP/KSTT", "Form 06a/VPCP/KSTT")
TITLE = Words(
    "Tình hình, kết quả giải quyết thủ tục hành chính", "Handling of administrative procedures: state and results"
)
NOTES = (
    Words(
        "Đã giải quyết tính theo ngày có kết quả. Hồ sơ chờ bổ sung, chờ nghĩa vụ tài chính tính đang giải quyết, "
        "trong hạn. Hồ sơ liên thông đếm một lần.",
        "Closed counts by the day the result was ready. Dossiers that wait for the applicant or a payment are in "
        "process, in time. A linked dossier counts once.",
    ),
)

Name = Callable[[str], Words]


def rows_of(
    form: Form06, named: Name, lang: Language, *, field_named: Name, procedures: bool = True
) -> Iterator[SheetRow]:
    """Yield the rows of the form: each field, its procedures below it, and the whole.

    Args:
        form: The form.
        named: What a procedure is called.
        lang: In which language.
        field_named: What a field is called, by the name dossiers bear.
        procedures: Whether procedures are shown below their fields.
    """
    for number, field in enumerate(form.lines, start=1):
        row = _row(
            str(number), said(field_named(field.id or ""), lang), field, Level.GROUP if procedures else Level.LINE
        )
        yield row.model_copy(update={"chosen": {"field": field.id}})
        for place, line in enumerate(field.procedures if procedures else (), start=1):
            below = _row(f"{number}.{place}", said(named(line.id or ""), lang), line, Level.LINE)
            yield below.model_copy(update={"chosen": {"field": field.id, "procedure": line.id}})
    yield _row("", said(WHOLE, lang), form.total, Level.TOTAL)


def _row(number: str, name: str, line: Line, level: Level) -> SheetRow:
    values: tuple[Value, ...] = (number, name, *line.figures.columns)
    return SheetRow(values=values, level=level)


def check_pairs(line: Line, previous: Words) -> tuple[Pair, ...]:
    """Return the identities of the whole as they are printed; `previous` names the period before."""
    return tuple(_check(check, previous) for check in line.checks)


def _check(check: Check, previous: Words) -> Pair:
    formula = check.formula
    name = Words(formula, formula)
    if formula.endswith("'"):
        told = formula.removesuffix("'")
        name = Words(f"{told} {previous.vi}", f"{told} {previous.en}")
    return Pair(name=name, reckoned=f"{_dots(check.left)} = {_dots(check.right)}", holds=check.holds)


def figure_pairs(figures: Figures, weight: Weight) -> tuple[Pair, ...]:
    """Return what is reckoned beside the table: both rates, what came online, the points of the progress group."""
    good, rate, score = (
        figures.early + figures.on_time,
        figures.on_time_completed,
        weight.score(figures.on_time_completed),
    )
    points = f"{weight.points.normalize():f}"
    of = f"{points} × {rate:.3f}".replace(".", ",") if rate is not None and not weight.steps else points
    without = figures.stopped + figures.without_limit
    return (
        Pair(
            name=Words("Đúng hạn trong số đã giải quyết", "On time of what was finished"),
            reckoned=f"{_dots(good)} / {_dots(figures.judged)}",
            value=rate,
            kind=Kind.SHARE,
        ),
        Pair(
            name=Words("Đúng hạn trong tất cả", "On time of all"),
            reckoned=f"{_dots(good + figures.open_in_time)} / {_dots(figures.judged + figures.open)}",
            value=figures.on_time_all,
            kind=Kind.SHARE,
        ),
        Pair(
            name=Words("Nộp trực tuyến", "Received online"),
            reckoned=f"{_dots(figures.online)} / {_dots(figures.online + figures.direct)}",
            value=figures.online_share,
            kind=Kind.SHARE,
        ),
        Pair(
            name=Words(f"Điểm tiến độ (QĐ 766, tối đa {points})", f"Progress points (Decision 766, at most {points})"),
            reckoned=of,
            value=None if score is None else float(score),
            kind=Kind.SCORE,
        ),
        Pair(
            name=Words(
                "Rút, dừng hoặc không có thời hạn (ngoài tỷ lệ)", "Withdrawn, lapsed or without limit (in no rate)"
            ),
            value=without,
            kind=Kind.COUNT,
        ),
    )


def _dots(number: int) -> str:
    return f"{number:,}".replace(",", ".")
