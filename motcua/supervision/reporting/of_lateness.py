"""Whose time was lost, how old the open dossiers are, and which procedures are late whoever handles them."""

from collections.abc import Iterator
from datetime import timedelta

from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.register.shares import DelayLine, DelaysBy
from motcua.reports.commending import late_procedures
from motcua.reports.sheet import Column, Kind, Level, Sheet, SheetRow, Value, said
from motcua.supervision.reporting.asked import Question
from motcua.supervision.reporting.counting import by_procedure_and_agency
from motcua.supervision.reporting.tabling import AGENCY, NUMBER, PROCEDURE, sheet
from motcua.supervision.telling.labels import HOLDERS
from motcua.supervision.telling.stuck import agency_name, procedure_name
from motcua.worktime.words import Words

HOUR = 3600
AGES = (7, 15, 30, 60, 90, 180)
"""Bounds of the ages of open dossiers, in days since receipt."""
TIME = Words("Thời gian làm việc (giờ)", "Working time (hours)")
DELAYS_OF = {
    DelaysBy.AGENCY: AGENCY,
    DelaysBy.COMPETENT: Column(name=Words("Cơ quan giải quyết", "Deciding agency"), kind=Kind.TEXT, wide=True),
    DelaysBy.PROCEDURE: PROCEDURE,
    DelaysBy.STEP: Column(name=Words("Bước", "Step"), kind=Kind.TEXT, wide=True),
    DelaysBy.HOLDER: Column(name=Words("Phạm vi", "Of"), kind=Kind.TEXT, wide=True),
}
"""By what a line stands for, the column that names it."""
ALL = Words("Toàn bộ", "All")
DELAY_COLUMNS = (
    Column(name=Words("Ai giữ", "Who had it"), kind=Kind.TEXT),
    Column(name=Words("Hồ sơ", "Dossiers")),
    Column(name=Words("Hồ sơ trễ", "Late ones"), closes=True),
    *(
        Column(name=name, above=(TIME,), kind=Kind.HOURS)
        for name in (
            Words("Tổng", "All"),
            Words("Nằm chờ", "Waiting"),
            Words("Xử lý", "Handling"),
            Words("Đồng hồ dừng", "Clock stood"),
            Words("Quá hạn", "Late"),
        )
    ),
)
AGE_COLUMNS = (
    NUMBER,
    PROCEDURE,
    *(Column(name=Words(f"≤ {days} ngày", f"≤ {days} days")) for days in AGES),
    Column(name=Words(f"> {AGES[-1]} ngày", f"> {AGES[-1]} days"), closes=True),
    Column(name=Words("Tổng", "All"), opens="open"),
    Column(name=Words("Quá hạn", "Late"), opens="open_late"),
    Column(name=Words("Cũ nhất (ngày)", "Oldest (days)")),
)
LATE_COLUMNS = (
    NUMBER,
    PROCEDURE,
    Column(name=Words("n (hồ sơ)", "n (dossiers)")),
    Column(name=Words("Quá hạn", "Late")),
    Column(name=Words("Tỷ lệ", "Late share"), kind=Kind.SHARE, closes=True),
    Column(name=Words("Cơ quan đủ số", "Agencies counted")),
    Column(name=Words("Cơ quan trễ", "Agencies late")),
    Column(name=Words("Trung vị", "Median share"), kind=Kind.SHARE),
)


def delays_sheet(question: Question, register: Register, ground: Ground) -> Sheet:
    """Return whose working time finished dossiers took: own delay and partners' apart (R68)."""
    by, structure = question.asked.by or DelaysBy.AGENCY, question.structure
    lines = register.delays_within(question.frame, structure.holder, by=by, split=structure.split_agencies)
    return sheet(
        question,
        register,
        ground,
        columns=(NUMBER, DELAYS_OF[by], *DELAY_COLUMNS),
        rows=[_delay_row(question, ground, number, line, by) for number, line in enumerate(lines, start=1)],
        title=Words("Thời gian của ai trong hồ sơ đã kết thúc", "Whose time closed dossiers took"),
        notes=(
            Words(
                "Mỗi giây làm việc từ tiếp nhận đến kết quả thuộc về đúng một bên. Quá hạn là phần thời gian "
                "sau hạn trả.",
                "Every working second from receipt to result belongs to exactly one party. Late is the part "
                "after the date.",
            ),
        ),
    )


