"""R21, R74: whatever life a dossier had, moved to another version it keeps its dates, and somebody has it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers import commands as c
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import fold
from motcua.dossiers.parts import LAW
from motcua.dossiers.rehearsal import Effect, foreseen, rehearse
from motcua.procedures.definition import Procedure
from motcua.worktime.allowance import Allowance
from tests.dossiers.life import spelled
from tests.dossiers.moving import move, versions
from tests.dossiers.test_any_life import FEW, PROCEDURES, WALKS, walk


@FEW
@given(PROCEDURES, WALKS, st.booleans())
def test_R74_there_and_back_with_kept_deadlines_every_date_is_kept(proc, acts, large):
    life = walk(proc, acts, large)
    twin = proc.model_copy(update={"version": "2027", "valid_from": proc.valid_from.replace(year=2030)})
    life.ground = versions(proc, twin)
    now = life.transitions[-1].recorded_at + timedelta(minutes=1)
    life.ring(spelled(now))
    if life.now.finished_at is not None or life.now.closed:
        return
    before = life.now
    move(life, spelled(now))
    life.do(spelled(now), c.Move(version=proc.version), by="one-stop")
    for name in (
        "clock",
        "left",
        "duties",
        "phase_clock",
        "counted_under",
        "phase_counted_under",
        "supplement",
        "decide_by",
        "due_original",
        "done",
        "episodes",
    ):
        assert getattr(life.now, name) == getattr(before, name)
    assert fold(life.transitions) == life.now


@FEW
@given(st.tuples(PROCEDURES, PROCEDURES), WALKS, st.booleans(), st.sampled_from(["keep", "recompute"]))
def test_R21_wherever_a_dossier_is_moved_somebody_has_it_or_the_move_is_refused(pair, acts, large, deadlines):
    old, other = pair
    life = walk(old, acts, large)
    new = other.model_copy(
        update={"code": old.code, "version": "2027", "valid_from": old.valid_from.replace(year=2030)}
    )
    life.ground = versions(old, new)
    now = life.transitions[-1].recorded_at + timedelta(minutes=1)
    life.ring(spelled(now))
    if life.now.closed:
        return
    steps = {s.id: "" for s in old.steps if s.id not in new.by_id}
    line = rehearse(life.now, life.ground, "2027", "now", deadlines, steps, now)
    if line.effect is not Effect.REFUSED:
        move(life, spelled(now), deadlines=deadlines, steps=steps)  # the harness looks: it never waits for nobody
        assert life.now.version == "2027"


@FEW
@given(PROCEDURES, WALKS, st.booleans())
def test_R21_a_version_in_between_that_kept_the_dates_changes_none_that_are_counted_anew(proc, acts, large):
    life = walk(proc, acts, large)
    ground = versions(proc, _with_limits(proc, 2, "2027", 2030), _with_limits(proc, 3, "2028", 2031))
    now = life.transitions[-1].recorded_at + timedelta(minutes=1)
    life.ring(spelled(now))
    if life.now.closed:
        return

    def moved(dossier: Dossier, version: str, deadlines: str) -> tuple[bool, Dossier]:
        do = c.Move.model_validate({"version": version, "deadlines": deadlines})
        line, after = foreseen(dossier, c.Act(by=LAW, do=do), now, ground)
        return line.effect is not Effect.REFUSED, after

    is_possible, at_once = moved(life.now, "2028", "recompute")
    if is_possible:
        between = moved(life.now, "2027", "keep")[1]
        assert between.version == "2027"
        assert _dates(moved(between, "2028", "recompute")[1]) == _dates(at_once)


def _with_limits(proc: Procedure, factor: int, version: str, year: int) -> Procedure:
    """Return a version whose limits are so many times as long."""

    def times(allow: Allowance) -> Allowance:
        return replace(allow, value=allow.value * factor)

    values = {"version": version, "valid_from": proc.valid_from.replace(year=year), "total": times(proc.total)}
    steps = tuple(each.model_copy(update={"allow": times(each.allow)}) for each in proc.steps)
    phases = tuple(each.model_copy(update={"allow": times(each.allow)}) for each in proc.phases)
    return Procedure.model_validate(proc.model_dump() | values | {"steps": steps, "phases": phases})


def _dates(dossier: Dossier) -> dict[str, Any]:
    clocks = {"dossier": dossier.clock, "phase": dossier.phase_clock} | {d.ref: d.clock for d in dossier.duties}
    return {name: clock.due for name, clock in clocks.items() if clock}
