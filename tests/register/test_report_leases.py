"""An ordered report is counted once, however long that takes, and left to the next as soon as nobody counts."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest

from motcua.dossiers.ground import Ground
from motcua.errors import UnavailableError
from motcua.register.register import Register
from motcua.register.report_orders import LEASE, Order, Stage
from motcua.register.scope import WHOLE
from motcua.reports.sheet import Sheet
from motcua.supervision.reporting.asked import Asked, Kind, Question
from motcua.supervision.reporting.making import MAKERS
from motcua.supervision.reporting.ordering import carry_out, order
from tests.register.conftest import MASTER_KEY
from tests.register.merged_june import JUNE, ground, june

SHORT = timedelta(seconds=0.8)
ASKED = Asked(kind=Kind.ON_TIME, period=JUNE)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def before_counting(monkeypatch: pytest.MonkeyPatch, first: Callable[[int], None]) -> None:
    """Have something happen before each count begins; it is told the how manieth it is."""
    counts, count = iter(range(1, 100)), MAKERS[ASKED.kind]

    def counted(question: Question, register: Register, on: Ground) -> Sheet:
        first(next(counts))
        return count(question, register, on)

    monkeypatch.setitem(MAKERS, ASKED.kind, counted)


def stage(register: Register, placed: Order) -> Stage:
    """Return how far an order is."""
    return register.report_order(placed.number, placed.subject).stage


def test_a_count_longer_than_its_lease_is_not_begun_by_another_process(
    register: Register, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    june(register)
    begun, go_on, counts = Event(), Event(), []

    def slowly(number: int) -> None:
        counts.append(number)
        begun.set()
        go_on.wait(5)

    before_counting(monkeypatch, slowly)
    placed, other = order(ASKED, register, "key:a"), Register.open(url, master_key=MASTER_KEY)
    first = Thread(target=carry_out, args=(placed, register, ground(), WHOLE), kwargs={"lease": SHORT})
    first.start()
    assert begun.wait(5)
    time.sleep(2 * SHORT.total_seconds())
    second = Thread(target=carry_out, args=(placed, other, ground(), WHOLE))
    second.start()
    second.join(1)
    go_on.set()
    for each in (first, second):
        each.join(5)
    other.close()
    assert counts == [1]
    assert stage(register, placed) is Stage.READY


def test_a_count_that_broke_off_keeps_its_order_no_longer_than_its_lease(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    june(register)

    def breaks_once(number: int) -> None:
        if number == 1:
            raise MemoryError

    before_counting(monkeypatch, breaks_once)
    placed = order(ASKED, register, "key:a")
    with pytest.raises(MemoryError):
        carry_out(placed, register, ground(), WHOLE, lease=SHORT)
    assert stage(register, placed) is Stage.COUNTING
    time.sleep(2 * SHORT.total_seconds())
    carry_out(placed, register, ground(), WHOLE)
    assert stage(register, placed) is Stage.READY


def test_a_database_that_was_away_refuses_no_order(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    june(register)

    def away_once(number: int) -> None:
        if number == 1:
            raise UnavailableError("The database does not answer.")

    before_counting(monkeypatch, away_once)
    placed = order(ASKED, register, "key:a")
    carry_out(placed, register, ground(), WHOLE, lease=SHORT)
    assert stage(register, placed) is Stage.COUNTING
    time.sleep(2 * SHORT.total_seconds())
    carry_out(placed, register, ground(), WHOLE)
    assert stage(register, placed) is Stage.READY


def test_an_order_that_is_ready_is_not_taken_back_by_a_late_renewal(register: Register) -> None:
    register.order_report("BC-1", "key:a", "{}", NOW)
    assert register.take_report("BC-1", NOW)
    register.renew_report("BC-1", NOW + LEASE / 2)
    assert not register.take_report("BC-1", NOW + LEASE * 1.4)
    register.finish_report("BC-1", Stage.READY, "{}", NOW + LEASE)
    register.renew_report("BC-1", NOW + LEASE)
    found = register.report_order("BC-1", "key:a")
    assert (found.stage, found.leased_until) == (Stage.READY, None)
