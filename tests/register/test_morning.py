"""What a head has to know in the morning: counted within what the head sees, listed by what presses most."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from motcua.dossiers import facts as f
from motcua.dossiers.loading import load_ground
from motcua.dossiers.morning import MorningPart, MorningSheet, until_of
from motcua.dossiers.parts import Waiting
from motcua.errors import CalendarError
from motcua.register.morning_sheets import Outcome
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.register.writing import View
from motcua.worktime.calendar import WorkCalendar
from tests.register.papers import LAND_OFFICE, TAX, Paper, at, clock, opened, receipt

MORNING = at("Mon 2026-11-30 07:30")
OURS = Scope(agencies=frozenset({LAND_OFFICE}))
NUMBERS = iter(range(1, 10_000))


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    """Return the country's working time."""
    return load_ground().calendars["vn"]


@dataclass
class House:
    """A register, and who writes into it."""

    register: Register
    calendar: WorkCalendar

    def received(self, due: str | None, act_by: str | None = None, **duty: object) -> Paper:
        """Write a dossier that was received a week before, with its first duty and by when it has to move."""
        view = View(field="Đất đai", act_by=at(act_by) if act_by else None)
        code = f"H07-261123-{next(NUMBERS):04}"
        return Paper(self.register, receipt(code, due=due, step=opened("s1", **duty)), view)

    def sheet(self, scope: Scope = WHOLE, now: datetime = MORNING) -> MorningSheet:
        """Make a sheet."""
        return self.register.morning_of(LAND_OFFICE, scope, now, self.calendar)


@pytest.fixture
def house(register: Register, calendar: WorkCalendar) -> House:
    """Return an empty house."""
    return House(register, calendar)


def codes(part: MorningPart) -> list[str]:
    """Return what a part lists."""
    return [line.code for line in part.lines]


def test_what_is_due_today_is_listed_and_what_is_late_already_is_counted_apart(house: House) -> None:
    house.received("Fri 2026-11-27 17:00")
    today = house.received("Mon 2026-11-30 17:00", "Mon 2026-11-30 16:00")
    house.received("Tue 2026-12-01 17:00", "Tue 2026-12-01 10:00")
    sheet = house.sheet()
    assert codes(sheet.due_today) == [today.code]
    assert (sheet.open, sheet.overdue, sheet.will_be_late.total) == (3, 1, 0)


def test_what_will_be_late_unless_moved_by_three_is_listed_by_the_hour(house: House) -> None:
    late = house.received("Tue 2026-12-01 17:00", "Mon 2026-11-30 15:00")
    gone = house.received("Tue 2026-12-01 17:00", "Fri 2026-11-27 16:00")
    house.received("Tue 2026-12-01 17:00", "Mon 2026-11-30 15:01")
    sheet = house.sheet()
    assert codes(sheet.will_be_late) == [gone.code, late.code]
    assert (sheet.passed, sheet.until) == (1, at("Mon 2026-11-30 15:00"))


def test_an_office_that_closes_before_three_has_until_it_closes(calendar: WorkCalendar) -> None:
    mornings = tuple(windows[:1] for windows in calendar.weekly)
    short = WorkCalendar(id="short", zone=calendar.zone, weekly=mornings, first_year=2026, last_year=2026)
    assert until_of(date(2026, 11, 30), short) == short.closing_of(date(2026, 11, 30)) < at("Mon 2026-11-30 15:00")


def test_a_day_off_has_no_sheet(house: House) -> None:
    with pytest.raises(CalendarError):
        house.sheet(now=at("Sun 2026-11-29 07:30"))


def test_what_others_hold_up_is_what_they_have_and_not_what_we_have(house: House) -> None:
    house.received("Fri 2026-12-04 17:00", agency=LAND_OFFICE)
    partner = house.received("Fri 2026-12-04 17:00", agency=TAX, holder=Waiting.PARTNER)
    other = house.received("Fri 2026-12-04 17:00", agency=TAX)
    system = house.received("Fri 2026-12-04 17:00", agency=LAND_OFFICE, holder=Waiting.SYSTEM, system="land")
    house.received("Fri 2026-12-04 17:00", agency=LAND_OFFICE, holder=Waiting.PARTNER)
    blocked = house.sheet(OURS).blocked
    assert set(codes(blocked)) == {partner.code, other.code, system.code}
    assert {line.system for line in blocked.lines if line.code == system.code} == {"land"}
    assert house.sheet().blocked.total == 3  # of all agencies: whatever waits for a partner or a system


def test_a_clock_that_stands_for_more_than_thirty_days_is_listed_since_it_stands(house: House) -> None:
    paper = house.received("Mon 2026-11-30 17:00")
    paper.does("ask", "Tue 2026-11-24 09:00", f.Paused(ground="supplement", ref="supplement/1", left="4wd"))
    assert house.sheet(now=at("Thu 2026-12-24 08:59")).paused.total == 0
    (line,) = house.sheet(now=at("Thu 2026-12-24 09:00")).paused.lines
    assert (line.code, line.since, line.due) == (paper.code, at("Tue 2026-11-24 09:00"), None)


