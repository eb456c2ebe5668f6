"""What a leg tells its parent: whenever it stands differently for the whole, until it is written there (R44)."""

import asyncio
from datetime import datetime
from typing import NamedTuple, get_args

from temporalio import workflow

from workflows.legs import ELSEWHERE, Now, insist

with workflow.unsafe.imports_passed_through():
    from activities.linked import LinkedActivities
    from activities.messages import Message
    from motcua.dossiers.commands import Act, EndLeg, HearLeg
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.facts import NotAccepted, ResultReady, Stopped, Transition
    from motcua.dossiers.parts import Actor, State
    from motcua.procedures.definition import Ending

AT_WORK = (State.RECEIVED, State.IN_PROCESS)
"""States between which nothing changes for the parent."""

NOBODY_WAITS = get_args(EndLeg.model_fields["reason"].annotation)
"""Why a leg ended at its parent's word: the parent knows."""


class Standing(NamedTuple):
    """Where a leg stands, as far as it matters to its parent."""

    state: State
    due: datetime | None
    finished_at: datetime | None
    result: Ending | None


class Parent:
    """The parent of a leg, and what it was told last; most dossiers have none."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._told: Standing | None = None
        self._met = False
        self._reason: str | None = None
        self._telling: asyncio.Task[None] | None = None

    def idle(self) -> bool:
        """Whether there is no parent, or none that waits, or it knows where this leg stands."""
        knows = self._now().parent is None or self._reason in NOBODY_WAITS or self._told == standing_of(self._now())
        return knows and (self._telling is None or self._telling.done())

    def happened(self, transition: Transition) -> None:
        """Remember why the leg ended other than granted."""
        for fact in transition.facts:
            if isinstance(fact, Stopped | NotAccepted):
                self._reason = fact.reason
            elif isinstance(fact, ResultReady):
                self._reason = fact.basis

    def look(self) -> None:
        """Tell the parent what it does not know yet. Of a leg just opened it knows the date from the answer to it."""
        dossier = self._now()
        if dossier.parent is None:
            return
        if not self._met:
            self._met = True
            self._told = None if dossier.finished_at or dossier.closed else standing_of(dossier)
        if not self.idle() and (self._telling is None or self._telling.done()):
            self._telling = asyncio.create_task(self._tell(dossier.parent))

    async def _tell(self, parent: str) -> None:
        while self._told != (standing := standing_of(self._now())):
            await self._say(parent, self._report(standing))
            self._told = standing

    async def _say(self, parent: str, act: Act) -> None:
        message = Message(dossier=parent, act=act)
        told: workflow.ActivityConfig = {**ELSEWHERE, "summary": f"tells {parent}"}
        await insist(lambda: workflow.execute_activity_method(LinkedActivities.report, message, **told))

    def _report(self, standing: Standing) -> Act:
        dossier = self._now()
        step, _, visit = (dossier.leg or "").rpartition("/")
        said = {name: value for name, value in standing._asdict().items() if value is not None}
        said |= {"reason": self._reason} if self._reason and standing.state.closed else {}
        do = HearLeg.model_validate(said | {"step": step, "visit": int(visit), "code": dossier.code})
        return Act(key=f"leg:{dossier.code}:{dossier.seq}", by=Actor(agency=dossier.competent), do=do)


def standing_of(dossier: Dossier) -> Standing:
    """Return where a leg stands; being received is being in process."""
    state = State.IN_PROCESS if dossier.state in AT_WORK else dossier.state
    return Standing(state, dossier.due, dossier.finished_at, dossier.result)
