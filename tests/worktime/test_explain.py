"""An explanation always ends at the due date, and its lines add up to the allowance."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from motcua.errors import CalendarError, InvalidInputError
from motcua.worktime.allowance import NO_LIMIT, Allowance, Unit
from motcua.worktime.due import due_at, due_date, phased, step_due_at
from motcua.worktime.explain import LineKind, explain, explain_phases
from motcua.worktime.layers import CalendarLayer, Rank, combine
from motcua.worktime.shipped import calendar, shipped_layer
from motcua.worktime.windows import week_of

LISBON = combine(
    [
        CalendarLayer(
            "lisbon",
            Rank.NATION,
            "Europe/Lisbon",
            week_of({day: ["00:00-02:30", "09:00-12:00", "20:00-24:00"] for day in ("mon", "wed", "sat", "sun")}),
            2025,
            2027,
        )
    ]
)
CALENDARS = [calendar("vn"), calendar("vn-24h"), LISBON]


def test_every_day_is_counted_or_skipped_by_a_decision(vn, at):
    told = explain(at("Thu 2026-11-19 09:00"), Allowance.parse("5wd"), vn)
    assert [line.vi for line in told.lines] == [
        "Tiếp nhận lúc 09:00 Thứ Năm 19/11/2026; thời hạn 5 ngày làm việc, ngày tiếp nhận không tính.",
        "Ngày 1: Thứ Sáu 20/11/2026.",
        "Thứ Bảy 21/11/2026 không tính: ngày nghỉ hằng tuần.",
        "Chủ Nhật 22/11/2026 không tính: ngày nghỉ hằng tuần.",
        "Ngày 2: Thứ Hai 23/11/2026.",
        "Thứ Ba 24/11/2026 không tính: Ngày Văn hóa Việt Nam, Nghị quyết 28/2026/QH16.",
        "Ngày 3: Thứ Tư 25/11/2026.",
        "Ngày 4: Thứ Năm 26/11/2026.",
        "Ngày 5: Thứ Sáu 27/11/2026.",
        "Hạn trả kết quả: 17:00 Thứ Sáu 27/11/2026.",
    ]
    assert told.lines[5].source == "Nghị quyết 28/2026/QH16"
    assert told.lines[-1].en == "Due: Fri 2026-11-27 17:00."
    assert told.calendar == f"vn@{vn.version}"
    assert told.warnings == ()


SAID = [
    ("Thu 2025-04-24 09:00", "2wd", "official", "Ngày 2: Thứ Bảy 26/04/2025, làm bù cho ngày 02/05/2025 ("),
    ("Mon 2026-08-17 09:00", "15cd", "official", "Thứ Ba 01/09/2026 là ngày nghỉ (Quốc khánh, Thông báo 9441/TB-BNV)"),
    ("Sat 2026-01-31 09:00", "1month", "official", "1 tháng đến Thứ Bảy 28/02/2026 (ngày cuối tháng)."),
    ("Mon 2026-11-23 15:00", "0.5wd", "step", "Thứ Hai 23/11/2026: 2 giờ (15:00–17:00)."),
    ("Fri 2026-11-20 19:30", "8wh", "official", "Thứ Sáu 20/11/2026: ngoài giờ làm việc."),
    ("Mon 2026-11-23 16:00", "24h", "official", "24 giờ liên tục, kể cả ngoài giờ làm việc."),
    ("Sat 2026-11-21 09:00", "0wd", "official", "Giải quyết ngay: hết giờ làm việc gần nhất sau khi tiếp nhận."),
    ("Fri 2026-11-27 09:00", "-3wd", "official", "Chậm nhất: 17:00 Thứ Hai 23/11/2026."),
    ("Mon 2026-11-30 09:00", "-1cd", "official", "chuyển sang ngày làm việc liền trước."),
]


@pytest.mark.parametrize(("start", "allow", "convention", "sentence"), SAID)
def test_it_says(vn, at, start, allow, convention, sentence):
    told = explain(at(start), Allowance.parse(allow), vn, convention)
    assert any(sentence in line.vi for line in told.lines)


def test_an_estimated_day_is_said_to_be_one_and_warned_of(vn, at):
    told = explain(at("Mon 2027-02-01 09:00"), Allowance.parse("3wd"), vn)
    assert any("29 Tết (dự kiến)" in line.vi for line in told.lines)
    assert "2027" in told.warnings[0].en


def test_midnight_is_said_as_the_end_of_the_day(at):
    told = explain(at("Fri 2026-11-20 09:00"), Allowance.parse("1wd"), calendar("vn-24h"))
    assert told.lines[-1].vi == "Hạn trả kết quả: 24:00 Thứ Bảy 21/11/2026."
    assert told.lines[-1].day == date(2026, 11, 21)


def test_phases_say_which_they_are(vn, at):
    allowances = [Allowance.parse("3wd"), Allowance.parse("10cd")]
    told = explain_phases(at("Mon 2026-11-23 15:01"), allowances, vn)
    assert tuple(one.due for one in told) == phased(at("Mon 2026-11-23 15:01"), allowances, vn)
    assert told[0].lines[-1].vi == "Hạn của giai đoạn 1: 17:00 Thứ Sáu 27/11/2026."
    assert told[1].lines[0].vi == "Giai đoạn 2: 10 ngày, tiếp sau 17:00 Thứ Sáu 27/11/2026."
    assert told[1].lines[-1].vi == "Hạn trả kết quả: 17:00 Thứ Hai 07/12/2026."


def test_what_has_no_limit_has_no_explanation(vn, at):
    with pytest.raises(InvalidInputError):
        explain(at("Mon 2026-11-23 15:01"), NO_LIMIT, vn)


ALLOWANCES = st.one_of(
    st.integers(-60, 60).map(lambda n: Allowance(Decimal(n) / 4, Unit.WORKING_DAY)),
    st.integers(-3000, 3000).map(Allowance.of_minutes),
    st.integers(-60, 60).map(lambda n: Allowance(Decimal(n), Unit.CALENDAR_DAY)),
    st.integers(-6, 6).map(lambda n: Allowance(Decimal(n), Unit.MONTH)),
    st.integers(-3000, 3000).map(lambda n: Allowance.of_minutes(n, Unit.HOUR)),
)
MOMENTS = st.datetimes(datetime(2025, 3, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CALENDARS), MOMENTS, ALLOWANCES, st.sampled_from(["official", "step"]))
def test_an_explanation_agrees_with_the_due_date_and_adds_up(office, start, allowance, convention):
    compute = due_at if convention == "official" else step_due_at
    try:
        due = compute(start, allowance, office)
    except CalendarError:
        assume(False)
    told = explain(start, allowance, office, convention)
    assert told.due == due
    assert told.lines[-1].moment == due
    counted = [line for line in told.lines if line.kind is LineKind.COUNTED]
    worked = sum((line.worked for line in told.lines if line.worked), timedelta())
    whole_days = allowance.unit is Unit.WORKING_DAY and convention == "official" and allowance.amount % 4 == 0
    if (whole_days or allowance.unit is Unit.CALENDAR_DAY) and allowance.amount:
        assert len(counted) == abs(allowance.value)
    if whole_days and allowance.amount:
        assert counted[-1].day == due_date(due, office)
        days = [line.day for line in told.lines[1:-1]]
        assert days == sorted(set(days), reverse=allowance.amount < 0)
        assert len(days) == abs((days[-1] - told.start.date()).days)
    if allowance.unit is Unit.WORKING_HOUR:
        assert worked == timedelta(minutes=abs(allowance.amount))
    if allowance.unit is Unit.WORKING_DAY and not whole_days:
        assert worked == office.quarter_day * abs(allowance.amount)
    rolled = [line for line in told.lines if line.kind is LineKind.ROLLED]
    assert all(line.day != due_date(due, office) for line in rolled)


def test_the_shipped_layer_is_what_the_calendar_is_made_of(vn):
    assert shipped_layer("vn").days_off == vn.days_off
