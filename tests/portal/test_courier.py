"""The courier against the played portal: each dossier in order, once, whatever the portal does meanwhile."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.portal_comparing import PortalComparer
from activities.portal_courier import PortalCourier
from motcua.departments.portal.client import PortalClient
from motcua.departments.portal.fields import Wording
from motcua.dossiers import facts as f
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.register.alarms import AlarmKind
from motcua.register.events import Start
from motcua.register.portal_lines import PortalState
from motcua.register.register import Register
from tests.empty_register import empty_register
from tests.notices.dossiers import NGUOI_NOP, Papers
from tests.portal.conftest import ACCOUNT, PlayedPortal, profile_of

UNIT = "000.00.07.H07"
NUMBERS = itertools.count(1)
CODES = {"agencies": {"one-stop": UNIT}, "fields": {"Đất đai": "G10-DD01"}}
LAND = Actor(agency="land-office", officer="LO-7")
PATIENCE = 20.0


@pytest.fixture(scope="module")
def ground() -> Ground:
    """Return the shipped procedures, agencies and calendars."""
    return load_ground()


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """Return an empty register whose courier stands at the beginning."""
    register = Register.open(empty_register(tmp_path), master_key=bytes(32))
    register.start_courier("portal", Start.NOW, datetime.now(UTC))
    yield register
    register.close()


Open = Callable[..., PortalCourier]


@pytest.fixture
async def courier(portal: PlayedPortal, register: Register, ground: Ground) -> AsyncIterator[Open]:
    """Opens couriers and closes their connections after the test."""
    clients: list[PortalClient] = []

    def opened(address: str | None = None, **values: object) -> PortalCourier:
        profile = profile_of(address or portal.address, **CODES | values)
        clients.append(PortalClient(profile, ACCOUNT))
        return PortalCourier(register, Wording(ground, profile), clients[-1])

    yield opened
    for client in clients:
        await client.close()


def papers(register: Register, **applicant: str) -> Papers:
    """Return a dossier that was received just now, under a code of its own, and is at work."""
    received = Papers(register, f"{UNIT}-261128-{next(NUMBERS):04}", "2025-07-01", **applicant)
    return received.does(f.DutyOpened(step="s2", step_kind="verify", agency="land-office"), by=LAND)


async def until(courier: PortalCourier, holds: Callable[[], bool]) -> None:
    """Let a courier work until something holds."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while not holds():
        assert asyncio.get_running_loop().time() < end, "it did not happen"
        await courier.take_up()
        await courier.look()
        await courier.watch()
        await asyncio.sleep(0.01)
    await courier.settle()


def told(register: Register) -> Callable[[], bool]:
    """Return whether everything that happened is told."""

    def done() -> bool:
        position = register.courier_position("portal") or 0
        return not register.events_after(position) and not register.portal_counts()[PortalState.WAITING]

    return done


async def test_R61_a_life_arrives_in_order_with_the_applicant_whose_reading_is_noted(courier, register, portal):
    dossier = papers(register, **NGUOI_NOP)
    dossier.does(f.ResultReady(result="granted")).does(f.Returned())
    await until(courier(), told(register))
    assert portal.heard(dossier.code) == ["2", "4", "9", "10"]
    first = portal.events(dossier.code)[0]["entry"]
    assert (first["ChuHoSo"], first["Email"]) == (NGUOI_NOP["name"], NGUOI_NOP["email"])
    reading = register.readings(dossier.code)[0]
    assert reading.who == "system:portal"
    assert reading.purpose.startswith(f"portal message {dossier.code}/")
    kept = " ".join(str(message.says) for message in register.portal_messages(dossier.code))
    assert not any(personal in kept for personal in NGUOI_NOP.values())


async def test_several_dossiers_are_told_at_once_and_each_in_order(courier, register, portal):
    dossiers = [papers(register).does(f.ResultReady(result="refused")) for _ in range(6)]
    await until(courier(at_once=3), told(register))
    assert {tuple(portal.heard(dossier.code)) for dossier in dossiers} == {("2", "4", "9")}


async def test_the_portal_is_away_and_back_and_nothing_is_lost_or_overtaken(courier, register, portal):
    portal.tell(kind="away", times=4)
    dossier = papers(register).does(f.ResultReady(result="granted")).does(f.Returned())
    await until(courier(), told(register))
    assert portal.heard(dossier.code) == ["2", "4", "9", "10"]
    attempts = [message.attempts for message in register.portal_messages(dossier.code)]
    assert (attempts[0], set(attempts[1:])) == (5, {1})
    (outage,) = register.outages(system="portal")  # one, from the first failure to the recovery
    assert (outage.failures, outage.declared_at is not None, outage.ended_at is not None) == (4, True, True)
    assert register.alarms() == []


async def test_R61_what_was_sent_and_not_marked_is_sent_again_and_is_one_row(courier, register, portal):
    portal.tell(kind="loses", times=1)
    dossier = papers(register)
    await until(courier(), told(register))
    assert portal.events(dossier.code)[0]["times"] == 2
    assert portal.heard(dossier.code) == ["2", "4"]


