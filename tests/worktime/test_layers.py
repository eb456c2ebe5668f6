"""Layers of calendars, and calendars in files."""

import json
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.errors import CalendarError, NotFoundError
from motcua.worktime.allowance import Allowance
from motcua.worktime.calendar import DayOff, MakeUp
from motcua.worktime.due import due_at
from motcua.worktime.layers import CalendarLayer, Rank, closure, combine, layer_of
from motcua.worktime.shipped import calendar, calendar_named, load_calendar, load_layer, shipped_layer
from motcua.worktime.windows import day_of, week_of

WEEK = week_of({day: ["08:00-12:00", "13:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")})
NATION = CalendarLayer("nation", Rank.NATION, "Asia/Ho_Chi_Minh", WEEK, 2026, 2026)


def test_a_closure_of_one_agency_for_one_day_leaves_the_others_alone(vn, at, on):
    flood = closure("000.00.07.H07", on("Wed 2026-11-25"), "Ngập lụt", "Công điện giả định", reason_en="Flood")
    closed = combine([shipped_layer("vn"), flood])
    received, allow = at("Mon 2026-11-23 09:00"), Allowance.parse("1wd")
    assert due_at(received, allow, vn) == at("Wed 2026-11-25 17:00")
    assert due_at(received, allow, closed) == at("Thu 2026-11-26 17:00")
    assert closed.days_off[on("Wed 2026-11-25")].reason == "Ngập lụt"
    assert closed.version != vn.version


def test_the_higher_rank_decides_and_at_equal_rank_closed_beats_open(on):
    day = on("Mon 2026-06-01")
    off, worked = {day: DayOff("off", "test")}, {day: MakeUp(None, "worked", "test")}
    closes = CalendarLayer("province", Rank.PROVINCE, days_off=off)
    opens = CalendarLayer("agency", Rank.AGENCY, make_up=worked)
    also_closes = CalendarLayer("other agency", Rank.AGENCY, days_off=off)
    assert not combine([NATION, closes]).is_working_day(day)
    assert combine([NATION, closes, opens]).is_working_day(day)
    assert not combine([NATION, closes, opens, also_closes]).is_working_day(day)


def test_an_agencys_week_is_used_on_the_nations_worked_saturday(at, on):
    saturday = on("Sat 2026-08-22")
    morning = CalendarLayer("agency", Rank.AGENCY, weekly=week_of({day: ["07:00-11:00"] for day in ("mon", "tue")}))
    own = combine([shipped_layer("vn"), morning])
    assert own.closing_of(saturday) == at("Sat 2026-08-22 11:00")
    assert not own.is_working_day(on("Wed 2026-11-04"))


def test_the_years_are_those_that_every_layer_covers(on):
    short = CalendarLayer("agency", Rank.AGENCY, first_year=2026, last_year=2026)
    own = combine([shipped_layer("vn"), short])
    assert (own.first_year, own.last_year, own.undecided) == (2026, 2026, frozenset({2027}))
    assert own.days_off.keys() == {day for day in calendar("vn").days_off if day.year == 2026}


CONTRADICTIONS = [
    [NATION, CalendarLayer("other", Rank.NATION, weekly=week_of({"mon": ["08:00-12:00"]}))],
    [NATION, CalendarLayer("other", Rank.NATION, zone="UTC")],
    [CalendarLayer("only", Rank.NATION, "UTC", WEEK)],
    [CalendarLayer("only", Rank.NATION, None, WEEK, 2026, 2026)],
    [CalendarLayer("only", Rank.NATION, "UTC", None, 2026, 2026)],
    [NATION, CalendarLayer("other", Rank.AGENCY, first_year=2030, last_year=2031)],
    [],
]


@pytest.mark.parametrize("layers", CONTRADICTIONS, ids=["week", "zone", "years", "no zone", "no week", "apart", "none"])
def test_layers_that_contradict_each_other_or_leave_something_out_are_refused(layers):
    for order in permutations(layers):
        with pytest.raises(CalendarError):
            combine(order)


def test_two_openings_of_one_day_at_equal_rank_are_refused(on):
    day = on("Sat 2026-06-06")
    openings = [
        CalendarLayer(text, Rank.AGENCY, make_up={day: MakeUp(day_of([text]), "worked", "test")})
        for text in ("08:00-10:00", "09:00-11:00")
    ]
    with pytest.raises(CalendarError, match="2026-06-06"):
        combine([NATION, *openings])


DAYS = st.dates(date(2026, 3, 2), date(2026, 3, 15))


