"""An agency's book of dossiers of a year, out of the register."""

from collections.abc import Iterator
from datetime import datetime

from motcua.dossiers.applicant import Applicant
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import State
from motcua.errors import InvalidInputError
from motcua.letters.forms import Form
from motcua.letters.names import Names, heading_of
from motcua.letters.tracking_book import Book, Line, book_of
from motcua.procedures.model import Text
from motcua.register.reading import Summary
from motcua.register.register import Register
from motcua.supervision.papers import applicant_for

RESULT_BY = {
    "direct": Text(vi="Trực tiếp", en="At the counter"),
    "online": Text(vi="Trực tuyến", en="Online"),
    "post": Text(vi="Bưu chính", en="By post"),
}
NOTES = {
    State.STOPPED: Text(vi="Dừng giải quyết", en="Stopped"),
    State.RESULT_READY: Text(vi="Đã có kết quả", en="Result ready"),
}


def tracking_book(
    agency: str, year: int, register: Register, ground: Ground, now: datetime, by: str | None = None
) -> Book:
    """Return what an agency received in a local year.

    Args:
        agency: The one-stop that received, by id or code.
        year: The local year.
        register: Where dossiers are kept.
        ground: What agencies and procedures are called.
        now: The moment the book is made at.
        by: Who prints it, `AGENCY` or `AGENCY/OFFICER`; then with applicants' data, each reading noted. None: without.

    Raises:
        NotFoundError: There is no such agency.
        InvalidInputError: The year has not begun, or `by` is another agency.
    """
    known = ground.directory.get(agency)
    zone = ground.calendar_of(known.id).tz
    made = now.astimezone(zone)
    if not 1990 <= year <= made.year:
        raise _no_such_year(year)
    if by is not None and by.split("/")[0] != known.id:
        raise _not_its_own(known.id, by)
    since, until = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    rows = register.received_at(known.id, since, until)
    lines = _lines(rows, register, ground, by)
    return book_of(known.id, heading_of(known.id, ground), year, lines, made)


def _lines(rows: list[Summary], register: Register, ground: Ground, by: str | None) -> Iterator[Line]:
    for row in rows:
        names = Names(ground, ground.procedure(row.procedure, row.version))
        returned = row.ended_at if row.state is State.RETURNED else None
        yield Line(
            code=row.code,
            procedure=names.procedure.name,
            applicant=applicant_for(row.code, Form.TRACKING_BOOK, by, register) if by else Applicant(),
            competent=names.agency(row.competent),
            received_at=names.local(row.received_at or row.opened_at, row.one_stop),
            due=names.local(row.due_current, row.one_stop) if row.due_current else None,
            returned_at=names.local(returned, row.one_stop) if returned else None,
            result_by=RESULT_BY[row.channel],
            note=NOTES.get(row.state),
            head=row.head,
        )


def _no_such_year(year: int) -> InvalidInputError:
    return InvalidInputError(
        f"There is no book of {year}.",
        vi=f"Không có sổ năm {year}.",
        field="year",
        hint="Give a year that has begun.",
        hint_vi="Chọn năm đã bắt đầu.",
    )


def _not_its_own(agency: str, by: str) -> InvalidInputError:
    return InvalidInputError(
        f"{by} does not keep the book of {agency}.",
        vi=f"{by} không giữ sổ của {agency}.",
        field="by",
        hint="Print it as the agency whose book it is, or without applicants' data.",
        hint_vi="In với tư cách cơ quan giữ sổ, hoặc in không có dữ liệu người nộp.",
    )
