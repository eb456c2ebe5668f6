"""Systems that call back before they have answered, answer twice, or were told that nobody waits any more."""

import json

from motcua.departments.http import HttpDepartment
from motcua.departments.port import Accepted, Answer
from tests.departments.conftest import SECRET, profile, request
from tests.departments.test_behaviours import until


async def test_a_callback_may_arrive_before_the_request_has_returned(department, simulator, system, listener, connect):
    simulator.tell(system, kind="callback_first", answer={"n": 1})
    patient = connect(f"{simulator.address}/{system}", system, total=20, read=20)
    listener.statuses = [503]

    reply = await patient.ask(request(system, callback_url=listener.address))

    assert isinstance(reply, Accepted)
    assert [json.loads(body)["content"] for _, body in listener.arrived] == [{"n": 1}, {"n": 1}]  # 503, then heard
    assert simulator.page(system, reply.key)["effects"] == 1


async def test_a_system_may_answer_twice_and_not_alike(simulator, system, listener, connect):
    simulator.tell(system, kind="twice", answer={"n": 1}, second={"n": 2})

    answer = await connect(f"{simulator.address}/{system}", system, total=20).ask(
        request(system, callback_url=listener.address)
    )

    assert isinstance(answer, Answer)
    assert answer.content == {"n": 1}
    await until(lambda: listener.arrived, seconds=20)
    headers, body = listener.arrived[0]
    assert (json.loads(body)["key"], json.loads(body)["content"]) == (answer.key, {"n": 2})
    assert headers["webhook-id"] == answer.key


async def test_a_request_that_was_called_off_is_not_called_back(simulator, system, listener):
    offering = profile(f"{simulator.address}/{system}", system, total=20, read=20)
    offering = type(offering).model_validate(
        offering.model_dump(exclude_unset=True)
        | {"withdraw": {"path": "/requests/{key}"}, "poll": {"path": "/requests/{key}"}}
    )
    department = HttpDepartment(offering, SECRET)
    simulator.tell(system, kind="later", after=0.5, answer={})
    asked = request(system, callback_url=listener.address)
    assert isinstance(await department.ask(asked), Accepted)
    assert (await department.withdraw(asked, "Rút hồ sơ.")).outcome == "withdrawn"

    await until(lambda: simulator.page(system, asked.key)["callbacks_delivered"], seconds=20)

    assert listener.arrived == []
    await department.close()