@st.composite
def layers(draw: st.DrawFn) -> CalendarLayer:
    reasons = st.sampled_from(["a", "b", "c"])
    off = draw(st.dictionaries(DAYS, st.builds(DayOff, reasons, reasons, st.booleans()), max_size=4))
    worked = draw(st.dictionaries(DAYS, st.builds(MakeUp, st.none(), reasons, reasons), max_size=4))
    rank = draw(st.sampled_from([Rank.PROVINCE, Rank.AGENCY, Rank.EMERGENCY]))
    return CalendarLayer(draw(st.sampled_from(["x", "y", "z"])), rank, days_off=off, make_up=worked)


@settings(max_examples=60, deadline=None)
@given(st.lists(layers(), max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_layers_makes_no_difference(some, random):
    given_order = [NATION, *some]
    shuffled = list(given_order)
    random.shuffle(shuffled)
    one, other = combine(given_order), combine(shuffled)
    assert one == other
    assert one.version == other.version
    for day, off in one.days_off.items():
        ranks = [layer.rank for layer in some if day in layer.days_off or day in layer.make_up]
        assert off in [layer.days_off.get(day) for layer in some if layer.rank == max(ranks)]


def test_a_ready_calendar_can_be_a_layer(vn):
    assert combine([layer_of(vn)], id="vn") == vn


AGENCY = """
id: ubnd-phuong-an-hoi
base: vn
weekly:
  mon: ["07:00-11:30", "13:30-17:00"]
  tue: ["07:00-11:30", "13:30-17:00"]
  wed: ["07:00-11:30", "13:30-17:00"]
  thu: ["07:00-11:30", "13:30-17:00"]
  fri: ["07:00-11:30", "13:30-17:00"]
days_off:
  - {date: 2026-11-20, reason: Di dời trụ sở, source: Thông báo giả định}
make_up:
  - {date: 2026-11-21, replaces: 2026-11-20, reason: Làm bù, source: Thông báo giả định}
"""


def test_an_agencys_file_is_laid_over_the_shipped_calendar(tmp_path, at):
    path = tmp_path / "an-hoi.yaml"
    path.write_text(AGENCY, encoding="utf-8")
    own = load_calendar(path)
    assert own.id == "ubnd-phuong-an-hoi"
    assert due_at(at("Thu 2026-11-19 09:00"), Allowance.parse("2wd"), own) == at("Mon 2026-11-23 17:00")
    assert due_at(at("Fri 2026-11-20 19:00"), Allowance.parse("5wh"), own) == at("Sat 2026-11-21 14:00")
    assert calendar_named(str(path)) == own
    assert load_layer(path).rank is Rank.AGENCY


def test_a_whole_calendar_may_be_a_file(tmp_path, at):
    data = {
        "id": "duty", "zone": "Asia/Ho_Chi_Minh", "first_year": 2026, "last_year": 2026, "hours_per_day": 24,
        "weekly": {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
    }  # fmt: skip
    path = tmp_path / "duty.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert due_at(at("Sat 2026-11-21 09:00"), Allowance.parse("20wh"), load_calendar(path)) == at(
        "Sun 2026-11-22 05:00"
    )


WRONG_FILES = [
    ("id: x\nbase: vn\nholidays: []", "holidays"),
    ("base: vn", "id"),
    ("id: x\nbase: vn\nrank: king", "rank"),
    ("id: x\nbase: vn\ndays_off: [{date: 2026-11-20, reason: off}]", r"days_off\[0\].source"),
    ("id: x\nbase: vn\ndays_off: [{date: soon, reason: off, source: s}]", r"days_off\[0\].date"),
    ("id: x\nbase: vn\ndays_off: [2026-11-20]", r"days_off\[0\]"),
    ("id: x\nbase: vn\nmake_up: [{date: 2026-11-21, reason: on, source: s, hours: 8}]", r"make_up\[0\].hours"),
    (
        "id: x\nbase: vn\ndays_off:\n- {date: 2026-11-20, reason: a, source: s}\n"
        "- {date: 2026-11-20, reason: b, source: s}",
        r"days_off\[1\].date",
    ),
    ("id: x\nbase: vn\nweekly: {mon: ['08:00-07:00']}", "windows"),
    ("id: x\nbase: vn\nhours_per_day: many", "hours_per_day"),
    ("id: [x", "cannot be read"),
    ("- 1", "cannot be read"),
    ("id: x\nbase: atlantis", "atlantis"),
]


@pytest.mark.parametrize(("text", "named"), WRONG_FILES)
def test_a_wrong_file_is_refused_naming_the_field(tmp_path, text, named):
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises((CalendarError, NotFoundError), match=named):
        load_calendar(path)


def test_a_calendar_nobody_knows_is_not_found(tmp_path):
    with pytest.raises(NotFoundError, match="vn-24h"):
        calendar("atlantis")
    with pytest.raises(NotFoundError, match=r"missing\.yaml"):
        load_calendar(tmp_path / "missing.yaml")
    with pytest.raises(NotFoundError):
        calendar_named("atlantis")
