"""R30, R36: however outages, the decisions about them and supplements overlap, a clerk counts the same date."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.commands import RunAfterOutage
from motcua.worktime.due import add_working, elapsed
from tests.dossiers.away import SYSTEM, standing_of
from tests.dossiers.houses import step, ten_days
from tests.dossiers.life import HANOI, Life, spelled
from tests.dossiers.test_any_life import FEW, START, by_hand

HOURS = st.integers(0, 90)
EVENTS = st.lists(
    st.tuples(st.sampled_from(["supplement", "outage", "both"]), HOURS, HOURS, HOURS, HOURS), min_size=1, max_size=4
)
"""What happens, how long after the last, how long the decision comes after its moment, how long it lasts."""


def waits_on_register(total: str) -> Life:
    """Return a dossier whose only work waits on a register from the beginning."""
    steps = [step("ask", "verify", "department", system=SYSTEM), step("give_back", "return", "one_stop", "0wd", "ask")]
    return Life(ten_days(steps=steps, total=total), spelled(START))


def lived(life: Life, events: list[tuple[str, int, int, int, int]]) -> tuple[list[tuple[datetime, datetime]], datetime]:
    """Live through supplements and outages; return when the clock is to have stood, and until when it was."""
    now, stood = START, []
    for number, (what, wait, lag, lasts, more) in enumerate(events, start=1):
        since = now + timedelta(hours=wait)
        told, now = since + timedelta(hours=lag), since
        asked = None
        if what != "outage":
            asked = since + timedelta(hours=min(lag, more))
            given = asked + timedelta(hours=lasts)
            stood.append((asked, given))
            _ask(life, asked)
            now = given
        if what != "supplement":
            told = max(told, now) if asked and now <= told else told
            now = _away(life, number, since, told, lasts + more, asked and stood[-1][1])
            stood.append((since, now))
        elif asked:
            life.give(spelled(now))
    return stood, now


def _ask(life: Life, at: datetime) -> None:
    life.ask(spelled(at), basis="Decree", approver="chair")


def _away(life: Life, number: int, since: datetime, told: datetime, lasts: int, given: datetime | None) -> datetime:
    """Let a decision reach the dossier after `told`, before, during or after a supplement that is open."""
    if given is not None and given <= told:
        life.give(spelled(given))
    life.do(spelled(told), standing_of(spelled(since), spelled(since), outage=number), by="one-stop")
    if given is not None and given > told:
        life.give(spelled(given))
    back = max(told, given or told) + timedelta(hours=lasts)
    return _back(life, number, back)


def _back(life: Life, number: int, at: datetime) -> datetime:
    life.do(spelled(at), RunAfterOutage(outage=number, until=at), by="one-stop")
    return at


@FEW
@given(EVENTS)
def test_R30_outages_and_supplements_add_up_as_a_clerk_would_count_them(events):
    life = waits_on_register("60wd")
    stood, _ = lived(life, events)
    days = [(a.astimezone(HANOI).date(), b.astimezone(HANOI).date()) for a, b in stood]
    assert life.now.due is not None
    assert life.now.due.astimezone(HANOI).date() == by_hand(60, days)


@FEW
@given(EVENTS)
def test_R36_minutes_of_hours_that_stood_are_given_back_whole(events):
    life = waits_on_register("400wh")
    stood, end = lived(life, events)
    vn = life.ground.calendars["vn"]
    ran = timedelta(0)
    edges = sorted({START, end, *(m for pair in stood for m in pair)})
    for begins, ends in pairwise(edges):
        if not any(a <= begins and ends <= b for a, b in stood):
            ran += elapsed(begins, ends, vn)
    assert life.now.due == add_working(end, timedelta(hours=400) - ran, vn)
