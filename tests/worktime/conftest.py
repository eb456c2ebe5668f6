"""What the tests of working time share: the shipped calendar, and dates an official can read and the test can check."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.shipped import calendar

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Reader = Callable[..., datetime]


def day(text: str) -> date:
    """Read `Fri 2026-11-27`; the weekday must be the one of the date."""
    weekday, written = text.split()
    read = date.fromisoformat(written)
    assert WEEKDAYS[read.weekday()] == weekday, f"{written} is a {WEEKDAYS[read.weekday()]}"
    return read


def moment(text: str, zone: str = "Asia/Ho_Chi_Minh") -> datetime:
    """Read `Fri 2026-11-27 17:00` as local time of a zone."""
    weekday, written, clock = text.split()
    return datetime.fromisoformat(f"{day(f'{weekday} {written}')}T{clock}").replace(tzinfo=ZoneInfo(zone))


@pytest.fixture(scope="session")
def vn() -> WorkCalendar:
    """The Vietnamese public sector: 07:30–11:30 and 13:00–17:00, Monday to Friday."""
    return calendar("vn")


@pytest.fixture(scope="session")
def at() -> Reader:
    """Reads moments such as `Fri 2026-11-27 17:00`."""
    return moment


@pytest.fixture(scope="session")
def on() -> Callable[[str], date]:
    """Reads dates such as `Fri 2026-11-27`."""
    return day
