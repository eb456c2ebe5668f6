"""The starter program, as an agency's own system runs it beside the running stack."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from motcua.supervision.stack import Stack
from tests.supervision.conftest import Json, Ran, fresh_key, opening

Starter = Callable[..., Ran]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def starter(stack: Stack, tmp_path: Path) -> Starter:
    """Return what runs the starter with a request in a file."""

    def run(*words: str, request: Json, **environment: str) -> Ran:
        file = tmp_path / "request.json"
        file.write_text(json.dumps(request), encoding="utf-8")
        command = [sys.executable, str(ROOT / "starter.py"), *words, str(file)]
        variables = dict(stack.api.environment) | environment
        done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60)
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def test_it_opens_a_dossier_and_acts_on_it_each_once(starter: Starter) -> None:
    asked = opening("1.013831")
    opened, again = (json.loads(starter("open", request=asked).out) for _ in range(2))
    assert (again["code"], again["repeated"]) == (opened["code"], True)
    act = {"key": fresh_key(), "by": {"agency": "an-hoi.ttpvhcc"}, "do": {"kind": "complete", "step": "s1"}}
    done, repeated = (json.loads(starter("act", opened["code"], request=act).out) for _ in range(2))
    assert done["seq"] == repeated["seq"] > opened["seq"]


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
