"""Every kind of report against all that may be asked of it: the figures follow the question, or it is refused."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from motcua.dossiers.attribution import TimeShare
from motcua.errors import InvalidInputError
from motcua.register.ontime import Promise
from motcua.register.register import Register
from motcua.register.scope import Scope
from motcua.register.shares import DelaysBy
from motcua.reports.commending import Merit, Wide
from motcua.supervision.reporting.asked import Asked, Kind, about, question
from motcua.supervision.reporting_commands import REPORTS
from tests.register.merged_june import (
    CIVIL,
    FIELDS,
    JUNE,
    LAND,
    NOW,
    OLD_TAX,
    OWN,
    TAX,
    enter,
    figures,
    finish,
    ground,
    june,
    sheet,
)

ASKED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "field": ({}, {"fields": ("Hộ tịch",)}),
    "procedure": ({}, {"procedures": (CIVIL,)}),
    "agency": ({}, {"agency": TAX}),
    "judged": ({}, {"judged": Promise.ORIGINAL}),
    "structure": ({"agency": TAX}, {"agency": TAX, "structure": "now"}),
}
"""By parameter, the question without it and with it."""
OTHERWISE: dict[tuple[Kind, str], tuple[dict[str, Any], dict[str, Any]]] = {
    (Kind.LATE_PROCEDURES, "structure"): ({}, {"structure": "now"}),  # of one agency alone it says nothing
}
SCOPES = {
    "agencies": Scope(agencies=frozenset({TAX})),
    "fields": Scope(fields=frozenset({"Hộ tịch"})),
    "hidden": Scope(hidden=frozenset({LAND})),
}
REFUSED = {(Kind.DELAYS, "judged")}
"""What says nothing about a report's figures: late time is that after the date in force."""


@pytest.mark.parametrize("kind", Kind)
def test_R73_R52_every_question_changes_a_report_s_figures_or_is_refused(register: Register, kind: Kind) -> None:
    june(register)
    for name, usual in ASKED.items():
        without, asked = OTHERWISE.get((kind, name), usual)
        before = figures(sheet(register, kind, **without))
        if (kind, name) in REFUSED:
            with pytest.raises(InvalidInputError, match=name):
                sheet(register, kind, **asked)
        else:
            assert figures(sheet(register, kind, **asked)) != before, name
    whole = figures(sheet(register, kind))
    for name, scope in SCOPES.items():
        assert figures(sheet(register, kind, scope)) != whole, name


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (Kind.AGEING, {"given": {5: 2}}),
        (Kind.DELAYS, {"merit": Merit(least=3), "wide": Wide(least=3)}),
        (Kind.INDEX, {"by": DelaysBy.STEP}),
    ],
)
def test_what_says_nothing_about_a_report_is_refused(register: Register, kind: Kind, asked: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError, match="says nothing") as refused:
        sheet(register, kind, **asked)
    assert kind.value in (refused.value.message_vi or "")


def test_R68_delays_are_of_the_field_and_the_procedure_they_say(register: Register) -> None:
    june(register)
    civil = sheet(register, Kind.DELAYS, fields=("Hộ tịch",))
    assert [(row.chosen["agency"], row.values[3]) for row in civil.rows] == [(OLD_TAX, 1), (TAX, 1)]
    assert figures(civil) == figures(sheet(register, Kind.DELAYS, procedures=(CIVIL,)))


def test_a_report_says_of_which_procedures_it_is() -> None:
    asked = Asked(kind=Kind.DELAYS, period=JUNE, procedures=(CIVIL,))
    assert f"procedure: {CIVIL}" in [each.en for each in about(question(asked, ground(), NOW), ground())]


def test_R73_time_of_an_ended_agency_is_its_heir_s_and_a_dossier_both_had_counts_once(register: Register) -> None:
    paper = enter(register, "D-1", TAX, LAND, "Fri 2025-06-13 17:00")
    hours = [TimeShare(holder=OWN, agency=each, step="a", seconds_handling=3600) for each in (TAX, OLD_TAX)]
    finish(paper, "Tue 2025-06-10 10:00", *hours)
    then = sheet(register, Kind.DELAYS)
    assert [(row.chosen["agency"], row.values[3], row.values[5]) for row in then.rows] == [(OLD_TAX, 1, 1), (TAX, 1, 1)]
    (heir,) = sheet(register, Kind.DELAYS, structure="now").rows
    assert (heir.chosen["agency"], heir.values[3], heir.values[5]) == (TAX, 1, 2)


def test_delays_are_grouped_as_they_are_asked(register: Register) -> None:
    june(register)
    first = {by: sheet(register, Kind.DELAYS, by=by).rows[0].values[1] for by in DelaysBy}
    assert (first[DelaysBy.HOLDER], first[DelaysBy.STEP]) == ("Toàn bộ", "appraise")
    assert len(sheet(register, Kind.DELAYS, by=DelaysBy.PROCEDURE).rows) == len(FIELDS)
    now = sheet(register, Kind.DELAYS, by=DelaysBy.COMPETENT, structure="now")
    assert [row.values[3] for row in now.rows] == [1, 4]


def test_the_file_of_delays_is_of_what_the_command_line_asked(
    register: Register, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    june(register)
    monkeypatch.setenv("MOTCUA_REGISTER_URL", url)
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    file = tmp_path / "delays.csv"
    said = ["--since", "2025-06-01", "--until", "2025-06-30", "--by", "procedure", "--procedure", CIVIL]
    ran = CliRunner().invoke(REPORTS, ["delays", *said, "--format", "csv", "-o", str(file)])
    assert ran.exit_code == 0, ran.output
    written = file.read_text(encoding="utf-8-sig")
    assert CIVIL in written
    assert LAND not in written
