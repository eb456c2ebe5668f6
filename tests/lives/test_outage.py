"""A department system that is away is one event: dossiers wait, and go on by themselves when it is back."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from motcua.departments.http import HttpDepartment
from motcua.register.alarms import AlarmKind
from motcua.register.breaker import Pace
from motcua.register.calls import CallState
from tests.departments.conftest import Simulator, profile
from tests.lives.conftest import Asked, Office

RESIDENCE, POLICE, WARD = "1.004222", "an-hoi.cong-an", "28777"
SHORT = Pace(first=timedelta(seconds=0.3), longest=timedelta(seconds=0.5))
SECRET = os.environ.get("SIMULATOR_SECRET", "whsec_" + "bW90Y3VhLXRlc3Qtc2VjcmV0LW9mLTMyLWJ5dGVzISE=")


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    running = Simulator.start()
    yield running
    running.stop()


@pytest.fixture
async def police(simulator: Simulator, with_department: Asked) -> AsyncIterator[Simulator]:
    """Play the police's system, with a worker and a keeper of its own; what it was asked before is nothing to us."""
    simulator.tell("police", kind="at_once")
    department = HttpDepartment(profile(f"{simulator.address}/police", "police"), SECRET)
    await with_department("police", department, SHORT)
    yield simulator
    simulator.tell("police", kind="at_once")
    await department.close()


async def ask(office: Office, **opened: Any) -> str:
    """Open a dossier and bring it to where the police's system is asked."""
    code = await office.open(RESIDENCE, opened.pop("at", datetime.now(UTC)), territory=WARD, **opened)
    await office.complete(code, "s1")
    return code


async def answered(office: Office, code: str) -> bool:
    return (await office.dossier(code)).duty("s2") is None


def asked_in_all(simulator: Simulator, codes: list[str]) -> list[int]:
    pages = simulator.pages("police")
    return [pages.get(f"{code}/s2/1", {}).get("asked", 0) for code in codes]


async def test_thirty_dossiers_wait_on_one_outage_and_go_on_in_order_of_due_date(office: Office, police: Simulator):
    police.tell("police", kind="error", status=500)
    now = datetime.now(UTC)
    days = [(number * 7) % 30 for number in range(30)]  # opened in no order of their dates
    codes = [await ask(office, at=now - timedelta(hours=days[number])) for number in range(30)]
    await office.until(lambda: _waiting(office, 30), "all wait")
    await office.until(lambda: _declared(office), "it is declared")
    await office.until(lambda: _every_try_counted(office, police, codes), "what it was asked is what was counted")
    (outage,) = office.register.open_outages().values()
    assert outage.failures <= 2 + outage.probes
    assert [alarm.kind for alarm in office.register.alarms()] == [AlarmKind.OUTAGE]

    order = [call.key for call in office.register.held_dossiers("police", 99)]
    trial = {call.key for call in office.register.held_dossiers("police", 99) if call.failures}
    police.tell("police", kind="at_once")
    for code in codes:
        await office.until(lambda code=code: answered(office, code), f"{code} goes on")
    await office.until(lambda: _over(office), "the outage is over, moments after its first answer")
    assert office.register.alarms() == []
    went = sorted(order, key=lambda key: office.register.call(key).last_asked_at)
    untried = [key for key in order if key not in trial]
    assert [key for key in went if key in untried[1:]] == untried[1:]  # all but the one the system was tried with
    assert all(page["effects"] == 1 for key, page in police.pages("police").items() if key in order)


async def test_an_answer_that_comes_by_callback_before_the_response_is_taken_once(office: Office, police: Simulator):
    from activities.border import Border
    from motcua.departments.port import Answer

    police.tell("police", kind="slow", after=1.5)
    code = await ask(office)
    key = f"{code}/s2/1"
    await office.until(lambda: _sent(office, key), "it is under way")
    answer = Answer(key=key, outcome="done", reference="CA-1")
    kept = await asyncio.to_thread(Border({}, office.register).answered, answer, "callback")
    assert not kept.repeated
    await office.until(lambda: answered(office, code), "the dossier goes on")
    call = office.register.call(key)
    assert (call.reference, call.state, call.attempts) == ("CA-1", CallState.ANSWERED, 1)
    (kept_aside,) = office.register.refused_messages()
    assert (kept_aside.kind, kept_aside.key, kept_aside.door) == ("second-answer", key, "answer")


async def test_an_answer_nobody_could_be_told_of_is_told_by_the_keeper(office: Office, police: Simulator):
    from activities.border import Border
    from motcua.departments.port import Answer

    police.tell("police", kind="silent")
    code = await ask(office)
    key = f"{code}/s2/1"
    await office.until(lambda: _accepted(office, key), "it is accepted")
    await asyncio.to_thread(Border({}, office.register).answered, Answer(key=key, outcome="done"), "callback")
    await office.until(lambda: answered(office, code), "the dossier goes on although nobody was told at once")


