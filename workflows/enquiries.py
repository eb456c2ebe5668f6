"""What is under way between a dossier and department systems: one request for each duty that waits on one."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, NexusOperationError, is_cancelled_exception

from workflows.asking import answer_to

with workflow.unsafe.imports_passed_through():
    from activities.messages import Order, Told
    from motcua.dossiers.commands import DepartmentAnswered
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.parts import Duty
    from motcua.procedures.definition import StepKind

AGAIN = timedelta(hours=1)
"""When a request that failed for good, or whose answer could not be written, is put again."""

Now = Callable[[], Dossier]


class Enquiries:
    """The requests of one dossier, and the answers that came and were not taken in yet."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._calls: dict[str, asyncio.Task[None]] = {}
        self.answers: list[tuple[str, DepartmentAnswered]] = []
        """Each with the key under which it is recorded."""
        self._told: dict[str, DepartmentAnswered] = {}
        """What was said to requests that are held, by request, until they hear it."""

    @property
    def idle(self) -> bool:
        """Whether nothing was asked that is not answered, and no answer waits."""
        return not self._calls and not self.answers

    def look(self) -> None:
        """Keep one request under way for each duty that waits on a department system."""
        dossier = self._now()
        wanted = {d.ref: d for d in dossier.duties if d.system and d.trouble is None and not dossier.closed}
        for ref in [ref for ref in self._calls if ref not in wanted]:
            self._calls.pop(ref).cancel()
        for ref, duty in wanted.items():
            if ref not in self._calls:
                self._calls[ref] = asyncio.create_task(self._ask_until_answered(duty))

    def hear(self, told: Told) -> None:
        """Keep what a system said for the request that waits for it, or will in a moment.

        A request in trouble waits for a person; the answer it did not get then may still come, and is taken in.
        """
        answer, dossier = told.answer, self._now()
        if f"{answer.step}/{answer.visit}" in self._calls:
            self._told[told.key] = answer
        elif answer.outcome != "trouble" and any(_waits_in_trouble(duty, answer) for duty in dossier.duties):
            self.answers.append((f"answer:{told.key}:{dossier.seq}", answer))

    def next_answer(self) -> tuple[str, DepartmentAnswered]:
        """Return the answer that came first, and let go of its request."""
        key, answer = self.answers.pop(0)
        self._calls.pop(f"{answer.step}/{answer.visit}", None)
        return key, answer

    def ask_later(self, duty: Duty) -> None:
        """Put a duty's request once more after a while."""
        self._calls[duty.ref] = asyncio.create_task(self._ask_until_answered(duty, AGAIN))

    async def _ask_until_answered(self, duty: Duty, wait: timedelta = timedelta(0)) -> None:
        """Put a duty's request; one that is called off, since the duty ended otherwise, ends quietly."""
        if wait:
            await workflow.sleep(wait, summary="asks again")
        while True:
            try:
                return await self._ask(duty)
            except (ActivityError, NexusOperationError) as ended:
                if is_cancelled_exception(ended):
                    return None
                workflow.logger.error("request_failed", extra={"step": duty.step, "system": duty.system})
                await workflow.sleep(AGAIN, summary="asks again")

    async def _ask(self, duty: Duty) -> None:
        dossier = self._now()
        order = Order(
            dossier=dossier.code,
            procedure=dossier.procedure,
            step=duty.step,
            visit=duty.visit,
            agency=duty.agency,
            system=duty.system or "",
            data=dossier.data,
            opinion=duty.kind is StepKind.CONSULT,
            reply_by=duty.clock.due if duty.clock else None,
            due=duty.clock.due if duty.clock else dossier.due,
        )
        answer = await answer_to(order, self._told)
        self.answers.append((f"answer:{order.key}:{dossier.seq}", answer))


def _waits_in_trouble(duty: Duty, answer: DepartmentAnswered) -> bool:
    return duty.trouble is not None and (duty.step, duty.visit) == (answer.step, answer.visit)
