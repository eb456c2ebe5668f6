"""A worker looks through its memory in quiet moments, at the latest after a day; what is freed meanwhile is freed."""

import asyncio
import gc
import weakref

import pytest

from motcua.supervision import sweeping
from motcua.supervision.sweeping import EVERY, LATEST, SELDOM, Quiet, look_through


class Ring:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.itself = self


def test_it_waits_for_a_quiet_moment_some_hours_after_the_last_time() -> None:
    quiet = Quiet(swept_at=0.0, spent=0.0)
    assert not quiet.came(SELDOM - 1, 0.0)
    assert not quiet.came(SELDOM + 1, EVERY)
    assert quiet.came(SELDOM + 2, EVERY)


def test_it_waits_a_day_at_most() -> None:
    quiet = Quiet(swept_at=0.0, spent=0.0)
    assert not quiet.came(LATEST - 1, EVERY)
    assert quiet.came(LATEST, 2 * EVERY)


async def test_what_was_set_aside_is_found_once_everything_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "EVERY", 0.01)
    ring = Ring()
    there = weakref.ref(ring)
    try:
        async with sweeping.sweeping():
            await asyncio.sleep(0.1)
            assert gc.get_freeze_count() > 0
            del ring
            gc.collect()
            assert there() is not None
        assert look_through() > 0
        assert there() is None
    finally:
        gc.unfreeze()
