"""How long the overview and the pages of agencies and procedures count: `python -m bench.pages URL`.

The register is one that `bench.registers` filled.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from bench.registers import AGENCIES, NOW
from motcua.dossiers.loading import load_ground
from motcua.register.procedure_measures import Latest
from motcua.register.register import Register
from motcua.register.scope import WHOLE
from motcua.supervision.web.agency_figures import ages_at
from motcua.supervision.web.agency_lines import month_of
from motcua.supervision.web.days import days_ahead, span_of
from motcua.supervision.web.overview_figures import AHEAD, connections_of, edges_of, weeks_before
from motcua.supervision.web.procedure_figures import LATELY, MEASURED
from motcua.worktime.calendar import WorkCalendar

ROUNDS = 5
PROCEDURE, VERSION = "1.000000", "2026-01"
"""The one with the most dossiers."""
Question = tuple[str, Callable[[], Any]]


def main() -> None:
    """Time what each page counts, question by question and together."""
    register, calendar = Register.open(sys.argv[1]), load_ground().calendars["vn"]
    gc.freeze()  # as the API does
    one, every = frozenset({"agency-000"}), frozenset(f"agency-{n:03d}" for n in range(AGENCIES))
    for what, questions in (
        ("/", list(_overview(register, calendar))),
        ("/agencies", list(_list(register, calendar))),
        ("/agencies/ID", list(_agency(register, calendar, one))),
        (f"/agencies/ID?whole=true, {AGENCIES} agencies", list(_agency(register, calendar, every))),
        ("/procedures", list(_procedures(register, calendar))),
        ("/procedures/CODE", list(_procedure(register))),
    ):
        spent = [_timed(name, work) for name, work in questions]
        print(f"{what:<44} {sum(spent):>9,.0f} ms\n")
    register.close()


def _timed(name: str, work: Callable[[], Any]) -> float:
    """Print the median and the worst of a few rounds, in milliseconds, and return the median."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    print(f"    {name:<40} {statistics.median(spent):>9,.1f} ms   worst {max(spent):>9,.1f} ms")
    return statistics.median(spent)


def _overview(register: Register, calendar: WorkCalendar) -> Iterator[Question]:
    day, month = NOW.astimezone(calendar.tz).date(), month_of(NOW, calendar)
    today = span_of(day, calendar)
    days = [span_of(each, calendar) for each in days_ahead(day, AHEAD, calendar)]
    yield "on_time, a month", lambda: register.on_time(month, NOW)
    yield "standing", lambda: register.standing(NOW, today)
    yield "due_days", lambda: register.due_days(days, NOW, today)
    yield "loads", lambda: register.loads(edges_of(NOW, calendar), NOW)
    yield "partners_late", lambda: register.partners_late(NOW)
    yield "finished_in, twelve weeks", lambda: register.finished_in(weeks_before(NOW, calendar))
    yield "connections", lambda: connections_of(register, WHOLE)


def _list(register: Register, calendar: WorkCalendar) -> Iterator[Question]:
    yield "agency_loads", lambda: register.agency_loads(NOW)
    yield "decided", lambda: register.decided(NOW)
    yield "verdicts, a month", lambda: register.verdicts(month_of(NOW, calendar), NOW)


def _agency(register: Register, calendar: WorkCalendar, agencies: frozenset[str]) -> Iterator[Question]:
    day, month = NOW.astimezone(calendar.tz).date(), month_of(NOW, calendar)
    today, monday = span_of(day, calendar), _monday(NOW, calendar)
    yield "agency_loads", lambda: register.agency_loads(NOW, agencies=agencies)
    yield "held_by_urgency", lambda: register.held_by_urgency(agencies, NOW, today)
    yield "decided_by_reason", lambda: register.decided_by_reason(agencies, NOW)
    yield "blocked_by", lambda: register.blocked_by(agencies, NOW)
    yield "systems_waited_on", lambda: register.systems_waited_on(agencies, NOW)
    yield "work_by_age", lambda: register.work_by_age(agencies, ages_at(day, calendar), NOW)
    yield "finished_by, twelve weeks", lambda: register.finished_by(agencies, weeks_before(NOW, calendar))
    yield "time_of, a month", lambda: register.time_of(agencies, month, NOW)
    if len(agencies) == 1:
        yield "officer_loads", lambda: register.officer_loads(agencies, NOW, today, monday)
        yield "steps_kept_by, a month", lambda: register.steps_kept_by(agencies, month)


def _procedures(register: Register, calendar: WorkCalendar) -> Iterator[Question]:
    since = span_of(NOW.astimezone(calendar.tz).date() - LATELY, calendar).begin
    yield "open_procedures", lambda: register.open_procedures(NOW)
    yield "verdicts, 90 days", lambda: register.verdicts(since, NOW)


def _procedure(register: Register) -> Iterator[Question]:
    latest = Latest(PROCEDURE, VERSION, NOW - MEASURED)
    yield "open_steps", lambda: register.open_steps(PROCEDURE, VERSION, NOW)
    yield "open_versions", lambda: register.open_versions(PROCEDURE, NOW)
    yield "measured", lambda: register.measured(latest)
    yield "step_times", lambda: register.step_times(latest)
    yield "step_visits", lambda: register.step_visits(latest)


def _monday(now: datetime, calendar: WorkCalendar) -> datetime:
    day = now.astimezone(calendar.tz).date()
    return span_of(day - timedelta(days=day.weekday()), calendar).begin


if __name__ == "__main__":
    main()
