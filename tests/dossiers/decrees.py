"""Calendar decisions for tests: days off and worked days, laid over the nation's calendar or an agency's."""

from collections.abc import Iterable
from datetime import date

from motcua.dossiers import commands as c
from motcua.dossiers.ground import Ground
from motcua.worktime.calendar import DayOff, MakeUp, WorkCalendar
from motcua.worktime.decisions import CalendarDecision
from motcua.worktime.layers import CalendarLayer, Rank, combine, layer_of
from tests.dossiers.life import Life

NUMBER = "9999/TB-BNV"
WHY, WHY_EN = "Hoán đổi ngày làm việc", "A working day is swapped"
DECISION = CalendarDecision("vn:9999-tb-bnv", "vn", NUMBER, date(2026, 11, 10), WHY, NUMBER, WHY_EN)
"""As it stands in the register; what it changes, `changed` lays over the calendar."""
REPLAN = c.Replan(decision=NUMBER, entered=DECISION.id)


def changed(calendar: WorkCalendar, off: Iterable[str] = (), worked: Iterable[str] = ()) -> WorkCalendar:
    """Return a calendar with further days off and further worked days."""
    days_off = {date.fromisoformat(day): DayOff("nghỉ theo quyết định", NUMBER) for day in off}
    make_up = {date.fromisoformat(day): MakeUp(None, "làm bù", NUMBER) for day in worked}
    layer = CalendarLayer("decision", Rank.PROVINCE, days_off=days_off, make_up=make_up)
    return combine([layer_of(calendar), layer], id=calendar.id)


def after(ground: Ground, off: Iterable[str] = (), worked: Iterable[str] = ()) -> Ground:
    """Return the ground once the nation's calendar was changed."""
    calendars = {"vn": changed(ground.calendars["vn"], off, worked)}
    return Ground(ground.catalogue, ground.directory, calendars, decisions=(DECISION,))


def closed(ground: Ground, agency: str, *days: str) -> Ground:
    """Return the ground once one agency was closed on some days."""
    own = changed(ground.calendars["vn"], days)
    return Ground(ground.catalogue, ground.directory, ground.calendars, _of_agency={agency: own})


def replan(life: Life, when: str, ground: Ground) -> list[str]:
    """Let a decision reach a dossier, and return the kinds of facts that follow."""
    life.ground = ground
    before = len(life.said())
    life.do(when, REPLAN, by="one-stop", reason="calendar decision")
    return [said.fact.kind for said in life.said()[before:]]
