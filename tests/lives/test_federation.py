"""An agency asks its department system itself: two installations' processes, one server, no secret at the parent."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from temporalio.client import Client

from motcua.departments.profile import load_endpoints, load_profiles
from motcua.dossiers.commands import Stop
from motcua.errors import InvalidInputError
from motcua.register.alarms import AlarmKind
from motcua.register.calls import Call, CallState
from motcua.settings import Role, Settings
from motcua.supervision.connection import connect
from motcua.supervision.embedded import TemporalServer
from motcua.supervision.endpoints import Way, make_endpoint, make_namespace, namespaces, ways
from motcua.supervision.workers.departments import adapters, endpoints_of
from motcua.supervision.workers.federation import must_have_a_name
from tests.lives.federation import API, ELSEWHERE, SECRET, SECRET_ENV, WORKER, Federation

OFFICE = Way("police-office", "police", "departments")


@pytest.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Run one server with a namespace for the agency and an endpoint that leads to it."""
    running = TemporalServer(tmp_path_factory.mktemp("server") / "temporal.db").start()
    try:
        client = await connect(running.address)
        assert await make_namespace(client, "police")
        assert await make_endpoint(client, OFFICE)
        yield running.address
    finally:
        running.stop()


@pytest.fixture(scope="module")
async def by_nexus(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Federation]:
    """Run a parent that reaches the agency's namespace through an endpoint."""
    both = await Federation.begin(tmp_path_factory.mktemp("nexus"), server, "default", "police")
    profiles = both.parent.home / "departments.yaml"
    profiles.write_text(ELSEWHERE)
    both.parent.environment["MOTCUA_DEPARTMENTS"] = str(profiles)
    both.agency.environment["MOTCUA_NEXUS_QUEUE"] = "departments"
    try:
        both.parent.start("worker", WORKER)
        both.agency.start("worker", WORKER)
        both.agency.start("api", API)
        await both.started()
        yield both
    finally:
        both.stop()


async def test_an_endpoint_and_a_namespace_are_made_once(server):
    client = await Client.connect(server)
    assert not await make_namespace(client, "police")
    assert not await make_endpoint(client, OFFICE)
    assert (await ways(client), "police" in await namespaces(client)) == ([OFFICE], True)
    with pytest.raises(InvalidInputError, match="refuses"):
        await make_endpoint(client, Way("no such name!", "police", "departments"))


async def test_the_parent_has_neither_address_nor_secret_and_gets_its_answer(by_nexus):
    await by_nexus.behaves(kind="at_once")
    key = await by_nexus.ask()
    await by_nexus.until(lambda: by_nexus.done(key), "the answer comes through the agency")
    assert await by_nexus.effects(key) == 1
    known = by_nexus.parent.call(key)
    assert (known.state, known.endpoint, known.request, known.answer) == (
        CallState.ANSWERED,
        "police-office",
        None,
        None,
    )
    assert by_nexus.agency.call(key).state is CallState.ANSWERED
    assert SECRET_ENV not in by_nexus.parent.environment
    kept = b"".join(file.read_bytes() for file in by_nexus.parent.home.iterdir() if file.is_file())
    assert SECRET.encode() not in kept
    assert by_nexus.system.encode() not in kept


async def test_a_callback_goes_to_the_agencys_own_door(by_nexus):
    await by_nexus.behaves(kind="later", after=0.5)
    key = await by_nexus.ask()
    await by_nexus.until(lambda: by_nexus.done(key), "the answer comes by callback to the agency")
    assert by_nexus.agency.call(key).callback_at is not None
    assert by_nexus.parent.call(key).callback_at is None


async def test_a_silent_agency_is_an_outage_here_and_goes_on_where_it_was(by_nexus):
    await by_nexus.behaves(kind="slow", after=3)
    key = await by_nexus.ask()
    await by_nexus.until(lambda: by_nexus.agency.call(key) is not None, "the agency has it")
    by_nexus.agency.children["worker"].kill()
    parent = by_nexus.parent.register
    await by_nexus.until(lambda: "police" in parent.open_outages(), "the agency's silence is noticed")
    assert "through its endpoint" in parent.open_outages()["police"].last_error
    assert parent.call(key).held_at == parent.open_outages()["police"].began_at
    assert [alarm.kind for alarm in parent.alarms()] == [AlarmKind.OUTAGE]
    by_nexus.agency.children["worker"].start()
    await by_nexus.until(lambda: by_nexus.done(key), "the answer comes after all")
    await by_nexus.until(lambda: not parent.open_outages(), "the agency is heard again")
    assert (await by_nexus.effects(key), parent.alarms()) == (1, [])


