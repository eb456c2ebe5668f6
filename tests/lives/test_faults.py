"""What cannot be decided is shown to supervisors as a fault of the engine, and the dossier lives on (R75)."""

from datetime import UTC, datetime

from motcua.dossiers.parts import Waiting
from tests.lives.conftest import Office

INVESTMENT = "1.009645"


async def test_R75_a_dossier_that_outlives_its_calendar_is_shown_as_a_fault_and_stays_open(office: Office):
    promised = datetime(2027, 12, 30, 10, tzinfo=UTC)
    place = {"territory": "28777", "data": {"defence_area": False}}
    code = await office.open(INVESTMENT, datetime.now(UTC), promised=promised, **place)
    await office.pass_time(code, datetime(2028, 1, 4, 9, tzinfo=UTC))

    async def noted() -> bool:
        return (await office.dossier(code)).fault is not None

    await office.until(noted, "the fault is noted")
    dossier = await office.dossier(code)
    assert not dossier.closed
    assert "2027" in dossier.fault.detail
    shown = office.register.summary(code)
    assert (shown.waiting_for, shown.ended_at) == (Waiting.FAULT, None)
    (row,) = office.register.stuck(now=datetime.now(UTC)).dossiers
    assert (row.code, row.reason) == (code, Waiting.FAULT)
    assert office.register.verify(code) is None
