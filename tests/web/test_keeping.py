"""Figures are counted once for all who ask together; what is slow to count is counted beside whoever asks."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from motcua.errors import UnavailableError
from motcua.supervision.web import keeping
from motcua.supervision.web.keeping import LONGEST, SLOW, Dated, Kept


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Counter:
    """Counts how often it was asked, each time for some seconds of the clock."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock, self.seconds, self.times = clock, seconds, 0
        self.moments: list[datetime] = []

    def __call__(self, at: datetime) -> int:
        self.moments.append(at)
        self.clock.now += self.seconds
        self.times += 1
        return self.times


def settled(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 5
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


def test_what_is_counted_quickly_is_counted_before_the_answer_once_it_is_too_old() -> None:
    clock = Clock()
    kept, counter = Kept[int](10.0, clock), Counter(clock, SLOW / 2)
    assert [kept.of("all", counter).value, kept.of("all", counter).value] == [1, 1]
    clock.now += 11
    assert kept.of("all", counter).value == 2


def test_what_is_slow_to_count_is_given_at_once_and_counted_anew_beside_it() -> None:
    clock = Clock()
    kept, counter = Kept[int](10.0, clock), Counter(clock, SLOW)
    first = kept.of("all", counter)
    clock.now += 11
    assert kept.of("all", counter) == first == Dated(counter.moments[0], 1)
    assert settled(lambda: kept.of("all", counter) == Dated(counter.moments[-1], 2))
    assert counter.times == 2


def test_what_only_waits_to_be_counted_beside_is_counted_by_who_needs_it_now() -> None:
    clock, free = Clock(), threading.Event()
    kept, counter = Kept[int](10.0, clock), Counter(clock, SLOW)
    for key in ("held up", "behind it"):
        kept.of(key, counter)
    clock.now += 11

    def held_up(_at: datetime) -> int:
        return -int(free.wait(5))

    assert kept.of("held up", held_up).value == 1
    assert kept.of("behind it", counter).value == 2, "it waits its turn"
    clock.now += LONGEST
    assert kept.of("behind it", counter).value == 3
    free.set()
    assert settled(lambda: kept.of("held up", held_up).value == -1)


def test_nobody_is_given_what_nobody_looked_at_for_long() -> None:
    clock = Clock()
    kept, counter = Kept[int](10.0, clock), Counter(clock, SLOW)
    kept.of("all", counter)
    clock.now += LONGEST
    assert kept.of("all", counter).value == 2


def test_those_who_ask_together_wait_for_one_count() -> None:
    kept, counted, all_there = Kept[int](10.0), [], threading.Barrier(4)

    def count(_at: datetime) -> int:
        counted.append(1)
        time.sleep(0.2)
        return len(counted)

    def ask() -> int:
        all_there.wait(5)
        return kept.of("all", count).value

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(ask) for _ in range(4)]
        assert [answer.result(5) for answer in answers] == [1, 1, 1, 1]


def test_a_count_that_fails_keeps_nothing_and_the_next_one_counts_again() -> None:
    clock = Clock()
    kept, counter = Kept[int](10.0, clock), Counter(clock, SLOW)

    def away(_at: datetime) -> int:
        raise UnavailableError("The register does not answer.", vi="Sổ đăng ký không phản hồi.")

    with pytest.raises(UnavailableError):
        kept.of("all", away)
    assert kept.of("all", counter).value == 1
    clock.now += 11
    assert kept.of("all", away).value == 1, "it fails beside, and what was counted before is still given"
    assert settled(lambda: kept.of("all", counter).value == 2)


def test_the_answer_counted_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    clock = Clock()
    kept, counter = Kept[int](10.0, clock), Counter(clock, 0.0)
    assert [kept.of(key, counter).value for key in ("a", "b", "c")] == [1, 2, 3]
    assert [kept.of(key, counter).value for key in ("b", "a")] == [2, 4]
