"""A question answered, and the answer as a file."""

from collections.abc import Callable
from datetime import datetime

from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.reports.csv_file import csv_of
from motcua.reports.paper import press
from motcua.reports.sheet import Sheet
from motcua.reports.xlsx_file import xlsx_of
from motcua.supervision.reporting import of_agencies, of_lateness, of_officers, of_promises
from motcua.supervision.reporting.asked import Asked, Format, Kind, Question, question
from motcua.supervision.reporting.bearing import refuse_what_says_nothing

MAKERS: dict[Kind, Callable[[Question, Register, Ground], Sheet]] = {
    Kind.FORM06: of_promises.form06_sheet,
    Kind.ON_TIME: of_promises.on_time_sheet,
    Kind.SCORE_766: of_promises.score_sheet,
    Kind.INDEX: of_agencies.index_sheet,
    Kind.OFFICERS: of_officers.officers_sheet,
    Kind.BEST: of_agencies.best_sheet,
    Kind.DELAYS: of_lateness.delays_sheet,
    Kind.AGEING: of_lateness.ageing_sheet,
    Kind.LATE_PROCEDURES: of_lateness.late_procedures_sheet,
}
MEDIA = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
}


def made(asked: Asked, register: Register, ground: Ground, now: datetime, scope: Scope = WHOLE) -> Sheet:
    """Return the report somebody asks for.

    Raises:
        DisagreementError: Its figures contradict one another.
        InvalidInputError: The period or the agency cannot be, or a parameter says nothing about these figures.
        NotFoundError: There is no such agency.
    """
    refuse_what_says_nothing(asked)
    return MAKERS[asked.kind](question(asked, ground, now, scope), register, ground)


def written(sheet: Sheet, asked: Asked, form: Format) -> tuple[str, bytes]:
    """Return a report's file name and its bytes."""
    period = asked.period
    name = f"{asked.kind.value}_{period.first:%Y%m%d}-{period.last:%Y%m%d}.{asked.lang}.{form.value}"
    if form is Format.JSON:
        return name, sheet.model_dump_json().encode()
    if form is Format.CSV:
        return name, csv_of(sheet, asked.lang)
    if form is Format.XLSX:
        return name, xlsx_of(sheet, asked.lang)
    return name, press().pdf(sheet, asked.lang)