async def test_a_refused_request_is_dead_at_once_and_goes_on_when_a_person_has_it_asked_again(
    office: Office, police: Simulator
):
    from motcua.dossiers.commands import AskAgain

    police.tell("police", kind="error", status=422)
    code = await ask(office)
    await office.until(lambda: _in_trouble(office, code), "it waits for a person")
    (alarm,) = office.register.alarms()
    assert (alarm.kind, alarm.dossier) == (AlarmKind.DEAD_CALL, code)
    police.tell("police", kind="at_once")
    await office.act(code, POLICE, AskAgain(step="s2"))
    await office.until(lambda: answered(office, code), "asked again")
    assert office.register.alarms() == []


async def test_an_answer_that_comes_after_the_request_was_given_up_is_taken_in_without_anybody_asking_again(
    office: Office, police: Simulator
):
    from activities.border import Border
    from motcua.departments.port import Answer

    police.tell("police", kind="error", status=422)
    code = await ask(office)
    await office.until(lambda: _in_trouble(office, code), "it waits for a person")
    answer = Answer(key=f"{code}/s2/1", outcome="done")
    await asyncio.to_thread(Border({}, office.register).answered, answer, "callback")
    await office.until(lambda: answered(office, code), "the answer is taken in")
    assert office.register.alarms() == []


async def test_what_fails_on_our_side_rests_like_a_request_that_fails_alone_and_is_asked_again(
    office: Office, police: Simulator
):
    from activities.border import Border, request_of

    class Broken:
        async def ask(self, request: Any) -> Any:
            raise ZeroDivisionError

    police.tell("police", kind="silent")
    code = await ask(office)
    key = f"{code}/s2/1"
    await office.until(lambda: _accepted(office, key), "it is accepted")
    register = office.register
    register.unknown_there(key, register.trying(key, "poll", datetime.now(UTC)), datetime.now(UTC))
    police.tell("police", kind="slow", after=1)
    broken = Border({"police": Broken()}, register)  # type: ignore[dict-item]
    call = register.call(key)
    came = await broken.ask(request_of(call), register.trying(key, "ask", datetime.now(UTC)), told=False)
    assert (came.reply.held, came.away, register.is_away("police")) == (True, False, False)
    failed = register.call(key)
    assert (failed.failures, failed.last_error) == (1, "Speaking to the system failed on our side (ZeroDivisionError).")
    assert failed.again_at is not None
    await office.until(lambda: answered(office, code), "it goes on")


async def test_seven_days_of_outage_need_no_manual_work(office: Office, police: Simulator):
    police.tell("police", kind="error", status=503)
    code = await ask(office)
    await office.until(lambda: _declared(office), "it is declared")
    began = office.register.open_outages()["police"].began_at
    await office.pass_time(code, datetime.now(UTC) + timedelta(days=7))
    dossier = await office.dossier(code)
    assert dossier.duty("s2") is not None
    assert dossier.duty("s2").trouble is None
    assert office.register.open_outages()["police"].began_at == began
    tries = office.register.open_outages()["police"].failures
    assert sum(asked_in_all(police, [code])) <= tries
    police.tell("police", kind="at_once")
    await office.until(lambda: answered(office, code), "it goes on")
    await office.until(lambda: _over(office), "the outage is over, moments after its first answer")
    assert police.page("police", f"{code}/s2/1")["effects"] == 1


async def test_a_request_nobody_waits_for_any_more_is_struck_off(office: Office, police: Simulator):
    from motcua.dossiers.commands import Stop

    police.tell("police", kind="error", status=503)
    code = await ask(office)
    other = await ask(office)
    await office.until(lambda: _waiting(office, 2), "both wait")
    await office.act(other, POLICE, Stop(basis="Điều 19"), reason="trùng hồ sơ")
    police.tell("police", kind="at_once")
    await office.until(lambda: answered(office, code), "the other goes on")
    await office.until(lambda: _withdrawn(office, f"{other}/s2/1"), "it is struck off")
    assert asked_in_all(police, [other])[0] <= 1 + office.register.outages()[0].probes


async def _waiting(office: Office, number: int) -> bool:
    return (await asyncio.to_thread(office.register.waiting_on)).get("police") == number


async def _over(office: Office) -> bool:
    return not await asyncio.to_thread(office.register.open_outages)


async def _declared(office: Office) -> bool:
    outages = await asyncio.to_thread(office.register.open_outages)
    return "police" in outages and outages["police"].declared_at is not None


async def _every_try_counted(office: Office, police: Simulator, codes: list[str]) -> bool:
    """Whether the system was asked as often as the outage has failures, seen between one try and the next."""
    before = await asyncio.to_thread(office.register.open_outages)
    asked = await asyncio.to_thread(asked_in_all, police, codes)
    return sum(asked) == before["police"].failures


async def _sent(office: Office, key: str) -> bool:
    return bool(await asyncio.to_thread(office.register.attempts, [key]))


async def _accepted(office: Office, key: str) -> bool:
    code = key.split("/")[0]
    calls = await asyncio.to_thread(office.register.calls, code)
    return [call.state for call in calls] == [CallState.ACCEPTED]


async def _in_trouble(office: Office, code: str) -> bool:
    duty = (await office.dossier(code)).duty("s2")
    return duty is not None and duty.trouble is not None


async def _withdrawn(office: Office, key: str) -> bool:
    return (await asyncio.to_thread(office.register.call, key)).state is CallState.WITHDRAWN
