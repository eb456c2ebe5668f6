"""R71, R73: Bến Tre city was split by place; each report puts its work with the ward the dossier lies in."""

from typing import Any

import pytest

from motcua.dossiers import facts as f
from motcua.dossiers.parts import Actor
from motcua.register.register import Register
from motcua.reports.sheet import SheetRow
from motcua.supervision.reporting.asked import Kind
from tests.register.merged_june import (
    CITY,
    CIVIL,
    EAST,
    EAST_PLACE,
    JUSTICE,
    LAND,
    OLD_TAX,
    WEST,
    WEST_PLACE,
    enter,
    sheet,
)  # fmt: skip
from tests.register.papers import Paper

DUE, EARLY, LATE = "Fri 2025-06-13 17:00", "Tue 2025-06-10 10:00", "Fri 2025-06-20 10:00"
WHY = "The map is missing."


def june_of_the_city(register: Register) -> None:
    """Enter three dossiers of the city's: two that lie in the east, one of them late, and one asked again in the
    west; and work that another body's dossiers brought it."""
    enter(register, "E-1", CITY, LAND, DUE, EARLY, territory=EAST_PLACE)
    enter(register, "E-2", CITY, CIVIL, DUE, LATE, territory=EAST_PLACE)
    asked_again(enter(register, "W-1", CITY, LAND, DUE, territory=WEST_PLACE))
    enter(register, "X-1", JUSTICE, LAND, DUE, EARLY, territory=WEST_PLACE, worker=CITY)


def asked_again(paper: Paper) -> Paper:
    """Have an applicant complete a dossier once, then finish it."""
    asked = f.SupplementAsked(number=1, items=("map",), reason=WHY)
    paper.does(
        "ask", "Tue 2025-06-03 09:00", asked, by=Actor(agency=CITY, officer="CB-1"), reason="The map is missing."
    )
    paper.does("give", "Tue 2025-06-03 15:00", f.SupplementGiven(documents=("map",)))
    return paper.does("ready", EARLY, f.DutyClosed(step="appraise"), f.ResultReady(result="granted"))


def rows(register: Register, kind: Kind, **asked: Any) -> dict[str, SheetRow]:
    """Return the lines of agencies of a report of June 2025, by agency."""
    found = sheet(register, kind, **asked).rows
    return {row.chosen["agency"]: row for row in found if "agency" in row.chosen}


def test_R73_the_indices_of_a_split_agency_are_those_of_the_wards_it_became(register: Register) -> None:
    june_of_the_city(register)
    then, now = (rows(register, Kind.INDEX, structure=each) for each in ("then", "now"))
    assert CITY in then
    assert CITY not in now
    assert then[CITY].values[2:5] == (0, 3, 1)
    assert {each: now[each].values[2:5] for each in (EAST, WEST)} == {EAST: (0, 1, 1), WEST: (0, 2, 0)}
    assert {each: now[each].values[7] for each in (EAST, WEST)} == {EAST: 2.0, WEST: 1.0}  # index (3)


@pytest.mark.parametrize(("ward", "visits"), [(EAST, (0, 1, 1)), (WEST, (0, 2, 0))])
def test_R71_asked_about_one_ward_its_part_of_the_city_s_work_is_counted(
    register: Register, ward: str, visits: tuple[int, int, int]
) -> None:
    june_of_the_city(register)
    found = rows(register, Kind.INDEX, structure="now", agency=ward)
    assert {each: row.values[2:5] for each, row in found.items()} == {ward: visits}


@pytest.mark.parametrize("kind", [Kind.INDEX, Kind.ON_TIME, Kind.SCORE_766, Kind.DELAYS])
def test_R73_no_line_is_left_with_an_agency_that_was_split(register: Register, kind: Kind) -> None:
    june_of_the_city(register)
    enter(register, "B-1", OLD_TAX, LAND, DUE, EARLY)
    assert {CITY, OLD_TAX} <= rows(register, kind).keys()
    now = rows(register, kind, structure="now").keys()
    assert not {CITY, OLD_TAX} & now
    assert {EAST, WEST} <= now


@pytest.mark.parametrize("ward", [EAST, WEST])
def test_R71_delays_of_a_ward_are_of_its_part_of_the_city(register: Register, ward: str) -> None:
    june_of_the_city(register)
    found = rows(register, Kind.DELAYS, structure="now", agency=ward)
    assert {each: row.values[3] for each, row in found.items()} == {ward: 2 if ward == EAST else 1}
