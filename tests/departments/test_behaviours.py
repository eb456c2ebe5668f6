"""Every way a department's system behaves, seen through the HTTP adapter."""

import asyncio
import hashlib
import time

import pytest

from motcua.departments.callbacks import verify
from motcua.departments.errors import DepartmentUnavailableError, RequestRefusedError, UnreadableAnswerError
from motcua.departments.port import Accepted, Answer

from .conftest import SECRET, request


async def until(seen, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


async def test_a_system_that_was_told_nothing_answers_at_once(department, simulator, system):
    answer = await department.ask(request(system))

    assert isinstance(answer, Answer)
    assert (answer.outcome, answer.content) == ("done", {})
    assert simulator.page(system, answer.key) == {
        "asked": 1,
        "effects": 1,
        "answered": 1,
        "accepted": 0,
        "callbacks_tried": 0,
        "callbacks_delivered": 0,
    }


async def test_the_content_of_an_answer_arrives_as_it_was_sent(department, simulator, system):
    content = {"owner_count": 2, "note": "Thửa đất số 123, tờ bản đồ số 7", "plots": [{"m2": 81.5}], "mortgage": None}
    simulator.tell(system, kind="at_once", answer=content)

    assert (await department.ask(request(system))).content == content


async def test_a_business_refusal_is_a_value_with_its_reason(department, simulator, system):
    simulator.tell(system, kind="refuse", reason="Thửa đất đang có tranh chấp.")

    answer = await department.ask(request(system))

    assert (answer.outcome, answer.reason) == ("refused", "Thửa đất đang có tranh chấp.")


async def test_a_later_answer_comes_as_a_signed_callback_repeated_until_it_is_confirmed(
    department, simulator, system, listener
):
    listener.statuses = [503, 500]
    simulator.tell(system, kind="later", after=0.1, answer={"result": "GCN-01"})

    accepted = await department.ask(request(system, callback_url=listener.address))
    await until(lambda: simulator.page(system, accepted.key)["callbacks_delivered"])

    assert isinstance(accepted, Accepted)
    answers = [verify(headers, body, SECRET) for headers, body in listener.arrived]
    assert [answer.content for answer in answers] == [{"result": "GCN-01"}] * 3
    assert answers[0].reference == accepted.reference
    page = simulator.page(system, accepted.key)
    assert (page["effects"], page["callbacks_tried"], page["callbacks_delivered"]) == (1, 3, 1)


async def test_asking_again_fetches_a_later_answer_whose_callback_was_lost(department, simulator, system):
    simulator.tell(system, kind="later", after=0.3, answer={"result": "GCN-02"})

    assert isinstance(await department.ask(request(system)), Accepted)
    assert isinstance(await department.ask(request(system)), Accepted)
    await asyncio.sleep(0.3)

    assert (await department.ask(request(system))).content == {"result": "GCN-02"}
    assert simulator.page(system, request(system).key)["effects"] == 1


async def test_a_silent_system_accepts_and_tells_its_answer_once_it_is_healed(department, simulator, system, listener):
    simulator.tell(system, kind="at_once")
    simulator.tell(system, kind="silent", times=1)

    asked = request(system, callback_url=listener.address)
    assert isinstance(await department.ask(asked), Accepted)
    assert isinstance(await department.ask(asked), Answer)
    assert listener.arrived == []


async def test_a_slow_system_is_waited_for(department, simulator, system):
    simulator.tell(system, kind="slow", after=0.4)
    started = time.monotonic()

    assert isinstance(await department.ask(request(system)), Answer)
    assert time.monotonic() - started >= 0.4


@pytest.mark.parametrize("kind", ["slow", "hang"])
async def test_a_system_slower_than_the_limit_is_unavailable_and_asking_again_makes_no_second_effect(
    kind, department, simulator, system
):
    simulator.tell(system, kind="at_once")
    simulator.tell(system, kind=kind, after=30, times=1)
    started = time.monotonic()

    with pytest.raises(DepartmentUnavailableError, match="did not answer in time"):
        await department.ask(request(system))

    assert time.monotonic() - started < 2  # the limit of these tests is one second
    answer = await department.ask(request(system))
    page = simulator.page(system, answer.key)
    assert (page["asked"], page["effects"]) == (2, 1)


FLAWS = [
    # flaw, what the error says
    ("not_json", "is not JSON"),
    ("other_key", "another key"),
    ("unknown_outcome", "outcome"),
    ("too_large", "larger than 1048576 bytes"),
]


@pytest.mark.parametrize(("flaw", "says"), FLAWS)
async def test_a_wrong_answer_is_never_acted_upon_and_named_by_its_digest(flaw, says, department, simulator, system):
    simulator.tell(system, kind="wrong", flaw=flaw)

    with pytest.raises(UnreadableAnswerError, match=says) as caught:
        await department.ask(request(system))

    assert len(bytes.fromhex(caught.value.digest)) == 32
    if flaw == "not_json":
        assert caught.value.digest == hashlib.sha256("<html>Hệ thống đang bảo trì</html>".encode()).hexdigest()


async def test_a_redirect_is_not_followed(department, simulator, system):
    simulator.tell(system, kind="wrong", flaw="redirect")

    with pytest.raises(DepartmentUnavailableError, match="HTTP 307") as caught:
        await department.ask(request(system))

    assert "base_url" in caught.value.hint
    assert simulator.pages(f"{system}-elsewhere") == {}


STATUSES = [
    # status, error, comment
    (500, DepartmentUnavailableError, "a defect over there"),
    (502, DepartmentUnavailableError, "a gateway without its server"),
    (503, DepartmentUnavailableError, "maintenance"),
    (429, DepartmentUnavailableError, "too many requests"),
    (401, DepartmentUnavailableError, "the secret expired: one outage, not a thousand refusals"),
    (404, DepartmentUnavailableError, "the path moved"),
    (409, DepartmentUnavailableError, "the same key is just being worked on"),
    (400, RequestRefusedError, "malformed"),
    (413, RequestRefusedError, "too large for them"),
    (422, RequestRefusedError, "the key was used for another request"),
]


@pytest.mark.parametrize(("status", "error", "comment"), STATUSES)
async def test_a_status_says_whether_asking_again_can_help(status, error, comment, department, simulator, system):
    simulator.tell(system, kind="error", status=status)

    with pytest.raises(error, match=str(status)) as caught:
        await department.ask(request(system))

    assert caught.value.message_vi != caught.value.message
    assert simulator.page(system, request(system).key)["effects"] == 0


async def test_the_time_a_busy_system_asks_for_is_carried_but_never_more_than_a_day(department, simulator, system):
    for asked_for, carried in [(7, 7), (10**9, 86400), (None, None)]:
        simulator.tell(system, kind="error", status=429, retry_after=asked_for)
        with pytest.raises(DepartmentUnavailableError) as caught:
            await department.ask(request(system))
        assert caught.value.retry_after == carried


async def test_a_behaviour_for_the_next_requests_gives_way_to_the_one_before(department, simulator, system):
    simulator.tell(system, kind="at_once", answer={"turn": "steady"})
    simulator.tell(system, kind="error", times=2)

    outcomes = []
    for number in range(4):
        try:
            outcomes.append((await department.ask(request(system, f"H29-{number}"))).content)
        except DepartmentUnavailableError:
            outcomes.append("away")

    assert outcomes == ["away", "away", {"turn": "steady"}, {"turn": "steady"}]


async def test_a_partner_down_for_a_while_needs_only_the_same_question_again(department, simulator, system):
    simulator.tell(system, kind="at_once")
    simulator.tell(system, kind="error", status=503, times=20)
    tries = 0

    while True:
        tries += 1
        try:
            answer = await department.ask(request(system))
            break
        except DepartmentUnavailableError:
            continue

    assert tries == 21
    assert simulator.page(system, answer.key)["effects"] == 1


async def test_health_tells_a_living_system_from_a_missing_one(department, connect, simulator, system):
    await department.health()

    for base_url in [f"{simulator.address}/Not-A-System", "http://127.0.0.1:9"]:
        with pytest.raises(DepartmentUnavailableError):
            await connect(base_url, system).health()
