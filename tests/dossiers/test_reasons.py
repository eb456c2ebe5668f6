"""Reasons the engine gives itself: each has words, and no code of its own reaches a reader."""

import ast
from pathlib import Path
from typing import get_args

import pytest

import motcua.dossiers
from motcua.dossiers import facts as f
from motcua.dossiers.commands import EndLeg
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import State
from motcua.dossiers.reasons import IN_WORDS, EndedBecause, in_words
from motcua.procedures.definition import Procedure
from motcua.supervision import showing_commands
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.sentences import tell
from motcua.supervision.telling.views import LegView, Named
from tests.dossiers.houses import ground, ten_days

SOURCES = sorted(Path(motcua.dossiers.__file__).parent.glob("*.py"))
READ_FROM_THE_ACT = {"do.reason", "reason"}
"""What a person wrote, and what the parent says of a leg (`EndLeg`, one of a closed list)."""


def reasons_of_stops() -> set[str]:
    """Return every expression by which the engine ends a dossier without a result, as it stands in the code."""
    calls = [node for path in SOURCES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    ends = [call for call in calls if ast.unparse(call.func) == "end_without_result"]
    given = [
        arm
        for call in ends
        for arm in (call.args[1].values if isinstance(call.args[1], ast.BoolOp) else [call.args[1]])
    ]
    return {ast.unparse(each) for each in given}


def test_every_reason_the_engine_gives_is_one_of_the_named_ones():
    named = {f"EndedBecause.{each.name}" for each in EndedBecause}
    told_by_the_parent = set(get_args(EndLeg.model_fields["reason"].annotation))
    written = reasons_of_stops()
    assert written - READ_FROM_THE_ACT <= named
    assert {EndedBecause[each.split(".")[1]] for each in written - READ_FROM_THE_ACT} | told_by_the_parent == set(
        EndedBecause
    )
    assert set(IN_WORDS) == set(EndedBecause)


def test_only_one_place_says_that_a_dossier_ended_without_a_result():
    assert [path.name for path in SOURCES if "Stopped.model_validate(" in path.read_text()] == ["endings.py"]
    assert not [path.name for path in SOURCES if "f.Stopped(" in path.read_text()]


def test_what_a_person_wrote_is_said_as_it_was_written():
    assert in_words("the plan has changed") == ("the plan has changed", "the plan has changed")


@pytest.mark.parametrize("reason", list(EndedBecause))
def test_the_story_of_a_dossier_says_every_reason_in_words(reason):
    names = naming(ten_days())
    told = [
        tell(f.Stopped(reason=reason.value), names),
        tell(f.DutyClosed(step="sign", outcome="sent_back", reason=reason.value), names),
        tell(f.LegReported(step="sign", code="T-2", state=State.STOPPED, reason=reason.value), names),
    ]
    for said in told:
        assert IN_WORDS[reason].vi in said.vi
        assert IN_WORDS[reason].en in said.en
        assert reason.value not in (set(said.vi.split()) | set(said.en.split())) - {"stopped"}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("reason", list(EndedBecause))
def test_the_terminal_says_in_words_why_a_leg_ended(reason, lang):
    named = Named(id="x", vi="x", en="x")
    line = showing_commands._leg(LegView(step=named, visit=1, code="T-2", agency=named, reason=reason.value), lang)
    assert line.endswith(getattr(IN_WORDS[reason], lang))


def naming(procedure: Procedure) -> Naming:
    """Return the names of a procedure of the test province."""
    here: Ground = ground(procedure)
    return Naming(here, procedure)