async def test_an_outage_of_the_agencys_system_is_shown_here_as_the_agency_tells_it(by_nexus):
    await by_nexus.behaves(kind="error", status=503)
    key = await by_nexus.ask()
    here, there = by_nexus.parent.register, by_nexus.agency.register
    await by_nexus.until(lambda: "police" in there.open_outages(), "the agency's own calls fail")
    there.try_now("police", datetime.now(UTC))
    await by_nexus.until(lambda: "police" in here.open_outages(), "the parent is told")
    told, own = here.open_outages()["police"], there.open_outages()["police"]
    assert (told.began_at, told.last_error) == (own.began_at, own.last_error)
    assert (here.call(key).held_at, told.dossiers) == (own.began_at, 1)
    assert [one.alarms()[0].system for one in (here, there)] == ["police", "police"]
    await by_nexus.behaves(kind="at_once")
    there.try_now("police", datetime.now(UTC))
    await by_nexus.until(lambda: by_nexus.done(key), "what waited goes on by itself")
    await by_nexus.until(lambda: not here.open_outages(), "the outage is over here too")


async def test_what_nobody_waits_for_any_more_is_called_off_in_the_agency(by_nexus):
    await by_nexus.behaves(kind="silent")
    key = await by_nexus.ask()
    await by_nexus.until(lambda: _state(by_nexus.agency.call(key)) is CallState.ACCEPTED, "the system has it")
    await by_nexus.act(key.split("/")[0], Stop(basis="Điều 19"), "không đủ điều kiện")
    await by_nexus.until(lambda: by_nexus.parent.call(key).withdrawn_at is not None, "the parent called it off")
    assert by_nexus.agency.call(key).unwanted_at is not None


async def test_an_agency_may_serve_its_systems_queue_in_the_parents_own_namespace(server, tmp_path):
    assert await make_namespace(await Client.connect(server), "shared")
    both = await Federation.begin(tmp_path, server, "shared", "shared")
    try:
        both.parent.start("worker", WORKER)
        both.agency.start("worker", WORKER)
        await both.started()
        key = await both.ask()
        await both.until(lambda: both.done(key), "the agency's process asks")
        assert (both.parent.call(key), both.agency.call(key).state) == (None, CallState.ANSWERED)
        assert await both.effects(key) == 1
    finally:
        both.stop()


def _state(call: Call | None) -> CallState | None:
    return call.state if call else None


def test_a_profile_that_leads_elsewhere_has_no_address(tmp_path):
    file = tmp_path / "departments.yaml"
    file.write_text(ELSEWHERE)
    assert (load_profiles(file), load_endpoints(file)) == ({}, {"police": "police-office"})
    file.write_text(ELSEWHERE + "    base_url: http://police.example\n")
    with pytest.raises(InvalidInputError, match=r"departments\.0\.base_url: Extra inputs"):
        load_endpoints(file)


def test_a_parents_processes_want_no_credential_of_a_system_that_its_agency_asks(tmp_path, monkeypatch):
    file = tmp_path / "departments.yaml"
    file.write_text(ELSEWHERE)
    monkeypatch.setenv("MOTCUA_DEPARTMENTS", str(file))
    assert (adapters(Settings()), endpoints_of(Settings())) == ({}, {"police": "police-office"})


def test_a_worker_serves_what_it_is_told_and_nothing_else(tmp_path, monkeypatch):
    file = tmp_path / "departments.yaml"
    file.write_text(ELSEWHERE)
    monkeypatch.setenv("MOTCUA_ROLES", "dossiers, post")
    monkeypatch.setenv("MOTCUA_DEPARTMENTS", str(file))
    assert endpoints_of(Settings()) == {}
    monkeypatch.setenv("MOTCUA_ROLES", "departments,post")
    assert Settings().roles == {Role.DEPARTMENTS, Role.POST}
    with pytest.raises(InvalidInputError, match="MOTCUA_TASK_QUEUE"):
        must_have_a_name(Settings())
    monkeypatch.setenv("MOTCUA_SERVES", "police,tax")
    with pytest.raises(InvalidInputError, match=r"MOTCUA_SERVES.*tax"):
        adapters(Settings())
