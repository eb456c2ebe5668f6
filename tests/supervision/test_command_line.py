"""The command line against the running stack; its installed script too."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from motcua.supervision.stack import Stack
from tests.supervision.conftest import Ran, fresh_key, opening, started

Motcua = Callable[..., Ran]


@pytest.fixture(scope="module")
def code(motcua: Motcua, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Open a dossier from a file and return its code; nobody acts on it."""
    file = tmp_path_factory.mktemp("openings") / "dossier.json"
    file.write_text(json.dumps(opening("1.013831")), encoding="utf-8")
    ran = motcua("open", str(file))
    assert ran.code == 0, ran.err
    return str(json.loads(ran.out)["code"])


@pytest.fixture
def fresh(stack: Stack) -> str:
    """Open a dossier that nobody else looks at and return its code."""
    mine = {"headers": {"Authorization": f"Bearer {stack.key}"}, "trust_env": False, "timeout": 30}
    answer = httpx2.post(f"{stack.address}/api/v1/dossiers", json=opening("1.013831"), **mine)
    return str(answer.raise_for_status().json()["code"])


SCRIPT = str(Path(sys.executable).with_name("motcua"))


def test_the_installed_script_shows_a_dossier(stack: Stack, code: str) -> None:
    ran = started([SCRIPT, "show", code, "--json"], dict(stack.api.environment))
    assert (ran.code, json.loads(ran.out)["code"], ran.err) == (0, code, "")


def test_help_is_there_at_once(stack: Stack) -> None:
    began = time.monotonic()
    ran = started([SCRIPT, "--help"], dict(stack.api.environment))
    assert time.monotonic() - began < 1.5  # 0.15 s on a quiet machine
    assert ran.code == 0
    for command in ("due", "check", "open", "act", "show", "stuck", "report", "verify", "migrate", "up", "demo"):
        assert f"  {command} " in ran.out


def test_an_officer_completes_a_step(motcua: Motcua, fresh: str) -> None:
    ran = motcua("act", fresh, "complete", "--by", "an-hoi.ttpvhcc/ah-03", "--step", "s1")
    assert ran.code == 0, ran.err
    shown = json.loads(motcua("show", fresh, "--json").out)
    closed = next(event for event in shown["timeline"] if event["kind"] == "duty_closed")
    assert (closed["by"]["id"], closed["officer"]) == ("an-hoi.ttpvhcc", "ah-03")
    assert [duty["step"]["id"] for duty in shown["duties"]] == ["s2"]


def test_an_act_with_the_same_key_is_done_once(motcua: Motcua, fresh: str) -> None:
    words = ("act", fresh, "complete", "--by", "an-hoi.ttpvhcc", "--step", "s1", "--key", fresh_key())
    first, again = [json.loads(motcua(*words).out) for _ in range(2)]
    assert first["seq"] == again["seq"]


def test_a_dossier_is_shown_with_its_story_and_proof(motcua: Motcua, code: str) -> None:
    text = motcua("show", code, "--why").out
    assert code in text
    assert "Hạn trả kết quả" in text
    assert "Ngày 8:" in text
    assert "Day 8:" in motcua("show", code, "--why", "--lang", "en").out


def test_what_is_stuck_is_listed(motcua: Motcua, code: str) -> None:
    page = json.loads(motcua("stuck", "--agency", "an-hoi.ttpvhcc", "--limit", "1000", "--json").out)
    row = next(row for row in page["dossiers"] if row["code"] == code)
    assert row["reason"]["id"] == "officer"
    assert "Cán bộ" in motcua("stuck", "--procedure", "1.013831", "--reason", "officer").out


def test_the_report_is_given_as_table_and_as_json(motcua: Motcua, code: str) -> None:
    report = json.loads(motcua("report", "on-time", "--group-by", "procedure", "--json").out)
    assert report["total"]["agrees"] is True
    assert "Tất cả" in motcua("report", "on-time", "--group-by", "agency").out


def test_hash_chains_are_verified(motcua: Motcua, code: str) -> None:
    assert motcua("verify", code).code == 0
    assert motcua("verify").code == 0


def test_a_due_date_and_a_definition_are_checked_without_a_server(motcua: Motcua) -> None:
    due = motcua("due", "--received", "2026-11-19T09:00", "--allow", "5wd", "--json")
    assert json.loads(due.out)["due"] == "2026-11-27T17:00:00+07:00"
    catalogue = Path(__file__).parents[2] / "motcua" / "procedures" / "catalogue"
    assert motcua("check", str(catalogue / "1.013831-2025.yaml")).code == 0


REFUSED: list[tuple[str, tuple[str, ...], str]] = [
    ("a file that is not there", ("open", "nowhere.json"), "FILE"),
    ("a malformed code", ("show", "H61-31-12"), "R18"),
    ("a dossier that is not there", ("show", "000.00.07.H61-261119-9999"), "There is no dossier"),
    ("an act nobody knows", ("act", "000.00.07.H61-261119-9999", "burn", "--by", "x"), "do"),
    ("data without a value", ("act", "x", "complete", "--by", "x", "--data", "area"), "--data"),
    ("time that is no working time", ("stuck", "--late-by", "5cd"), "late_by"),
    (
        "a repair by a condition that says nothing",
        ("repair", "preview", "retry", "--reason", "x", "--by", "vinhlong.ubnd/gs-1", "--stuck", "only_late"),
        "stuck",
    ),
    ("a day that is none", ("report", "on-time", "--since", "yesterday"), "--since"),
    ("an allowance that is none", ("due", "--received", "2026-11-19T09:00", "--allow", "soon"), "--allow"),
]


@pytest.mark.parametrize(("what", "words", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_refusal_is_one_sentence_in_each_language_and_code_2(
    motcua: Motcua, what: str, words: tuple[str, ...], said: str
) -> None:
    ran = motcua(*words)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.count("motcua: ") == 2


def test_what_to_do_after_a_refusal_is_said_in_both_languages(motcua: Motcua) -> None:
    english, vietnamese = motcua("report", "on-time", "--since", "yesterday").err.strip().splitlines()
    assert english.endswith("Write 2026-11-25.")
    assert vietnamese.endswith("Ghi 2026-11-25.")


def test_without_a_server_one_is_told_what_to_do(motcua: Motcua, tmp_path: Path) -> None:
    file = tmp_path / "dossier.json"
    file.write_text(json.dumps(opening("1.013831")), encoding="utf-8")
    ran = motcua("open", str(file), TEMPORAL_ADDRESS="127.0.0.1:1", MOTCUA_HOME=str(tmp_path))
    assert ran.code == 2
    assert "motcua up" in ran.err or "make up" in ran.err