def _delay_row(question: Question, ground: Ground, number: int, line: DelayLine, by: DelaysBy) -> SheetRow:
    lang = question.asked.lang
    seconds = (line.seconds, line.seconds_waiting, line.seconds_handling, line.seconds_stood, line.seconds_late)
    name, holder = said(_delays_of(line.group, by, ground), lang), said(HOLDERS[line.holder], lang)
    values = (str(number), name, holder, line.dossiers, line.late_dossiers, *(each / HOUR for each in seconds))
    chosen = {by.value: line.group} if by in (DelaysBy.AGENCY, DelaysBy.PROCEDURE) else {}
    return SheetRow(values=values, chosen=chosen)


def _delays_of(group: str, by: DelaysBy, ground: Ground) -> Words:
    if by is DelaysBy.HOLDER:
        return ALL
    if by is DelaysBy.PROCEDURE:
        return procedure_name(group, ground)
    return Words(group, group) if by is DelaysBy.STEP else agency_name(group, ground)


def ageing_sheet(question: Question, register: Register, ground: Ground) -> Sheet:
    """Return what was open at the end of the period by its age, by procedure."""
    frame, lang = question.frame, question.asked.lang
    bounds = [frame.end - timedelta(days=days) for days in AGES]
    found: dict[str, tuple[list[int], int, int]] = {}
    for line in register.ageing(frame, bounds):
        bands, late, oldest = found.setdefault(line.procedure, ([0] * (len(AGES) + 1), 0, 0))
        bands[line.band] += line.dossiers
        found[line.procedure] = (bands, late + line.late, max(oldest, (frame.end - line.oldest).days))
    ordered = sorted(found.items(), key=lambda each: (-each[1][2], each[0]))
    rows = [
        SheetRow(
            values=(str(number), said(procedure_name(code, ground), lang), *bands, sum(bands), late, oldest),
            chosen={"procedure": code},
        )
        for number, (code, (bands, late, oldest)) in enumerate(ordered, start=1)
    ]
    sums = [sum(bands[each] for bands, _, _ in found.values()) for each in range(len(AGES) + 1)]
    late, oldest = sum(each[1] for each in found.values()), max((each[2] for each in found.values()), default=0)
    total: tuple[Value, ...] = ("", said(Words("Tổng cộng", "Total"), lang), *sums, sum(sums), late, oldest)
    return sheet(
        question,
        register,
        ground,
        columns=AGE_COLUMNS,
        rows=[*rows, SheetRow(values=total, level=Level.TOTAL)],
        title=Words("Tuổi của hồ sơ đang giải quyết", "Ageing of open dossiers"),
        notes=(
            Words(
                "Tuổi tính theo ngày từ khi tiếp nhận đến cuối kỳ. Quá hạn xét theo hạn tại cuối kỳ; đồng hồ "
                "dừng không "
                "là quá hạn.",
                "Age in days from receipt to the end of the period. Late by the date of that moment; a clock "
                "that stands is not late.",
            ),
        ),
    )


def late_procedures_sheet(question: Question, register: Register, ground: Ground) -> Sheet:
    """Return the procedures that are late whoever handles them, with the statistic and n."""
    wide, lang = question.asked.wide, question.asked.lang
    counts = list(by_procedure_and_agency(register, question.frame, question.structure))
    rows = [
        SheetRow(
            values=(
                *(str(number), said(procedure_name(each.procedure, ground), lang), each.dossiers, each.late),
                *(each.late_rate, each.agencies, each.agencies_late, each.median_rate),
            ),
            chosen={"procedure": each.procedure},
        )
        for number, each in enumerate(late_procedures(counts, wide), start=1)
    ]
    return sheet(
        question,
        register,
        ground,
        columns=LATE_COLUMNS,
        rows=rows,
        title=Words("Thủ tục trễ dù cơ quan nào giải quyết", "Procedures that are late whoever handles them"),
        notes=tuple(_how(question)),
    )


def _how(question: Question) -> Iterator[Words]:
    wide = question.asked.wide
    rate, spread = f"{wide.rate:.0%}", f"{wide.spread:.0%}"
    yield Words(
        f"Tính trên cơ quan đã giải quyết ít nhất {wide.least} hồ sơ có thời hạn của thủ tục; cần ít nhất "
        f"{wide.agencies} "
        f"cơ quan như vậy; nêu tên khi từ {spread} số cơ quan đó có tỷ lệ quá hạn từ {rate}. Xếp theo trung vị tỷ lệ.",
        f"Counted are agencies that finished at least {wide.least} dossiers of the procedure that had a "
        "limit; there must "
        f"be {wide.agencies} of them; it is named where {spread} of these are late with {rate} or more. By the median.",
    )
