"""A repair of all that is stuck is asked for by any condition of the list of stuck dossiers, read in the same way."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from motcua.dossiers.ground import Ground
from motcua.register.scope import WHOLE, Scope
from motcua.register.stuck_filter import StuckFilter
from motcua.supervision.repair_requests import RepairRequest, WhichStuck
from motcua.supervision.stuck.question import Question

NOW = datetime(2026, 11, 29, 2, tzinfo=UTC)
ASKED = {"by": {"agency": "vinhlong.ubnd", "officer": "gs-1"}, "what": "retry", "reason": "x"}
EVERYTHING = {
    "reason": "department_system",
    "agency": "an-hoi.ttpvhcc",
    "officer": "cb-1",
    "procedure": "1.013225",
    "field": "Đất đai",
    "group": "overdue",
    "only_late": "true",
    "late_by": "5wd",
    "due_before": "2026-12-01",
    "will_be_late": "true",
    "at_risk": "true",
    "stopped": "true",
    "system": "police",
    "q": "261124-0001",
    "sort": "lost",
}
"""Every condition there is; all have to hold."""


def which(stuck: Any) -> WhichStuck:
    """Return which dossiers a repair is asked for that names them in this way."""
    asked = RepairRequest.model_validate(ASKED | {"stuck": stuck}).stuck
    assert asked is not None
    return asked


def test_a_repair_knows_every_condition_of_the_list_and_finds_the_same_by_it(ground: Ground) -> None:
    mine = Scope(agencies=frozenset({"an-hoi.ttpvhcc"}))
    wanted = which(EVERYTHING).filter(ground, mine, NOW)
    assert wanted == Question.model_validate(EVERYTHING).filter(ground, mine, NOW)
    said = wanted.model_dump()
    assert [name for name in StuckFilter.model_fields if not said[name]] == []  # none was left out


@pytest.mark.parametrize("one", EVERYTHING)
def test_each_condition_may_stand_alone(ground: Ground, one: str) -> None:
    given = {name: EVERYTHING[name] for name in ({"agency", "officer"} if one == "officer" else {one})}
    assert which(given).filter(ground, WHOLE, NOW) == Question.model_validate(given).filter(ground, WHOLE, NOW)


@pytest.mark.parametrize(
    "stuck",
    [
        {"agency": ""},  # a form's empty field asks for nothing; here it would be everything
        {"reason": "officer", "q": "  "},
        {"only_late": ""},
        {"late": "any"},
        {"scope": "all"},
        {"due_before": "31/12/2026"},
    ],
)
def test_a_condition_that_says_nothing_or_is_none_is_refused(stuck: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        which(stuck)
