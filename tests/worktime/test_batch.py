"""In bulk the answers are those of one at a time."""

import sys
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.errors import CalendarError, InvalidInputError, UnavailableError
from motcua.worktime import batch
from motcua.worktime.allowance import NO_LIMIT, Allowance, Unit
from motcua.worktime.batch import due_at_many, instants_of, moments_of
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import due_at
from motcua.worktime.shipped import calendar
from motcua.worktime.windows import week_of

YORK = WorkCalendar(
    "york",
    "America/New_York",
    week_of({day: ["00:00-03:00", "09:00-12:00", "22:00-24:00"] for day in ("sun", "mon", "wed", "thu")}),
    2024,
    2027,
)
ALLOWANCES = st.one_of(
    st.integers(-80, 80).map(lambda n: Allowance(Decimal(n) / 4, Unit.WORKING_DAY)),
    st.integers(-4000, 4000).map(Allowance.of_minutes),
    st.integers(-90, 90).map(lambda n: Allowance(Decimal(n), Unit.CALENDAR_DAY)),
    st.integers(-9, 9).map(lambda n: Allowance(Decimal(n), Unit.MONTH)),
    st.integers(-4000, 4000).map(lambda n: Allowance.of_minutes(n, Unit.HOUR)),
)
MOMENTS = st.datetimes(datetime(2025, 1, 10), datetime(2027, 2, 1), timezones=st.just(UTC))  # noqa: DTZ001


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([calendar("vn"), calendar("vn-24h"), YORK]), st.lists(MOMENTS, min_size=1, max_size=40), ALLOWANCES
)
def test_in_bulk_the_answers_are_the_same(office, starts, allowance):
    many = moments_of(due_at_many(instants_of(starts), allowance, office), office)
    assert many == [due_at(start, allowance, office) for start in starts]


@pytest.mark.parametrize("text", ["1wd", "1cd", "1month", "1wh", "0.5wd", "48h"])
def test_R75_one_answer_outside_the_years_refuses_the_whole(vn, at, text):
    starts = instants_of([at("Thu 2026-11-19 09:00"), at("Fri 2027-12-31 16:30")])
    with pytest.raises(CalendarError):
        due_at_many(starts, Allowance.parse(text), vn)
    with pytest.raises(CalendarError):
        due_at_many(np.array(["2035-01-01", "NaT"], dtype="datetime64[us]"), Allowance.parse(text), vn)


def test_nothing_asked_nothing_answered(vn):
    assert due_at_many(instants_of([]), Allowance.parse("5wd"), vn).size == 0


def test_what_one_refuses_many_refuse(vn):
    with pytest.raises(InvalidInputError, match="no time zone"):
        instants_of([datetime(2026, 11, 19)])  # noqa: DTZ001 - the point of the test
    with pytest.raises(InvalidInputError, match="without a time limit"):
        due_at_many(instants_of([]), NO_LIMIT, vn)


def test_without_numpy_it_says_so(vn, monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(UnavailableError, match="numpy"):
        batch.instants_of([])
