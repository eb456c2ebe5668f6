"""What a worker wrote before it died, and never told, is taken in before anything else is decided (R74)."""

from datetime import UTC, datetime, timedelta

import pytest

from activities.messages import Asked
from activities.register import RegisterActivities
from motcua.dossiers.commands import Act, Assign, Complete, Ring
from motcua.dossiers.parts import LAW, Actor
from motcua.errors import ConflictError
from tests.lives.conftest import Office
from workflows.dossier import DossierWorkflow

COPY = "2.000908"


async def written_but_not_told(office: Office, code: str, key: str = "lost") -> Act:
    """Write an act as a worker does that dies before its task completes."""
    standing = await office.dossier(code)
    act = Act(key=key, by=Actor(agency=standing.one_stop), do=Assign(step="s1", officer="cb-3"))
    asked = Asked(dossier=standing, act=act, now=datetime.now(UTC))
    assert RegisterActivities(office.register, office.ground).record(asked).facts
    return act


def keys(office: Office, code: str) -> list[str]:
    return [transition.key for transition in office.register.transitions(code)]


async def test_the_next_act_is_decided_on_what_was_written_and_never_told(office: Office):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    await written_but_not_told(office, code)
    by = (await office.dossier(code)).one_stop
    await office.act(code, by, Complete(step="s1"), key="next")
    assert keys(office, code) == ["open", "lost", "next"]
    assert await office.handles[code].query(DossierWorkflow.dossier) == await office.dossier(code)
    assert office.register.verify(code) is None


async def test_the_same_act_sent_again_is_recognised_and_done_once(office: Office):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    lost = await written_but_not_told(office, code)
    await office.act(code, lost.by.agency, lost.do, key="lost")
    assert keys(office, code) == ["open", "lost"]


async def test_an_alarm_after_a_lost_act_rings_on(office: Office):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    await written_but_not_told(office, code)
    await office.pass_time(code, datetime.now(UTC) + timedelta(days=10))

    async def overdue() -> bool:
        return bool((await office.dossier(code)).episodes)

    await office.until(overdue, "the alarms ring")
    assert keys(office, code)[:2] == ["open", "lost"]
    assert office.register.verify(code) is None


async def test_another_history_is_never_taken_in(office: Office):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    standing = await office.dossier(code)
    await written_but_not_told(office, code)
    stranger = standing.model_copy(update={"head": "f" * 64})
    asked = Asked(dossier=stranger, act=Act(key="x", by=LAW, do=Ring()), now=datetime.now(UTC) + timedelta(days=10))
    with pytest.raises(ConflictError):
        RegisterActivities(office.register, office.ground).record(asked)
