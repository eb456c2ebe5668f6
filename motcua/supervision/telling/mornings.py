"""The morning sheet somebody is shown: the one that was sent on a day, or one as of now where none was."""

from datetime import date, datetime

from motcua.dossiers.ground import Ground
from motcua.dossiers.morning import MorningSheet
from motcua.dossiers.parts import Model
from motcua.errors import NotFoundError
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.supervision.access.viewer import Viewer


class MorningView(Model):
    """A morning sheet."""

    kept: bool
    """Whether it is the sheet of that morning; else it was made just now, and will say something else in an hour."""
    sheet: MorningSheet
    left_out: int = 0
    """Dossiers of that morning's sheet that lie outside what its reader may see by now: they stand in no part."""


def morning_view(viewer: Viewer, day: date | None, register: Register, ground: Ground, now: datetime) -> MorningView:
    """Return the sheet of a day, today where none is given.

    Somebody who is no head, and a head before the hour, is shown what it would say now. What was told for another
    agency, which an account may have had, is shown no more (R72); nor is a dossier that lies outside the fields and the
    clearance the account has by now, or that no agency of its scope has anything to do with.

    Raises:
        NotFoundError: They were told nothing on that day, or today is a day off.
        CalendarError: Nobody knows whether today is worked.
    """
    calendar = ground.calendar_of(viewer.agency)
    today = calendar.local(now).date()
    kept = register.morning_sheet(day or today, viewer.subject)
    if kept is not None and kept.agency == viewer.agency:
        return _as_seen(kept, viewer.scope, register)
    if day not in (None, today):
        raise _none(f"You were told nothing on {day}.", f"Bạn không có bản tin của ngày {day:%d/%m/%Y}.")
    if not calendar.is_working_day(today):
        raise _none(f"{today} is a day off.", f"Ngày {today:%d/%m/%Y} là ngày nghỉ.")
    return MorningView(kept=False, sheet=register.morning_of(viewer.agency, viewer.scope, now, calendar))


def _as_seen(kept: MorningSheet, scope: Scope, register: Register) -> MorningView:
    """Return a sheet that was told, without what its reader may see no more."""
    procedures = {line.code: line.procedure for line in kept.lines}
    there = register.seen_among(WHOLE, procedures)
    outside = there - register.seen_among(scope, there)
    outside |= {code for code, procedure in procedures.items() if procedure in scope.hidden}
    return MorningView(kept=True, sheet=kept.without(outside), left_out=len(outside))


def _none(en: str, vi: str) -> NotFoundError:
    return NotFoundError(
        en,
        vi=vi,
        field="day",
        hint="Sheets are made at 07:30 of each working day.",
        hint_vi="Bản tin được lập lúc 07:30 mỗi ngày làm việc.",
    )