async def test_R64_no_receiver_is_a_dead_letter_and_an_alarm_until_it_is_sent_again(courier, register, portal):
    portal.agencies(without_receiver=[UNIT])
    dossier = papers(register)
    sender = courier()
    await until(sender, lambda: register.portal_counts()[PortalState.DEAD] == 1)
    (alarm,) = register.alarms()
    assert (alarm.kind, alarm.dossier) == (AlarmKind.DEAD_PORTAL_MESSAGE, dossier.code)
    assert alarm.raised_at - register.portal_messages(dossier.code)[0].created_at < timedelta(minutes=5)
    portal.agencies()
    assert register.portal_send_again(None, datetime.now(UTC)) == 1
    await until(sender, told(register))
    assert portal.heard(dossier.code) == ["2", "4"]
    assert register.alarms() == []


async def test_R64_an_agency_without_a_code_is_a_dead_letter_before_anything_is_sent(courier, register, portal):
    dossier = papers(register)
    await until(courier(agencies={}), lambda: register.portal_counts()[PortalState.DEAD] == 1)
    dead = next(m for m in register.portal_messages(dossier.code) if m.state is PortalState.DEAD)
    assert dead.error_code == "untellable"
    assert "one-stop" in (dead.last_error or "")
    assert portal.heard(dossier.code) == []


async def test_an_unknown_code_is_tried_a_few_times_and_then_shown_to_a_person(courier, register, portal):
    portal.tell(kind="code", error_code="77")
    dossier = papers(register)
    pauses = {"first": "PT0.01S", "longest": "PT0.02S", "unreadable": 3}
    await until(courier(pauses=pauses), lambda: register.portal_counts()[PortalState.DEAD] == 1)
    first = register.portal_messages(dossier.code)[0]
    assert (first.attempts, first.error_code) == (3, "unreadable-answer")
    (refused,) = register.refused_messages(system="portal")
    assert (refused.door, refused.times, refused.dossier) == ("portal", 3, dossier.code)


async def test_R36_a_supplement_reaches_the_portal_before_older_messages_of_other_dossiers(courier, register, portal):
    many = [papers(register) for _ in range(5)]
    urgent = papers(register)
    ask = f.SupplementAsked(number=1, items=("map",), reason="a page is missing")
    urgent.does(ask, f.Paused(ground="supplement", ref="supplement/1"), by=LAND)
    sender = courier(at_once=1, urgent_within="P30D")
    await until(sender, lambda: portal.holds(urgent.code) == "5")
    assert sum(portal.holds(dossier.code) is not None for dossier in many) <= 1
    five = next(m for m in register.portal_messages(urgent.code) if m.status == 5)
    assert five.send_by is not None
    assert five.sent_at is not None
    assert five.sent_at < five.send_by


async def test_what_the_portal_may_not_be_late_with_calls_somebody_and_then_no_longer(courier, register, portal):
    portal.tell(kind="away")
    papers(register)
    sender = courier(longest_lag="PT0.05S")
    await until(sender, lambda: AlarmKind.PORTAL_LAG in {alarm.kind for alarm in register.alarms()})
    portal.tell(kind="plain")
    await until(sender, lambda: told(register)() and not register.alarms())


async def test_a_dossier_the_portal_heard_nothing_of_begins_with_its_present_state(courier, register, portal):
    dossier = papers(register).does(f.ResultReady(result="granted"))
    position = register.courier_position("portal") or 0
    last = register.events_after(position)[-1].id
    assert register.portal_takes_up(position, last, [], datetime.now(UTC))  # all that was before the portal was set up
    dossier.does(f.Returned())
    await until(courier(), told(register))
    assert portal.heard(dossier.code) == ["10"]


async def compared(sender: PortalCourier) -> int:
    return (await PortalComparer(sender.register, sender.wording, sender.client).compare()).drifted


async def test_drift_is_found_and_repaired_and_the_portals_word_is_never_taken_over(courier, register, portal):
    sender, dossier, other = courier(), papers(register), papers(register)
    await until(sender, told(register))
    assert await compared(sender) == 0
    portal.drift(dossier.code, "2")
    assert await compared(sender) == 1
    assert register.summary(dossier.code).portal_code == 4
    await until(sender, told(register))
    assert (portal.holds(dossier.code), portal.holds(other.code)) == ("4", "4")
    drift = register.portal_drift()[0]
    assert (drift.ours, drift.theirs, drift.fields) == (4, 2, ("TrangThaiHoSo",))
    assert drift.repaired_at is not None
    assert await compared(sender) == 0


async def test_a_portal_restored_from_yesterdays_copy_is_told_anew(courier, register, portal):
    sender, dossier = courier(), papers(register)
    await until(sender, told(register))
    portal.lose(dossier.code)
    assert await compared(sender) == 1
    await until(sender, told(register))
    assert portal.heard(dossier.code) == ["4"]


async def test_R60_a_drift_that_cannot_be_left_lawfully_calls_somebody_and_sends_nothing(courier, register, portal):
    sender, dossier = courier(), papers(register)
    await until(sender, told(register))
    portal.drift(dossier.code, "10")
    assert await compared(sender) == 1
    assert [alarm.kind for alarm in register.alarms()] == [AlarmKind.ILLEGAL_JUMP]
    assert register.portal_drift()[0].repair is None
    await until(sender, told(register))
    assert portal.holds(dossier.code) == "10"
