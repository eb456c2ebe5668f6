"""What every sheet has: heading, period, source; and the columns that several reports share."""

from collections.abc import Iterable
from typing import Any

from motcua.dossiers.ground import Ground
from motcua.letters.names import heading_of
from motcua.register.register import Register
from motcua.reports.sheet import Column, Kind, Sheet, SheetRow, Source
from motcua.supervision.reporting.asked import Question, about
from motcua.worktime.words import Words

EVERYTHING = Words("Toàn bộ các cơ quan", "All agencies")
NUMBER = Column(name=Words("STT", "No."), kind=Kind.TEXT)
AGENCY = Column(name=Words("Cơ quan", "Agency"), kind=Kind.TEXT, wide=True)
PROCEDURE = Column(name=Words("Thủ tục", "Procedure"), kind=Kind.TEXT, wide=True)
CLOSED = Words("Đã giải quyết", "Closed")
OPEN = Words("Đang giải quyết", "In process")
INDICES = Words("Chỉ số", "Index")
BY_OWN_LIMIT = (Words("Lượt việc theo hạn riêng", "Visits by their own limit"),)
OWN_LIMIT = (
    Column(name=Words("2 điểm", "2"), above=BY_OWN_LIMIT),
    Column(name=Words("1 điểm", "1"), above=BY_OWN_LIMIT),
    Column(name=Words("0 điểm", "0"), above=BY_OWN_LIMIT, closes=True),
)
RATES = Words("Tỷ lệ đúng hạn", "On-time rate")


def sheet(
    question: Question, register: Register, ground: Ground, *, columns: Iterable[Column], rows: Iterable[SheetRow],
    title: Words, **more: Any,
) -> Sheet:  # fmt: skip
    """Return a sheet under the heading of the agency that is asked about, with the register's head."""
    asked, head = question.asked, register.head()
    heading = heading_of(asked.agency, ground) if asked.agency else None
    above = heading.above if heading else None
    return Sheet(
        key=asked.kind.value,
        title=title,
        about=about(question, ground),
        agency=Words(heading.agency.vi, heading.agency.en) if heading else EVERYTHING,
        above=Words(above.vi, above.en) if above else None,
        columns=tuple(columns),
        rows=tuple(rows),
        source=Source(made_at=question.now, position=head.position, head=head.hash),
        **more,
    )
