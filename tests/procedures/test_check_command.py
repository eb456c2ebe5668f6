"""`motcua check` on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from motcua.procedures.shipped import CATALOGUE
from motcua.supervision.cli import program
from tests.procedures.chains import chain

EXCHANGE = Path(__file__).parent / "fixtures" / "certificate-exchange-2025.yaml"


def run(*words: str):
    return CliRunner().invoke(program(["check"]), ["check", *words])


def test_a_refused_definition_is_exit_1_with_file_line_and_both_languages():
    result = run(str(EXCHANGE))
    assert result.exit_code == 1
    assert f"{EXCHANGE}:10: refuse [R12 path_over_limit]" in result.output
    assert "vượt tổng thời hạn 5 ngày làm việc" in result.output
    assert "more than the total limit of 5 working days" in result.output


def test_the_shipped_catalogue_is_accepted():
    result = run(str(CATALOGUE))
    assert result.exit_code == 0
    assert result.output.count("ĐẠT · accepted") == len(list(CATALOGUE.glob("*.yaml")))


def test_json_is_one_object_with_findings_and_measures(tmp_path):
    good = tmp_path / "good.yaml"
    good.write_text(chain("5wd", "5wd"), encoding="utf-8")
    result = run(str(good), str(EXCHANGE), "--json")
    told = json.loads(result.output)["files"]
    assert result.exit_code == 1
    assert [file["refused"] for file in told] == [False, True]
    assert told[0]["complexity"] == {"steps": 2, "agencies": 1, "hand_overs": 0, "documents_twice": 0}
    assert (told[1]["findings"][0]["code"], told[1]["findings"][0]["line"]) == ("path_over_limit", 10)


def test_a_new_version_must_not_be_in_force_beside_a_published_one(tmp_path):
    text = (CATALOGUE / "1.001193-2025.yaml").read_text(encoding="utf-8")
    file = tmp_path / "new.yaml"
    file.write_text(text.replace('version: "2025-07-01"', 'version: "2027"'), encoding="utf-8")
    result = run(str(file))
    assert result.exit_code == 1
    assert "validity_overlaps" in result.output


@pytest.mark.parametrize("name", ["no-such-file.yaml"])
def test_a_file_that_is_not_there_is_an_error_and_not_a_finding(name):
    assert run(name).exception is not None
