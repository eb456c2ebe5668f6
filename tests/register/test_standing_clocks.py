"""R36: what stands for an outage, as the register finds it; and what is done after its end comes after its end."""

import pytest
from sqlalchemy import insert, update

from activities.messages import Asked
from activities.register import RegisterActivities
from motcua.dossiers import commands as c
from motcua.dossiers.evolve import apply
from motcua.dossiers.facts import Transition
from motcua.dossiers.parts import Actor
from motcua.register.campaign_records import Item, ItemState, NewCampaign
from motcua.register.department_tables import OutageRow
from motcua.register.open_dossiers import OpenWanted
from motcua.register.topic import sql_table
from tests.dossiers.away import AWAY, BACK, FROM, SYSTEM, asking, standing_of
from tests.dossiers.houses import PROVINCE, ground
from tests.dossiers.life import at

ONE_STOP = Actor(agency="one-stop")
CODES = [f"000.00.01.H61-261102-000{n}" for n in range(1, 4)]


class Office:
    """Acts decided and written as the worker does it, without a server."""

    def __init__(self, register) -> None:
        self.register, self.ground = register, ground(asking())
        self.activities = RegisterActivities(register, self.ground)
        self.dossiers = {}

    def open(self, code: str) -> None:
        """Open a dossier on Mon 02/11 and bring it to where it waits on the land register."""
        do = c.Open(code=code, procedure="TEST1", version="2020", territory=PROVINCE)
        life = c.Life(opening=c.Act(by=ONE_STOP, at=at("Mon 2026-11-02 08:00"), do=do))
        self._record(code, Asked(life=life, now=at("Mon 2026-11-02 08:00")), "open", life.opening)
        for when, by, step in (
            ("Mon 2026-11-02 09:00", "one-stop", "intake"),
            ("Wed 2026-11-04 09:00", "department", "appraise"),
        ):
            self.act(code, when, c.Complete(step=step), by)

    def act(self, code: str, when: str, do: c.Command, by: str = "one-stop", key: str | None = None):
        """Do something to a dossier, and return the facts of it."""
        dossier = self.dossiers[code]
        act = c.Act(key=key or f"k{dossier.seq}", by=Actor(agency=by), reason="because", do=do)
        return self._record(code, Asked(dossier=dossier, act=act, now=at(when)), act.key, act)

    def _record(self, code: str, asked: Asked, key: str, act: c.Act):
        recorded = self.activities.record(asked)
        assert recorded.refusal is None, recorded.refusal
        said = Transition(
            key=key, by=act.by, at=asked.at, recorded_at=asked.now, reason=act.reason, facts=recorded.facts
        )
        if said.facts:
            self.dossiers[code] = apply(self.dossiers.get(code), said)
        return recorded.facts


@pytest.fixture
def office(register):
    """Return an office with three dossiers that wait on a register which is away."""
    office = Office(register)
    for code in CODES:
        office.open(code)
    row = {"system": SYSTEM, "began_at": at(AWAY), "last_error": "500", "failures": 9, "dossiers": 0, "probes": 3}
    with register._store.writing() as connection:
        connection.execute(insert(sql_table(OutageRow)), row)
    return office


def back(register) -> int:
    outage = register.outage_under_way(SYSTEM).id
    with register._store.writing() as connection:
        connection.execute(update(OutageRow).where(OutageRow.id == outage).values(ended_at=at(BACK)))
    return outage


def test_R36_what_is_done_after_the_system_is_back_is_done_with_a_clock_that_runs_since_then(office, register):
    code, outage = CODES[0], register.outage_under_way(SYSTEM).id
    office.act(code, "Fri 2026-11-06 08:00", standing_of(AWAY, FROM, outage=outage))
    assert back(register) == outage
    do = c.DepartmentAnswered(step="register", visit=1, outcome="done")
    facts = office.act(code, "Thu 2026-11-12 09:00", do, f"system:{SYSTEM}")
    assert [(f.kind, f.at) for f in facts[:3]] == [(k, at(BACK)) for k in ("resumed", "clock_set", "duty_resumed")]
    dossier = register.dossier(code)
    assert dossier.due == at("Thu 2026-11-19 17:00")  # the day of the answer, Thu 12/11, is a day of ours
    assert register.verify(code) is None
    again = c.RunAfterOutage(outage=outage, until=at(BACK))
    assert office.act(code, "Thu 2026-11-12 10:00", again, key="campaign:x:run") == ()


def test_R36_who_waits_and_who_stands_is_found_by_the_system(office, register):
    outage = register.outage_under_way(SYSTEM).id
    assert waiting(register) == CODES
    office.act(CODES[0], "Fri 2026-11-06 08:00", standing_of(AWAY, FROM, outage=outage))
    trouble = c.DepartmentAnswered(step="register", visit=1, outcome="trouble", detail="?")
    office.act(CODES[1], "Fri 2026-11-06 09:00", trouble, f"system:{SYSTEM}")
    assert waiting(register) == CODES[2:]
    assert waiting(register, stands_for=f"outage:{outage}") == CODES[:1]
    assert waiting(register, agencies=("land-office",)) == CODES[2:]
    assert waiting(register, agencies=("tax",)) == waiting(register, procedures=("X",)) == []
    assert waiting(register, waited_before=at("Wed 2026-11-04 09:00")) == []
    assert waiting(register, waited_before=at("Wed 2026-11-04 09:01")) == CODES[2:]


def waiting(register, **wanted) -> list[str]:
    asked = OpenWanted(waits_on=SYSTEM, **wanted)
    return [dossier.code for dossier in register.open_dossiers(asked, after=None, limit=10).dossiers]


def test_R36_a_wait_is_to_do_once_and_a_later_one_is_to_do_again(office, register):
    new = NewCampaign(id="stand:1:x", kind="stand", title_vi="a", title_en="b", basis="1", by=ONE_STOP)
    register.open_campaign(new, at(FROM))
    item = Item(dossier=CODES[0], state=ItemState.PLANNED, effect="stands", treatment="now")
    register.plan_items(new.id, [item], looked_at=1)
    assert waiting(register, to_stand_by=new.id) == CODES[1:]
    refused = item.model_copy(update={"state": ItemState.REFUSED, "done_at": at(FROM)})
    register.settle_items(new.id, [refused])
    assert waiting(register, to_stand_by=new.id) == CODES[1:]  # this wait of it was looked at
    office.act(CODES[0], "Mon 2026-11-09 09:00", c.SendBack(step="register", to="appraise"), "land-office")
    office.act(CODES[0], "Mon 2026-11-09 10:00", c.Complete(step="appraise"), "department")
    assert waiting(register, to_stand_by=new.id) == CODES
    register.plan_once_more(new.id, [item])
    to_do = register.items_to_do(new.id, limit=9)
    assert [(each.dossier, each.done_at) for each in to_do] == [
        (CODES[0], at(FROM))
    ]  # which gives the act another name
