"""A calendar refuses to exist where it makes no sense, and to answer where it knows nothing."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, time, timedelta
from decimal import Decimal

import pytest

from motcua.errors import CalendarError, InvalidInputError
from motcua.worktime.allowance import Allowance
from motcua.worktime.calendar import DayOff, MakeUp, WorkCalendar
from motcua.worktime.due import due_at, elapsed, next_opening, opening_after, step_due_at
from motcua.worktime.shipped import calendar
from motcua.worktime.windows import Window, day_of, week_of

OFFICE = {day: ["08:00-12:00", "13:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def office(**changes) -> WorkCalendar:
    data = {
        "id": "office",
        "zone": "Asia/Ho_Chi_Minh",
        "weekly": week_of(OFFICE),
        "first_year": 2026,
        "last_year": 2026,
    }
    return WorkCalendar(**(data | changes))


def test_a_calendar_with_no_working_day_is_refused():
    with pytest.raises(CalendarError, match="no working day"):
        office(weekly=week_of({}))
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    with pytest.raises(CalendarError, match="no working day"):
        office(days_off={day: DayOff("closed", "test") for day in year})


@pytest.mark.parametrize(
    "windows",
    [["08:00-12:00", "11:00-17:00"], ["12:00-08:00"], ["08:00-08:00"], ["22:00-06:00"], ["8-12"], ["08:00-24:30"]],
)
def test_windows_that_overlap_or_end_before_they_begin_are_refused(windows):
    with pytest.raises(CalendarError):
        week_of({"mon": windows})


def test_windows_are_checked_however_the_calendar_is_made():
    with pytest.raises(CalendarError, match="overlap"):
        office(weekly=((Window(480, 720), Window(700, 800)), *[()] * 6))
    with pytest.raises(CalendarError, match="does not end after it begins"):
        office(make_up={date(2026, 1, 3): MakeUp((Window(600, 500),), "worked", "test")})


@pytest.mark.parametrize(
    "changes",
    [
        {"zone": "Asia/Nowhere"},
        {"zone": ""},
        {"first_year": 2027},
        {"first_year": 1, "last_year": 2},
        {"weekly": ((),) * 6},
        {"hours_per_day": Decimal(0)},
        {"hours_per_day": Decimal("7.001")},
        {"days_off": {date(2027, 1, 1): DayOff("New Year", "test")}},
        {
            "days_off": {date(2026, 1, 3): DayOff("off", "test")},
            "make_up": {date(2026, 1, 3): MakeUp(None, "worked", "test")},
        },
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(changes):
    with pytest.raises(CalendarError):
        office(**changes)


BEYOND = ["1wd", "1cd", "1month", "1wh", "0.5wd", "48h", "999999wd", "999999cd", "999999month", "999999wh", "999999h"]


@pytest.mark.parametrize("text", BEYOND)
def test_R75_a_date_beyond_the_last_year_is_an_error_never_a_guess(vn, at, text):
    last = at("Fri 2027-12-31 16:59")
    assert due_at(last, Allowance.parse("0wd"), vn) == at("Fri 2027-12-31 17:00")
    with pytest.raises(CalendarError) as refusal:
        due_at(last, Allowance.parse(text), vn)
    assert refusal.value.rule == "R75"


@pytest.mark.parametrize("text", BEYOND)
def test_R75_a_date_before_the_first_year_is_an_error_too(vn, at, text):
    with pytest.raises(CalendarError) as refusal:
        due_at(at("Fri 2010-01-01 07:00"), Allowance.parse(text).negated(), vn)
    assert refusal.value.rule == "R75"


@pytest.mark.parametrize("moment", ["Thu 2009-12-31 09:00", "Sat 2028-01-01 09:00", "Mon 2035-01-01 09:00"])
def test_R75_nothing_is_answered_outside_the_years(vn, at, moment):
    outside, inside = at(moment), at("Mon 2026-11-02 09:00")
    for ask in (
        lambda: due_at(outside, Allowance.parse("1wd"), vn),
        lambda: step_due_at(outside, Allowance.parse("1wd"), vn),
        lambda: elapsed(outside, inside, vn),
        lambda: elapsed(inside, outside, vn),
        lambda: next_opening(outside, vn),
        lambda: opening_after(outside, vn),
        lambda: vn.local(outside),
        lambda: vn.is_open(outside),
        lambda: vn.is_working_day(outside.date()),
        lambda: vn.opening_of(outside.date()),
    ):
        with pytest.raises(CalendarError):
            ask()


def test_R75_after_the_last_opening_there_is_no_next_one(vn, at):
    for ask in (next_opening, opening_after):
        with pytest.raises(CalendarError):
            ask(at("Fri 2027-12-31 18:00"), vn)


def test_opening_and_closing_are_asked_of_working_days(vn, at, on):
    assert vn.opening_of(on("Mon 2026-11-23")) == at("Mon 2026-11-23 07:30")
    assert vn.closing_of(on("Mon 2026-11-23")) == at("Mon 2026-11-23 17:00")
    with pytest.raises(CalendarError, match="not a working day"):
        vn.closing_of(on("Tue 2026-11-24"))


def test_a_make_up_day_has_the_hours_of_the_weekday_it_replaces_or_of_monday(at, on):
    week = week_of(OFFICE | {"fri": ["08:00-12:00"]})
    swapped = MakeUp(None, "worked", "test", replaces=on("Fri 2026-01-02"))
    plain, short = MakeUp(None, "worked", "test"), MakeUp(day_of(["09:00-10:00"]), "worked", "test")
    days = {on("Sat 2026-01-10"): swapped, on("Sat 2026-01-17"): plain, on("Sat 2026-01-24"): short}
    own = office(weekly=week, make_up=days, days_off={on("Fri 2026-01-02"): DayOff("swapped", "test")})
    assert own.closing_of(on("Sat 2026-01-10")) == at("Sat 2026-01-10 12:00")
    assert own.closing_of(on("Sat 2026-01-17")) == at("Sat 2026-01-17 17:00")
    assert own.closing_of(on("Sat 2026-01-24")) == at("Sat 2026-01-24 10:00")


def test_one_working_day_and_eight_working_hours_differ_on_a_half_day(at):
    half = office(weekly=week_of(OFFICE | {"sat": ["08:00-12:00"]}))
    friday = at("Fri 2026-11-13 17:00")
    assert due_at(friday, Allowance.parse("1wd"), half) == at("Sat 2026-11-14 12:00")
    assert due_at(friday, Allowance.parse("8wh"), half) == at("Mon 2026-11-16 12:00")
    assert step_due_at(friday, Allowance.parse("1wd"), half) == at("Mon 2026-11-16 12:00")


def test_a_friday_and_saturday_weekend_works_like_any_other(at):
    week = week_of({day: ["08:00-15:00"] for day in ("sun", "mon", "tue", "wed", "thu")})
    gulf = WorkCalendar("gulf", "Asia/Riyadh", week, 2026, 2026, hours_per_day=Decimal(7))
    thursday = at("Thu 2026-11-19 14:00", "Asia/Riyadh")
    assert due_at(thursday, Allowance.parse("1wd"), gulf) == at("Sun 2026-11-22 15:00", "Asia/Riyadh")
    assert due_at(thursday, Allowance.parse("2wh"), gulf) == at("Sun 2026-11-22 09:00", "Asia/Riyadh")
    assert step_due_at(thursday, Allowance.parse("1wd"), gulf) == at("Sun 2026-11-22 14:00", "Asia/Riyadh")


def test_a_desk_that_never_closes_counts_every_hour_once_also_when_the_clock_changes(at):
    week = tuple((Window(0, 1440),) for _ in range(7))
    lisbon = WorkCalendar("duty", "Europe/Lisbon", week, 2026, 2026, hours_per_day=Decimal(24))
    before, after = at("Sat 2026-10-24 12:00", "Europe/Lisbon"), at("Sun 2026-10-25 12:00", "Europe/Lisbon")
    assert elapsed(before, after, lisbon) == timedelta(hours=25)
    assert elapsed(
        at("Sat 2026-03-28 12:00", "Europe/Lisbon"), at("Sun 2026-03-29 12:00", "Europe/Lisbon"), lisbon
    ) == timedelta(hours=23)
    assert due_at(before, Allowance.parse("24wh"), lisbon) == at("Sun 2026-10-25 11:00", "Europe/Lisbon")


def test_a_clock_change_outside_opening_hours_changes_nothing(at):
    week = week_of(OFFICE)
    york = WorkCalendar("york", "America/New_York", week, 2026, 2026)
    friday = at("Fri 2026-10-30 16:00", "America/New_York")
    assert due_at(friday, Allowance.parse("2wh"), york) == at("Mon 2026-11-02 09:00", "America/New_York")
    assert elapsed(friday, at("Mon 2026-11-02 09:00", "America/New_York"), york) == timedelta(hours=2)


CHANGES = [
    # zone, opening hours, day of the change, opens, closes
    ("Europe/Lisbon", "01:30-05:00", "Sun 2026-03-29", "02:00", "05:00"),  # 01:00 becomes 02:00
    ("Europe/Lisbon", "00:30-01:30", "Sun 2026-03-29", "00:30", "02:00"),  # at 01:00 it is closing time at once
    ("Africa/Cairo", "00:00-02:00", "Fri 2026-04-24", "01:00", "02:00"),  # the day begins at one
    ("Australia/Lord_Howe", "02:15-03:00", "Sun 2026-10-04", "02:30", "03:00"),  # half an hour
]


@pytest.mark.parametrize(("zone", "hours", "day", "opens", "closes"), CHANGES)
def test_an_opening_that_the_clock_skips_is_the_moment_of_the_change(at, on, zone, hours, day, opens, closes):
    duty = WorkCalendar("duty", zone, week_of({"sun": [hours], "fri": [hours]}), 2026, 2026)
    for asked, clock in ((duty.opening_of, opens), (duty.closing_of, closes)):
        assert asked(on(day)).astimezone(UTC) == at(f"{day} {clock}", zone).astimezone(UTC)


def test_a_day_whose_only_hours_are_skipped_is_no_working_day(on):
    duty = WorkCalendar("duty", "Europe/Lisbon", week_of({"sun": ["01:00-02:00"]}), 2026, 2026)
    assert not duty.is_working_day(on("Sun 2026-03-29"))
    assert duty.is_working_day(on("Sun 2026-04-05"))


def test_an_office_does_not_open_twice_when_an_hour_comes_twice(at, on):
    duty = WorkCalendar("duty", "Europe/Lisbon", week_of({"sun": ["00:30-01:30"]}), 2026, 2026)
    sunday = on("Sun 2026-10-25")
    assert elapsed(duty.opening_of(sunday), at("Sun 2026-10-25 06:00", "Europe/Lisbon"), duty) == timedelta(hours=1)
    assert duty.closing_of(sunday).astimezone(UTC) == at("Sun 2026-10-25 00:30", "UTC")


def test_windows_are_made_from_texts_or_from_times():
    assert Window.between(time(7, 30), time(11, 30)) == Window.parse("07:30-11:30")
    assert Window.between(time(13), time(0)) == Window.parse("13:00-24:00")
    assert str(Window.parse("00:00-24:00")) == "00:00-24:00"
    with pytest.raises(CalendarError, match="no day of the week"):
        week_of({"monday": ["08:00-12:00"]})


def test_a_year_without_a_decision_and_estimated_days_are_named(vn, on):
    assert vn.warnings_for(on("Mon 2026-11-02"), on("Thu 2026-12-31")) == ()
    said = vn.warnings_for(on("Thu 2026-12-31"), on("Fri 2027-02-05"))
    assert len(said) == 3
    assert "2027" in said[0].vi
    assert "Thứ Năm 04/02/2027" in said[1].vi
    assert "Fri 2027-02-05" in said[2].en


def test_the_version_changes_with_the_data_and_only_with_it(on):
    plain = office()
    assert plain.version == office().version
    assert plain == office()
    assert hash(plain) == hash(office())
    assert plain.version != office(days_off={on("Mon 2026-11-02"): DayOff("off", "test")}).version
    assert office(version="7").version == "7"


def test_a_calendar_travels_between_processes(vn, at):
    copy = pickle.loads(pickle.dumps(vn))
    assert copy == vn
    assert due_at(at("Thu 2026-11-19 09:00"), Allowance.parse("5wd"), copy) == at("Fri 2026-11-27 17:00")


def test_its_data_cannot_be_changed(vn, on):
    with pytest.raises(TypeError):
        vn.days_off[on("Mon 2026-11-02")] = DayOff("off", "test")  # type: ignore[index]
    with pytest.raises(AttributeError):
        vn.zone = "UTC"


def test_two_agencies_computing_at_once_do_not_share_a_state(vn, at):
    duty, allow = calendar("vn-24h"), Allowance.parse("20wh")
    starts = [at("Fri 2026-11-20 16:00") + timedelta(minutes=37 * n) for n in range(400)]
    expected = [(due_at(start, allow, vn), due_at(start, allow, duty)) for start in starts]
    with ThreadPoolExecutor(8) as pool:
        office_dues = pool.map(lambda start: due_at(start, allow, vn), starts * 5)
        duty_dues = pool.map(lambda start: due_at(start, allow, duty), starts * 5)
        assert list(zip(office_dues, duty_dues, strict=True)) == expected * 5


def test_a_date_is_no_moment(vn):
    with pytest.raises((InvalidInputError, AttributeError)):
        due_at(date(2026, 11, 2), Allowance.parse("1wd"), vn)
