"""R45: reports count a linked dossier once; its legs appear in the statistics of the agencies that carry them."""

import pytest

from motcua.dossiers import facts as f
from motcua.register.register import Register
from motcua.register.stuck_filter import StuckFilter
from tests.register.papers import TAX, Paper, at, receipt

FROM, TO = at("Sun 2026-11-01 00:00"), at("Tue 2026-12-01 00:00")
READY = (f.DutyClosed(step="appraise"), f.ResultReady(result="granted"))
POLICE = "police"


def leg(code: str, agency: str) -> f.Transition:
    """Return the opening of a leg: received Mon 2 November, due Wed 4 November."""
    opening = receipt(code, "Mon 2026-11-02 09:00", "Wed 2026-11-04 17:00", competent=agency, procedure="lt-1")
    first, *rest = opening.facts
    return opening.model_copy(
        update={"facts": (first.model_copy(update={"parent": "whole", "leg": f"{code}/1"}), *rest)}
    )


@pytest.fixture
def november(register: Register) -> Register:
    """Return a register with one linked dossier: finished in time, one of its two legs was late."""
    whole = Paper(register, receipt("whole", "Mon 2026-11-02 08:00", "Fri 2026-11-06 17:00"))
    Paper(register, leg("residence", POLICE)).does("ready", "Tue 2026-11-03 10:00", *READY)
    Paper(register, leg("card", TAX)).does("ready", "Thu 2026-11-05 10:00", *READY)
    whole.does("ready", "Fri 2026-11-06 10:00", *READY)
    return register


@pytest.mark.parametrize("group_by", [None, "procedure", "field"])
def test_R45_the_whole_is_counted_once(november: Register, group_by: str | None) -> None:
    (line,) = november.on_time(FROM, TO, group_by=group_by)
    assert (line.received, line.early + line.on_time, line.late) == (1, 1, 0)
    assert line.on_time_completed == 1.0


def test_R45_each_agency_answers_for_its_own_leg(november: Register) -> None:
    lines = {line.group: line for line in november.on_time(FROM, TO, group_by="agency")}
    assert {group: (line.received, line.late) for group, line in lines.items()} == {
        "land-office": (1, 0),
        POLICE: (1, 0),
        TAX: (1, 1),  # due Wed 4 November, ready on Thu 5
    }
    assert all(line.agrees for line in lines.values())


def test_R45_the_queue_shows_a_leg_with_its_parent(register: Register) -> None:
    Paper(register, receipt("whole", "Mon 2026-11-02 08:00", "Fri 2026-11-06 17:00"))
    Paper(register, leg("residence", POLICE))
    page = register.stuck(StuckFilter(), now=at("Thu 2026-11-05 09:00"))
    assert [(row.code, row.parent, row.late) for row in page.dossiers] == [
        ("residence", "whole", True),
        ("whole", None, False),
    ]
