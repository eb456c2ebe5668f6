"""R67, R68: officers by the five indices of Circular 01/2018, each under the agency they worked for."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from motcua.dossiers import facts as f
from motcua.errors import InvalidInputError
from motcua.register.register import Register
from motcua.register.scope import Scope
from motcua.reports.sheet import SheetRow
from motcua.supervision.reporting.asked import Asked, Format, Kind, question
from motcua.supervision.reporting_commands import REPORTS
from tests.register.merged_june import (
    CIVIL,
    JUNE,
    JUSTICE,
    LAND,
    NOW,
    OLD_TAX,
    TAX,
    enter,
    ground,
    june,
    sheet,
)
from tests.register.papers import opened

DUE, EARLY, ON_DAY = "Fri 2025-06-13 17:00", "Mon 2025-06-09 10:00", "Fri 2025-06-13 10:00"
FOUR, SEVEN = {4: Decimal("1.0")}, {7: Decimal("1.0")}


def officers(register: Register, *scope: Scope, **asked: Any) -> dict[tuple[str, str], SheetRow]:
    """Return the lines of the report, by agency and number."""
    rows = sheet(register, Kind.OFFICERS, *scope, **asked).rows
    return {(row.chosen["agency"], row.chosen["officer"]): row for row in rows}


def indices(row: SheetRow) -> tuple[Any, ...]:
    """Return the indices (1), (2), (3), (4), (7), their sum and what it means."""
    return row.values[6:]


def test_R67_an_officer_s_indices_are_of_their_dossiers_and_of_their_visits(register: Register) -> None:
    enter(register, "T-1", TAX, LAND, DUE, EARLY)  # early; the visit early
    enter(register, "T-2", TAX, CIVIL, DUE, ON_DAY)  # on its day; the visit, due Tue 10/06, late
    (row,) = officers(register).values()
    assert row.values[2:6] == ("CB-1", 1, 0, 1)
    assert indices(row) == (1.5, 1.0, 2.0, None, None, 4.5, "chưa đủ 5 chỉ số")
    given = officers(register, given=FOUR | SEVEN)
    assert indices(given[TAX, "CB-1"]) == (1.5, 1.0, 2.0, 1.0, 1.0, 6.5, "100%")


def test_R68_a_consulted_officer_answers_for_their_own_visit_alone(register: Register) -> None:
    enter(register, "T-1", TAX, LAND, DUE, ON_DAY, worker=JUSTICE)
    (row,) = officers(register).values()
    assert row.chosen["agency"] == JUSTICE
    assert indices(row)[:3] == (None, 0.0, None)


def test_a_dossier_with_two_visits_of_an_officer_counts_once(register: Register) -> None:
    paper = enter(register, "T-1", TAX, LAND, DUE)
    again = opened("sign", "Tue 2025-06-10 17:00", agency=TAX)
    paper.does("on", "Fri 2025-06-06 09:00", f.DutyClosed(step="appraise"), again)
    paper.does("assign-2", "Fri 2025-06-06 10:00", f.Assigned(step="sign", officer="CB-1"))
    paper.does("ready", EARLY, f.DutyClosed(step="sign"), f.ResultReady(result="granted"))
    (row,) = officers(register).values()
    assert row.values[3:6] == (2, 0, 0)
    (counted,) = register.officer_dossiers(question(Asked(kind=Kind.OFFICERS, period=JUNE), ground(), NOW).frame)
    assert (counted.early, counted.never) == (1, 1)


def test_R73_officers_of_two_agencies_that_merged_stay_two_people(register: Register) -> None:
    june(register)
    assert officers(register, agency=TAX).keys() == {(TAX, "CB-1")}
    assert officers(register, agency=TAX, structure="now").keys() == {(TAX, "CB-1"), (OLD_TAX, "CB-1")}


def test_whoever_asks_sees_the_officers_of_their_own_agencies_alone(register: Register) -> None:
    june(register)
    enter(register, "T-9", JUSTICE, LAND, DUE, EARLY, worker=TAX)
    enter(register, "T-8", TAX, LAND, DUE, EARLY, worker=OLD_TAX)
    seen = officers(register, Scope(agencies=frozenset({TAX})))
    assert seen.keys() == {(TAX, "CB-1")}
    whole = officers(register)
    assert seen[TAX, "CB-1"].values[3:] == whole[TAX, "CB-1"].values[3:]


def test_R67_what_people_give_is_of_one_officer_and_of_the_five_indices(register: Register) -> None:
    june(register)
    with pytest.raises(InvalidInputError, match="one officer") as refused:
        sheet(register, Kind.OFFICERS, given=FOUR)
    assert "một cán bộ" in (refused.value.message_vi or "")
    with pytest.raises(InvalidInputError, match=r"\(5\)"):
        sheet(register, Kind.OFFICERS, given={5: Decimal(2)})
    assert officers(register, agency=TAX, officer="CB-1", given=FOUR).keys() == {(TAX, "CB-1")}
    assert officers(register, officer="CB-2") == {}


@pytest.mark.parametrize("form", [each for each in Format if each is not Format.JSON])
def test_the_command_line_writes_officers_to_every_kind_of_file(
    register: Register, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Format
) -> None:
    june(register)
    monkeypatch.setenv("MOTCUA_REGISTER_URL", url)
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    file = tmp_path / "officers"
    said = ["--period", "2025-06", "--structure", "now", "--agency", JUSTICE, "--officer", "CB-1", "--given", "4=1"]
    ran = CliRunner().invoke(REPORTS, ["officers", *said, "--format", form.value, "-o", str(file)])
    assert ran.exit_code == 0, ran.output
    assert file.stat().st_size > 500
    if form is Format.CSV:
        assert "CB-1" in file.read_text(encoding="utf-8-sig")
