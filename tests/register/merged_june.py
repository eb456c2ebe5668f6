"""A small June 2025 of agencies that were merged and split the day after, and reports of it."""

from datetime import UTC, date, datetime
from typing import Any

from motcua.agencies.directory import Directory
from motcua.agencies.shipped import directory
from motcua.dossiers import facts as f
from motcua.dossiers.attribution import Holder, TimeShare
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor
from motcua.procedures.catalogue import Catalogue
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.register.writing import View
from motcua.reports.commending import Merit, Wide
from motcua.reports.period import period_named
from motcua.reports.sheet import Sheet, Value
from motcua.supervision.reporting.asked import Asked, Kind
from motcua.supervision.reporting.making import made
from motcua.worktime.shipped import calendar
from tests.register.papers import Paper, at, clock, opened, receipt

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
JUNE = period_named("2025-06")
TAX, OLD_TAX, JUSTICE = "vinhlong.thue", "bentre.thue", "vinhlong.so-tu-phap"
CITY, EAST, WEST = "tp-bentre.ubnd", "an-hoi.ubnd", "phu-khuong.ubnd"
EAST_PLACE, WEST_PLACE = "28777", "28756"
FIELDS = {"1.000001": "Đất đai", "1.000002": "Hộ tịch"}
LAND, CIVIL = FIELDS
BASE: dict[Kind, dict[str, Any]] = {
    Kind.BEST: {"merit": Merit(least=1)},
    Kind.LATE_PROCEDURES: {"wide": Wide(least=1, agencies=2, spread=0.3)},
}
"""What has to be said for a small register to have figures at all."""
OWN, STEP_DUE = Holder.OWN, "Tue 2025-06-10 17:00"


def ground() -> Ground:
    """Return the shipped agencies, two of them older than the merger; no procedure is known by name."""
    older = {"valid_from": date(2015, 1, 1)}
    agencies = [each.model_copy(update=older) if each.id in (TAX, JUSTICE) else each for each in directory().agencies]
    return Ground(Catalogue([]), Directory(agencies, directory().successions), {"vn": calendar("vn")})


def sheet(register: Register, kind: Kind, scope: Scope = WHOLE, **more: Any) -> Sheet:
    """Return a report of June 2025."""
    said: dict[str, Any] = {"period": JUNE} | BASE.get(kind, {}) | more
    return made(Asked(kind=kind, **said), register, ground(), NOW, scope)


def figures(made: Sheet) -> list[tuple[Value, ...]]:
    """Return what stands in a report's rows."""
    return [row.values for row in made.rows]


def enter(
    register: Register, code: str, agency: str, procedure: str, due: str, ready: str | None = None, **more: Any
) -> Paper:
    """Enter a dossier received on Mon 02/06 with one step, finished or not, its working time that of its agency."""
    worker = more.pop("worker", agency)
    step = opened("appraise", STEP_DUE, agency=worker)
    opening = receipt(code, "Mon 2025-06-02 09:00", due, procedure=procedure, competent=agency, step=step)
    begin = opening.facts[0].model_copy(update=more)
    opening = opening.model_copy(update={"facts": (begin, *opening.facts[1:])})
    paper = Paper(register, opening, View(field=FIELDS[procedure]))
    by = Actor(agency=worker, officer="CB-1")
    paper.does("assign", "Mon 2025-06-02 10:00", f.Assigned(step="appraise", officer="CB-1"), by=by)
    if ready:
        finish(paper, ready, TimeShare(holder=OWN, agency=worker, step="appraise", seconds_handling=3600))
    return paper


def finish(paper: Paper, when: str, *shares: TimeShare) -> None:
    """Finish a dossier's one step and its work."""
    paper.view = paper.view.model_copy(update={"shares": shares})
    late = at(when) > at(STEP_DUE)
    paper.does("ready", when, f.DutyClosed(step="appraise", late=late), f.ResultReady(result="granted"))


def reappointed(paper: Paper, due: str) -> Paper:
    """Give a dossier a later date on Wed 04/06."""
    new = clock("Wed 2025-06-04 09:00", due)
    return paper.does("promise", "Wed 2025-06-04 09:00", f.ClockSet(why="reappointed", clock=new))


def june(register: Register) -> None:
    """Enter a June in which everything that may be asked makes a difference."""
    early, late = "Tue 2025-06-10 10:00", "Fri 2025-06-20 10:00"
    moved = reappointed(enter(register, "A-1", TAX, LAND, "Fri 2025-06-06 17:00"), "Fri 2025-06-13 17:00")
    finish(moved, early, TimeShare(holder=OWN, agency=TAX, step="appraise", seconds_handling=7200))
    enter(register, "A-2", TAX, CIVIL, "Fri 2025-06-13 17:00", early, channel="online")
    enter(register, "B-1", OLD_TAX, LAND, "Fri 2025-06-13 17:00", late)
    enter(register, "B-2", OLD_TAX, CIVIL, "Fri 2025-06-13 17:00", early)
    enter(register, "C-1", JUSTICE, LAND, "Fri 2025-06-13 17:00", early)
    reappointed(enter(register, "A-3", TAX, LAND, "Fri 2025-06-06 17:00"), "Fri 2025-07-11 17:00")
    enter(register, "A-4", TAX, CIVIL, "Fri 2025-07-11 17:00")
    enter(register, "B-3", OLD_TAX, LAND, "Fri 2025-06-13 17:00")
