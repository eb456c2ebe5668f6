"""A request delivered twice, at once, or across a crash, has one effect."""

import asyncio

import pytest

from motcua.departments.callbacks import verify
from motcua.departments.errors import DepartmentUnavailableError, RequestRefusedError
from motcua.departments.port import Accepted

from .conftest import SECRET, TOLD_BY_FILE, Simulator, request
from .test_behaviours import until


async def test_the_same_key_asked_again_gives_the_same_answer(department, simulator, system):
    simulator.tell(system, kind="at_once", answer={"number": 1})
    first = await department.ask(request(system))
    simulator.tell(system, kind="at_once", answer={"number": 2})
    again = await department.ask(request(system))

    assert again == first
    page = simulator.page(system, first.key)
    assert (page["asked"], page["effects"], page["answered"]) == (2, 1, 2)


async def test_a_refusal_stays_a_refusal_when_asked_again(department, simulator, system):
    simulator.tell(system, kind="refuse")
    first = await department.ask(request(system))
    simulator.tell(system, kind="at_once")

    assert await department.ask(request(system)) == first


async def test_the_same_key_ten_times_at_once_has_one_effect(department, simulator, system):
    simulator.tell(system, kind="slow", after=0.2)

    answers = await asyncio.gather(*(department.ask(request(system)) for _ in range(10)))

    assert len({answer.reference for answer in answers}) == 1
    page = simulator.page(system, answers[0].key)
    assert (page["asked"], page["effects"]) == (10, 1)


async def test_different_visits_are_different_work(department, simulator, system):
    for visit in (1, 2):
        await department.ask(request(system, key=f"H29.21-261123-0001/tra-cuu/{visit}", visit=visit))

    assert [page["effects"] for page in simulator.pages(system).values()] == [1, 1]


async def test_a_key_used_for_another_matter_is_refused_and_changes_nothing(department, simulator, system):
    await department.ask(request(system))

    with pytest.raises(RequestRefusedError, match="422"):
        await department.ask(request(system, subject={"parcel": "999"}))

    assert simulator.page(system, request(system).key)["asked"] == 1


async def test_a_moved_deadline_is_still_the_same_matter(department, simulator, system):
    first = await department.ask(request(system))
    again = await department.ask(request(system, reply_by="2026-11-30T17:00:00+07:00"))

    assert again == first


async def test_a_crash_between_the_work_and_its_answer_leaves_one_effect_and_the_callback_still_comes(
    connect, system, listener, state_file
):
    running = Simulator.start("--state", str(state_file))
    department = connect(f"{running.address}/{system}", system)
    later = request(system, "H29-later", callback_url=listener.address)
    hanging = request(system, "H29-hanging")
    try:
        running.tell(system, kind="later", after=0.5, answer={"number": 7})
        assert isinstance(await department.ask(later), Accepted)
        running.tell(system, kind="hang", times=1)
        asking = asyncio.create_task(department.ask(hanging))
        await until(lambda: running.pages(system).get(hanging.key, {}).get("effects"))
    finally:
        running.kill()
    with pytest.raises(DepartmentUnavailableError, match="cannot be reached"):
        await asking

    restarted = Simulator.start("--state", str(state_file), port=running.port)
    try:
        assert restarted.page(system, hanging.key)["effects"] == 1
        await department.ask(hanging)
        await until(lambda: restarted.page(system, later.key)["callbacks_delivered"])
        assert [verify(headers, body, SECRET).content for headers, body in listener.arrived] == [{"number": 7}]
        for asked in (later, hanging):
            assert restarted.page(system, asked.key)["effects"] == 1
    finally:
        restarted.stop()


async def test_a_simulator_takes_its_behaviours_from_a_file(connect, simulator):
    department = connect(f"{simulator.address}/{TOLD_BY_FILE}", TOLD_BY_FILE)

    assert (await department.ask(request(TOLD_BY_FILE))).reason == "Hết hạn nộp."


@pytest.mark.parametrize(
    "behaviour",
    [
        {"kind": "asleep"},
        {"kind": "later", "after": "5"},
        {"kind": "at_once", "extra": 1},
        {"kind": "error", "times": 0},
        {"kind": "slow", "after": -1},
    ],
)
def test_an_unknown_or_loose_behaviour_is_refused(behaviour, simulator, system):
    assert simulator.client.put(f"/{system}/behaviour", json=behaviour).status_code == 422
