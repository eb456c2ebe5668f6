"""A whole and its legs on a real server, and the codes that the tests before have used."""

import itertools
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from motcua.dossiers.commands import Complete
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.parts import State
from motcua.register.register import Register
from motcua.supervision.telling.dossier import dossier_view
from tests.lives.conftest import Office
from workflows.dossier import DossierWorkflow

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BOOKS = ("041.00.86.G01", "041.02.86.G12")
TESTS = itertools.count()


class Family:
    """A parent and its legs."""

    def __init__(self, office: Office, code: str) -> None:
        self.office, self.code = office, code

    async def whole(self) -> Dossier:
        return await self.office.dossier(self.code)

    async def leg(self, step: str) -> Dossier:
        """Return the leg of an open step, once it is noted."""

        async def noted() -> bool:
            duty = (await self.whole()).duty(step)
            return duty is not None and duty.leg is not None

        await self.office.until(noted, f"{step} has its leg")
        code = (await self.whole()).duty(step).leg
        assert code is not None
        if code not in self.office.handles:
            self.office.handles[code] = self.office.client.get_workflow_handle_for(DossierWorkflow.run, code)
        return await self.office.dossier(code)

    async def done(self, leg: Dossier, outcome: str = "done") -> None:
        """Have a leg's agency do its work."""
        await self.office.act(leg.code, leg.competent, Complete(step="work", outcome=outcome))

    async def stands(self, code: str, state: State) -> None:
        async def so() -> bool:
            return (await self.office.dossier(code)).state is state

        await self.office.until(so, f"{code} is {state}")

    async def open_steps(self, *steps: str) -> None:
        async def so() -> bool:
            return {d.step for d in (await self.whole()).duties} == set(steps)

        await self.office.until(so, f"open: {steps}")

    def shown(self) -> list[tuple[str, str | None, bool]]:
        """Return what the whole shows of its legs: step, result, whether it was handed over."""
        view = dossier_view(self.code, self.office.register, self.office.ground, datetime.now(UTC))
        return [(v.step.id, v.result.id if v.result else None, v.handed_over_at is not None) for v in view.legs]

    def kinds(self, code: str | None = None) -> list[str]:
        """Return the kinds of all facts, in order."""
        return [fact.kind for t in self.office.register.transitions(code or self.code) for fact in t.facts]


def spend(register: Register) -> None:
    """Begin the day books where the tests before left them: all share one server, on which a code is there once."""
    for test in range(6 * next(TESTS)):
        for book in BOOKS:
            register.allot(f"spent-{book}-{test}", "tests", "0" * 64, book, datetime.now(HANOI).date())


async def registered(office: Office, code: str) -> Family:
    """Do the lead's work, so that the legs are due."""
    for step in ("intake", "register"):
        await office.complete(code, step)
    return Family(office, code)
