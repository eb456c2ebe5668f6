"""`motcua due` on the command line."""

import json

import pytest
import typer
from typer.testing import CliRunner

from motcua.errors import MotcuaError
from motcua.supervision.due_command import due

APP = typer.Typer()
APP.command()(due)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(APP, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_it_says_the_due_date_first_and_how_the_moment_was_read():
    lines = run("--received", "2026-11-19T09:00", "--allow", "5wd").splitlines()
    assert lines[0] == "Hạn trả kết quả: 17:00 Thứ Sáu 27/11/2026."
    assert "Asia/Ho_Chi_Minh" in lines[-1]
    assert "Asia/Ho_Chi_Minh" not in run("--received", "2026-11-19T02:00Z", "--allow", "5wd")


def test_it_explains_in_either_language():
    said = run("--received", "2026-11-19T09:00", "--allow", "5wd", "--explain", "--lang", "en")
    assert "Tue 2026-11-24 does not count: Vietnam Culture Day" in said
    assert "Day 5: Fri 2026-11-27." in said


def test_json_is_one_object():
    answer = json.loads(run("--received", "2026-11-19T09:00", "--allow", "5wd", "--json"))
    assert list(answer) == ["due", "allow", "received", "calendar", "version", "lines", "warnings"]
    assert answer["due"] == "2026-11-27T17:00:00+07:00"
    assert answer["allow"] == ["5wd"]
    assert answer["lines"][-1]["kind"] == "due"
    assert set(answer["warnings"][0]) == {"vi", "en"}


CASES = [
    (["--received", "2026-11-02T08:00", "--allow", "4wd", "--convention", "step"], "2026-11-06T08:00:00+07:00"),
    (["--received", "2026-11-23T14:59", "--allow", "0wd", "--cut-off", "15:00"], "2026-11-23T17:00:00+07:00"),
    (["--received", "2026-11-23T15:01", "--allow", "0wd", "--cut-off", "15:00"], "2026-11-25T17:00:00+07:00"),
    (["--received", "2026-11-23T15:01", "--allow", "1wd", "--cut-off", "15:00"], "2026-11-26T17:00:00+07:00"),
    (["--received", "2026-11-21T16:00", "--allow", "1wd", "--cut-off", "15:00"], "2026-11-23T17:00:00+07:00"),
    (["--received", "2026-11-02T09:00", "--allow", "4wd", "--allow", "4wd"], "2026-11-12T17:00:00+07:00"),
    (["--received", "2026-02-17T03:00", "--allow", "2wh", "--calendar", "vn-24h"], "2026-02-17T05:00:00+07:00"),
    (["--received", "2026-11-23T10:00+07:00", "--allow", "8wh"], "2026-11-25T10:00:00+07:00"),
]


@pytest.mark.parametrize(("arguments", "expected"), CASES)
def test_the_due_date_on_the_command_line(arguments, expected):
    assert json.loads(run(*arguments, "--json"))["due"] == expected


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["--received", "tomorrow", "--allow", "5wd"], "--received"),
        (["--received", "2026-11-19T09:00", "--allow", "5 days"], "--allow"),
        (["--received", "2026-11-19T09:00", "--allow", "none"], "allowance"),
        (["--received", "2026-11-19T09:00", "--allow", "5wd", "--cut-off", "3pm"], "--cut-off"),
        (["--received", "2026-11-19T09:00", "--allow", "5wd", "--cut-off", "15:00+07:00"], "--cut-off"),
        (["--received", "2026-11-19T09:00", "--allow", "5wd", "--calendar", "atlantis"], "calendar"),
        (["--received", "2036-11-19T09:00", "--allow", "5wd"], "calendar"),
    ],
)
def test_what_is_wrong_is_named(arguments, field):
    with pytest.raises(MotcuaError) as refusal:
        run(*arguments)
    assert refusal.value.field == field