def test_a_clock_that_ran_again_in_between_has_stood_since_it_stopped_last(house: House) -> None:
    paper = house.received("Mon 2026-11-30 17:00")
    paper.does("ask", "Tue 2026-11-24 09:00", f.Paused(ground="supplement", ref="supplement/1", left="4wd"))
    runs = f.ClockSet(why="resumed", clock=clock("Thu 2026-11-26 09:00", "Wed 2026-12-02 17:00", "4wd"))
    paper.does("give", "Thu 2026-11-26 09:00", f.Resumed(ground="supplement", ref="supplement/1"), runs)
    paper.does("again", "Fri 2026-11-27 09:00", f.Paused(ground="supplement", ref="supplement/2", left="3wd"))
    (line,) = house.sheet(now=at("Mon 2026-12-28 07:30")).paused.lines
    assert line.since == at("Fri 2026-11-27 09:00")


def test_nothing_outside_what_a_head_sees_is_counted(house: House) -> None:
    house.received("Mon 2026-11-30 17:00", "Mon 2026-11-30 14:00")
    sheet = house.sheet(Scope(agencies=frozenset({"elsewhere"})))
    assert (sheet.open, *(part.total for _, part in sheet.parts)) == (0, 0, 0, 0, 0)
    hidden = house.sheet(Scope(hidden=frozenset({"TN13"})))
    assert hidden.open == 0


def test_all_are_counted_and_the_most_pressing_are_listed(house: House) -> None:
    for _ in range(42):
        house.received("Mon 2026-11-30 17:00", "Mon 2026-11-30 14:00")
    first = house.received("Mon 2026-11-30 17:00", "Mon 2026-11-30 09:00")
    part = house.sheet().due_today
    assert (part.total, len(part.lines), part.further, part.lines[0].code) == (43, 40, 3, first.code)


def test_a_dossier_stands_in_every_part_it_belongs_to_and_each_part_in_its_own_order(house: House) -> None:
    second = house.received("Mon 2026-11-30 17:00", "Mon 2026-11-30 14:00", holder=Waiting.SYSTEM, system="land")
    first = house.received("Mon 2026-11-30 17:00", "Mon 2026-11-30 09:00", holder=Waiting.SYSTEM, system="tax")
    never = house.received("Mon 2026-11-30 17:00")
    sheet = house.sheet()
    assert codes(sheet.due_today) == [first.code, second.code, never.code]
    assert codes(sheet.will_be_late) == [first.code, second.code]
    assert codes(sheet.blocked) == sorted([first.code, second.code])
    assert {line.system for line in sheet.will_be_late.lines} == {"land", "tax"}


def test_the_dossiers_a_head_sees_are_gone_through_once(house: House) -> None:
    house.received("Mon 2026-11-30 17:00", "Mon 2026-11-30 14:00", holder=Waiting.SYSTEM, system="land")
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(house.register._store.engine, "before_cursor_execute", note)
    house.sheet(OURS)
    event.remove(house.register._store.engine, "before_cursor_execute", note)
    assert sum(statement.count("FROM dossier ") for statement in said) == 1


def test_a_sheet_that_was_told_stays_as_it_was(house: House) -> None:
    day = date(2026, 11, 30)
    first = house.sheet()
    house.register.keep_morning({"head-1": first})
    house.received("Mon 2026-11-30 17:00")
    house.register.keep_morning({"head-1": house.sheet(), "head-2": house.sheet()})
    assert house.register.morning_sheet(day, "head-1") == first
    assert house.register.made_for(day) == {"head-1", "head-2"}
    assert house.register.morning_sheet(day, "head-3") is None
    assert house.register.mornings_of("head-1") == [day]


def test_what_became_of_a_message_is_noted_and_it_is_sent_no_more(house: House) -> None:
    day, now = date(2026, 11, 30), datetime.now(UTC)
    house.register.keep_morning({f"head-{n}": house.sheet() for n in range(3)})
    first, second, _ = house.register.mornings_untold(day)
    house.register.morning_told(first, Outcome.SENT, now)
    house.register.morning_told(second, Outcome.REFUSED, now, "SMTP 550")
    assert [kept.subject for kept in house.register.mornings_untold(day)] == ["head-2"]
    assert house.register.morning_outcomes(day) == {"sent": 1, "refused": 1, "waiting": 1}


def test_sheets_are_kept_for_a_year_and_a_month(house: House) -> None:
    old = house.sheet().model_copy(update={"day": date(2025, 10, 1)})
    house.register.keep_morning({"head-1": old})
    house.register.keep_morning({"head-1": house.sheet(now=MORNING + timedelta(days=1))})
    assert house.register.mornings_of("head-1") == [date(2026, 12, 1)]
