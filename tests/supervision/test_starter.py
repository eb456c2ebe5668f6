"""The starter program, as an agency's own system runs it beside the running stack."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from motcua.supervision.stack import Stack
from tests.supervision.conftest import Json, Ran, fresh_key, opening, started
from tests.supervision.ready_interpreter import ReadyInterpreter

Starter = Callable[..., Ran]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def starter(stack: Stack, interpreter: ReadyInterpreter, tmp_path: Path) -> Starter:
    """Return what runs the starter with a request in a file."""

    def run(*words: str, request: Json, **environment: str) -> Ran:
        file = tmp_path / "request.json"
        file.write_text(json.dumps(request), encoding="utf-8")
        variables = dict(stack.api.environment) | environment
        return Ran(*interpreter.run("starter:main", [*words, str(file)], variables, patience=60))

    return run


def test_it_opens_a_dossier_and_acts_on_it_each_once(starter: Starter) -> None:
    asked = opening("1.013831")
    opened, again = (json.loads(starter("open", request=asked).out) for _ in range(2))
    assert (again["code"], again["repeated"]) == (opened["code"], True)
    act = {"key": fresh_key(), "by": {"agency": "an-hoi.ttpvhcc"}, "do": {"kind": "complete", "step": "s1"}}
    done, repeated = (json.loads(starter("act", opened["code"], request=act).out) for _ in range(2))
    assert done["seq"] == repeated["seq"] > opened["seq"]


def test_it_runs_by_itself(stack: Stack, tmp_path: Path) -> None:
    ran = started([sys.executable, str(ROOT / "starter.py"), "open"], dict(stack.api.environment))
    assert (ran.code, ran.out) == (2, "")
    assert "starter.py open" in ran.err


def test_it_says_what_it_can_do(stack: Stack) -> None:
    ran = started([sys.executable, str(ROOT / "starter.py"), "--help"], dict(stack.api.environment))
    assert (ran.code, ran.err) == (0, "")
    assert "starter.py follow" in ran.out
    assert "MOTCUA_HOME" in ran.out


def test_it_stands_on_the_register_that_is_there_and_makes_none(starter: Starter, tmp_path: Path) -> None:
    ran = starter("open", request=opening("1.013831"), MOTCUA_HOME=str(tmp_path / "elsewhere"))
    assert ran.code == 2
    assert "There is no register" in ran.err
    assert not (tmp_path / "elsewhere").exists()


def test_the_past_of_a_dossier_holds_no_act_of_the_engine(starter: Starter) -> None:
    rung = {"by": {"agency": "law"}, "at": "2026-11-02T09:00:00+07:00", "do": {"kind": "ring"}}
    ran = starter("open", request=opening("1.013831", at="2026-11-02T08:00:00+07:00", past=[rung]))
    assert ran.code == 2
    assert "past" in ran.err
