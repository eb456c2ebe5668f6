"""R10: whatever life a dossier had, a decision about the calendar is applied once, and never into the past."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.dossiers.decrees import after, replan
from tests.dossiers.life import HANOI, spelled
from tests.dossiers.test_any_life import FEW, PROCEDURES, START, WALKS, walk


@FEW
@given(PROCEDURES, WALKS, st.booleans())
def test_R10_any_life_says_nothing_on_a_calendar_that_did_not_change(proc, acts, large):
    life = walk(proc, acts, large)
    now = max(life.transitions[-1].recorded_at, START) + timedelta(minutes=1)
    life.ring(spelled(now))
    if not life.now.closed:
        assert replan(life, spelled(now), life.ground) == []


DAYS = st.lists(st.integers(1, 40), max_size=6, unique=True)


@FEW
@given(PROCEDURES, WALKS, st.booleans(), DAYS)
def test_R10_any_life_replanned_twice_is_replanned_once_and_never_into_the_past(proc, acts, large, days):
    life = walk(proc, acts, large)
    now = max(life.transitions[-1].recorded_at, START) + timedelta(minutes=1)
    life.ring(spelled(now))
    if life.now.closed:
        return
    vn, today = life.ground.calendars["vn"], now.astimezone(HANOI).date()
    ahead = [today + timedelta(days=n) for n in days]
    decided = after(
        life.ground,
        off=[day.isoformat() for day in ahead if vn.is_working_day(day)],
        worked=[day.isoformat() for day in ahead if not vn.is_working_day(day)],
    )
    before = life.now
    replan(life, spelled(now), decided)
    assert replan(life, spelled(now), decided) == []
    assert life.now.due_original == before.due_original
    if before.clock and before.clock.due <= now:
        assert life.now.clock.due == before.clock.due
    elif before.due:
        assert life.now.clock.due > now
