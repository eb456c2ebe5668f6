"""The demonstration: its dossiers in flight stand as told at any hour, and the whole of it ends with 0."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import pytest

from motcua.dossiers.commands import Act, Life, Open
from motcua.dossiers.decide import decide_life
from motcua.dossiers.dossier import Dossier, waiting_for
from motcua.dossiers.evolve import apply
from motcua.dossiers.facts import Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.promise import act_by
from motcua.supervision.children import born, end_leftover
from motcua.supervision.counter import Opening
from motcua.supervision.demo.in_flight import lives
from motcua.supervision.demo.play import CATALOGUE
from motcua.supervision.local_state import LocalState, Running
from motcua.supervision.telling.standing import promise_of

MOMENTS = [
    "Tue 2026-11-24 03:40",  # a holiday, at night
    "Wed 2026-11-25 07:29",  # a minute before opening
    "Wed 2026-11-25 12:10",  # the midday break
    "Fri 2026-11-27 16:59",  # a minute before the week ends
    "Sun 2026-11-29 15:00",  # a weekend
    "Fri 2027-01-01 00:05",  # New Year's Day
    "Sun 2027-02-07 10:00",  # Tết
    "Thu 2027-02-11 07:30",  # the first opening after Tết
    "Mon 2027-05-03 09:00",  # a day off in lieu
    "Thu 2027-09-02 09:00",  # National Day
    "Fri 2027-10-15 17:00",  # closing time
]


@pytest.fixture(scope="module")
def shown() -> Ground:
    """Return the ground of the demonstration."""
    return load_ground([CATALOGUE])


@pytest.mark.parametrize("moment", MOMENTS)
def test_dossiers_in_flight_stand_as_told_at_any_hour(shown: Ground, moment: str) -> None:
    calendar = shown.calendars["vn"]
    now = datetime.strptime(moment, "%a %Y-%m-%d %H:%M").replace(tzinfo=calendar.tz)
    assert f"{now:%a}" == moment[:3]
    for life in lives(now, calendar):
        dossier, kinds = _opened(life.opening, now, shown)
        expected, waits = life.expected, waiting_for(dossier)
        assert expected.state in (None, dossier.state.value), life.name
        assert expected.waits in (None, waits and waits.value), life.name
        assert expected.promise in (None, promise_of(dossier, act_by(dossier, shown), now, shown)), life.name
        assert set(expected.told) <= kinds, life.name
        if expected.open_steps is not None:
            assert set(expected.open_steps) == {duty.step for duty in dossier.duties}, life.name


def _opened(said: dict[str, object], now: datetime, ground: Ground) -> tuple[Dossier, set[str]]:
    """Decide an opening as the counter does, without a server."""
    opening = Opening.model_validate({"key": "k", **said})
    assert opening.at is not None
    on = ground.calendars["vn"].local(opening.at).date()
    version = ground.catalogue.version_for(opening.procedure, on)
    given = opening.model_dump(include={"channel", "territory", "data", "documents", "promised"}, exclude_unset=True)
    do = Open.model_validate({"code": "x", "procedure": version.code, "version": version.version, **given})
    life = Life(opening=Act(by=opening.by, at=opening.at, do=do), past=opening.past)
    facts = decide_life(life, now, ground)
    transition = Transition(key="open", by=opening.by, at=opening.at, recorded_at=now, facts=facts)
    return apply(None, transition), {fact.kind for fact in facts}


@contextmanager
def demonstration(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the demonstration on a home; however the test ends, nothing that was started goes on."""
    script = Path(sys.executable).with_name("motcua")
    command = [str(script), "demo", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as shown:
        try:
            yield shown
        finally:
            shown.terminate()
            with suppress(subprocess.TimeoutExpired):
                shown.communicate(timeout=60)
            shown.kill()
            for left in LocalState.read(home).running.values():
                end_leftover(left.pid, left.born)


def test_the_demonstration_ends_with_0(tmp_path: Path) -> None:
    with demonstration(tmp_path) as shown:
        said, wrong = shown.communicate(timeout=170)
    assert shown.returncode == 0, said[-3000:] + wrong[-2000:]
    assert "Hồ sơ tồn đọng" in said
    assert "Báo cáo đúng hạn" in said
    assert "✗" not in said


def test_a_demonstration_that_is_told_to_end_leaves_nothing_running(tmp_path: Path) -> None:
    with demonstration(tmp_path) as shown:
        running = _started(tmp_path)
        shown.terminate()
        shown.communicate(timeout=60)
    assert shown.returncode == 128 + signal.SIGTERM
    assert {"temporal", "worker", "api", "departments"} <= running.keys()
    assert not [name for name, one in running.items() if born(one.pid) == one.born]


def _started(home: Path) -> dict[str, Running]:
    """Return the processes of a stack once they run."""
    until = time.monotonic() + 60
    while not (running := LocalState.read(home).running):
        assert time.monotonic() < until, "no stack was started"
        time.sleep(0.2)
    return running
