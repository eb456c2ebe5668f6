"""The dossiers behind a number of a report, as the report counted them."""

from dataclasses import replace
from datetime import datetime

from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.register.report_frame import Members
from motcua.register.report_lists import Listed
from motcua.register.scope import WHOLE, Scope
from motcua.supervision.reporting.asked import Asked, question

PAGE = 100
"""Dossiers given at once."""


def behind(
    asked: Asked, figure: str, register: Register, ground: Ground, now: datetime,
    *, of: str = "", after: str = "", limit: int = PAGE, scope: Scope = WHOLE,
) -> list[Listed]:  # fmt: skip
    """Return a page of the dossiers a number counts, in the order of their codes.

    Args:
        asked: The report's question, narrowed to the line's field or procedure.
        figure: A column of form 06, 3 to 13, or the name of a figure.
        register: The register.
        ground: Procedures, agencies and calendars.
        now: When a period that goes on ends.
        of: The line's deciding agency, alone, as the report's organisation has it (R73): what stands below it has
            lines of its own. Empty: the number is of all lines.
        after: Only codes that come after this one.
        limit: How many at most.
        scope: What the asker may see.

    Raises:
        InvalidInputError: There is no such figure, or the question cannot be.
        NotFoundError: There is no such agency.
    """
    what = question(asked, ground, now, scope)
    frame = replace(what.frame, only=Members(*what.structure.alone(of))) if of else what.frame
    column = int(figure) if figure.isdecimal() and figure.isascii() else figure
    return register.behind(frame, column, after=after, limit=limit)
