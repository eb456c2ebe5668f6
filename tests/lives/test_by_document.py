"""A consultation that goes to another agency as an electronic document, and its opinion that comes back."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from motcua.departments.edxml.adapter import EdxmlDepartment
from motcua.dossiers.commands import Opine
from motcua.register.calls import Call, CallState
from tests.departments.conftest import SECRET, Simulator
from tests.departments.edxml_messages import edxml_profile
from tests.lives.conftest import QUICK, Asked, Office

SEA_AREA, DEFENCE, MINISTRY = "1.005401", "national-defence", "bo-quoc-phong"
EAGER = replace(QUICK, poll_every=timedelta(seconds=0.2))


@pytest.fixture(scope="module")
def exchange() -> Iterator[Simulator]:
    running = Simulator.start()
    yield running
    running.stop()


@pytest.fixture
async def defence(exchange: Simulator, with_department: Asked) -> AsyncIterator[Simulator]:
    """Play the ministry's side of the exchange, with a worker and a keeper of its own."""
    department = EdxmlDepartment(edxml_profile(f"{exchange.address}/edxml/{DEFENCE}", DEFENCE), SECRET)
    await with_department(DEFENCE, department, manners=EAGER)
    yield exchange
    await department.close()


async def consult(office: Office, exchange: Simulator, **script: object) -> str:
    """Bring a dossier to where the ministry is consulted, and return its code."""
    exchange.client.put(f"/edxml/{DEFENCE}/script", json=script).raise_for_status()
    code = await office.open(SEA_AREA, datetime.now(UTC), territory="28777")
    await office.complete(code, "s1")
    return code


def call(office: Office, code: str) -> Call | None:
    return next(iter(office.register.calls(code)), None)


async def test_a_consultation_goes_by_document_and_its_opinion_comes_back(office: Office, defence: Simulator):
    opinion = {"opinion": "agreed_with_conditions"}
    says = ["01", "03", "05", "04", "06", "answer"]
    code = await consult(office, defence, says=says, content=opinion, at_each_look=True)

    async def answered() -> bool:
        return (await office.dossier(code)).duty("c1") is None

    await office.until(answered, "the opinion is in the dossier")
    documents = defence.client.get(f"/edxml/{DEFENCE}/ledger").raise_for_status().json()["documents"]
    (document,) = [counts for name, counts in documents.items() if name.endswith(f",{code}/c1/1")]
    assert (document["effects"], document["recalls"]) == (1, 0)
    settled = call(office, code)
    assert (settled.outcome, settled.reference.endswith("/TL"), settled.stage) == ("done", True, 3)
    assert [(kept.kind, kept.dossier, kept.times) for kept in office.register.refused_messages()] == [
        ("out-of-order", code, 1)
    ]
    assert office.register.verify(code) is None


async def test_a_document_whose_opinion_came_on_paper_is_called_back(office: Office, defence: Simulator):
    code = await consult(office, defence, says=["01", "03"])

    async def arrived() -> bool:
        asked = call(office, code)
        return asked is not None and asked.state is CallState.ACCEPTED

    await office.until(arrived, "the ministry has it")
    await office.act(code, MINISTRY, Opine(step="c1", opinion="agreed", reference="88/BQP"))

    async def withdrawn() -> bool:
        return call(office, code).state is CallState.WITHDRAWN

    await office.until(withdrawn, "the document is called back")
    documents = defence.client.get(f"/edxml/{DEFENCE}/ledger").raise_for_status().json()["documents"]
    (document,) = [counts for name, counts in documents.items() if name.endswith(f",{code}/c1/1")]
    assert (document["recalls"], document["recalled"]) == (1, 1)
