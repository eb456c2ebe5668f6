"""The links of the morning sheet lead to lists in which all that a part lists is found, and little besides."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from motcua.dossiers import facts as f
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Waiting
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.supervision.stuck.question import Question
from motcua.supervision.web.morning_links import links
from tests.empty_register import empty_register
from tests.register.papers import LAND_OFFICE, TAX, Paper, at, receipt
from tests.register.test_morning import MORNING, OURS, House, codes

DAY = date(2026, 11, 30)
TODAY = "Mon 2026-11-30 17:00"


@pytest.fixture(scope="module")
def ground() -> Ground:
    """Return the shipped ground."""
    return load_ground()


@pytest.fixture
def house(tmp_path: Path, ground: Ground) -> Iterator[House]:
    """Return a house with dossiers that wait for everybody, due and to be moved at every time."""
    register = Register.open(empty_register(tmp_path), master_key=bytes(32))
    house = House(register, ground.calendars["vn"])
    for holder, agency in (*product(Waiting, [LAND_OFFICE]), (Waiting.OFFICER, TAX), (Waiting.PARTNER, TAX)):
        system = {"system": "land"} if holder is Waiting.SYSTEM else {}
        for due, act_by in (
            ("Fri 2026-11-27 17:00", "Thu 2026-11-26 17:00"),
            (TODAY, None),
            (TODAY, "Fri 2026-11-27 16:00"),
            (TODAY, "Mon 2026-11-30 14:00"),
            (TODAY, "Mon 2026-11-30 16:00"),
            ("Tue 2026-12-01 17:00", "Mon 2026-11-30 15:00"),
            ("Fri 2026-12-04 17:00", "Thu 2026-12-03 17:00"),
        ):
            house.received(due, act_by, agency=agency, holder=holder, **system)
    for number, stopped in enumerate(("Tue 2026-10-27 09:00", "Fri 2026-11-27 09:00")):
        paper = Paper(register, receipt(f"H07-261005-000{number}", "Mon 2026-10-05 09:00", "Mon 2026-11-30 17:00"))
        paper.does("ask", stopped, f.Paused(ground="supplement", ref="supplement/1", left="4wd"))
    yield house
    register.close()


def found(house: House, ground: Ground, asked: dict[str, str], scope: Scope, now: datetime) -> set[str]:
    """Return what the list of stuck ones finds."""
    wanted = Question.model_validate(asked).filter(ground, scope, now)
    return {each.code for each in house.register.stuck(wanted, now=now, limit=1000).dossiers}


@pytest.mark.parametrize("scope", [WHOLE, OURS], ids=["all", "ours"])
@pytest.mark.parametrize("now", [MORNING, MORNING + timedelta(hours=4), at("Mon 2026-11-30 15:30")], ids=str)
def test_all_that_a_part_lists_is_in_what_its_links_show(
    house: House, ground: Ground, scope: Scope, now: datetime
) -> None:
    sheet = house.sheet(scope, now)
    for name, part in sheet.parts:
        shown = [found(house, ground, link.question, scope, now) for link in links(DAY, scope)[name]]
        assert part.total > 0, name
        assert set(codes(part)) <= set().union(*shown), name
        assert now > sheet.until or all(set(codes(part)) & each for each in shown), name  # none leads elsewhere


def test_what_will_be_late_leads_to_nothing_that_is_late_or_has_time(house: House, ground: Ground) -> None:
    gone, today, _ = links(DAY, WHOLE)["will_be_late"]
    listed = codes(house.sheet().will_be_late)
    assert found(house, ground, gone.question, WHOLE, MORNING) <= set(listed)
    still = found(house, ground, today.question, WHOLE, MORNING) - set(listed)
    assert {house.register.dossier(code).clock.due for code in still} == {at(TODAY)}  # those to be moved by 16:00


def test_what_is_stopped_shows_no_clock_that_runs(house: House, ground: Ground) -> None:
    (link,) = links(DAY, WHOLE)["paused"]
    assert len(found(house, ground, link.question, WHOLE, MORNING)) == 2
