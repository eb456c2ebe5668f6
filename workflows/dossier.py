"""The life of one dossier, kept alive by Temporal from the counter to the returned result.

Nothing is decided here: each act and each alarm is one local activity that decides and writes, and the workflow
folds what history recorded. So a replay never computes a date again.
"""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.workflow import ContinueAsNewVersioningBehavior

from workflows.bell import Bell
from workflows.doorkeeper import must_be_engines, must_be_for_callers, refusals_as_failures
from workflows.enquiries import Enquiries
from workflows.linked import Linked
from workflows.turns import turn_of, woken_at
from workflows.window import Window

with workflow.unsafe.imports_passed_through():
    from activities.messages import Asked, Receipt, Recorded, Start, Told
    from activities.refusals import failure
    from activities.register import RegisterActivities
    from motcua.dossiers.alarms import next_alarm
    from motcua.dossiers.commands import Act, DepartmentAnswered, NoteFault, Ring
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.evolve import apply
    from motcua.dossiers.facts import Transition
    from motcua.dossiers.faults import ANSWER
    from motcua.dossiers.keys import OPENING
    from motcua.dossiers.parts import LAW, Actor, Duty

AT_ONCE = workflow.LocalActivityConfig(
    start_to_close_timeout=timedelta(seconds=5),
    retry_policy=RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_attempts=3),
)
WHEN_IT_IS_BACK = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30),
    summary="write the register",
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1)),
)
AGAIN = timedelta(hours=1)
"""When what could not be decided is tried again."""
LONG_HISTORY = 400
"""Events after which a dossier goes on in a new run, so that a cold one is read back quickly."""


@workflow.defn(name="Dossier")
class DossierWorkflow:
    """One dossier: it waits for acts, for moments, and for the answers of department systems."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        self._life = start.life
        self._dossier = start.dossier
        self._lock = asyncio.Lock()
        self._bell = Bell()
        self._window = Window(known=start.dossier is None)
        self._enquiries = Enquiries(lambda: self._now)
        self._seen = -1
        self._refused: ApplicationError | None = None
        self._again_at: datetime | None = None
        self._turn = start.turn
        self._linked = Linked(lambda: self._now, self._take_down)

    @workflow.run
    async def run(self, start: Start) -> Receipt:
        """Open the dossier, then carry it until it ends."""
        if self._dossier is None:
            await self._open()
        while not self._now.closed:
            self._prepare()
            await workflow.wait_condition(self._has_work)
            await self._hear_bell()
            await self._hear_departments()
            await self._continue_in_new_run()
        self._prepare()
        if not self._linked.idle():
            await workflow.wait_condition(self._linked.idle)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return Receipt.of(self._now)

    @workflow.update
    async def act(self, act: Act) -> Receipt:
        """Do something to the dossier; the answer means that it is written."""
        return await self._do(act)

    @act.validator
    def check(self, act: Act) -> None:
        """Refuse at once what the law or the state does not allow, leaving no trace in history."""
        with refusals_as_failures():
            must_be_for_callers(act, _key(act), self._dossier)

    @workflow.update(name="engine")
    async def engine(self, act: Act) -> Receipt:
        """Take in what the engine does itself, for a leg or a campaign; the answer means that it is written."""
        return await self._do(act)

    @engine.validator
    def check_engine(self, act: Act) -> None:
        """Refuse what is not the engine's, or what the dossier's state does not allow, leaving no trace."""
        with refusals_as_failures():
            must_be_engines(act, _key(act), self._dossier)

    async def _do(self, act: Act) -> Receipt:
        await self._begun()
        key = _key(act)
        async with self._lock:
            if key in self._now.keys:
                return Receipt.of(self._now, repeated=True)
            await self._record(act.model_copy(update={"key": key}))
        return Receipt.of(self._now)

    @workflow.update
    async def opened(self) -> Receipt:
        """Answer once the opening is written; asked together with the start, it gives the receipt."""
        await self._begun()
        return Receipt.of(self._now)

    @workflow.signal(name="nudge")
    async def nudge(self) -> None:
        """Wake an idle dossier, so that it can move to a new run or a new worker version."""
        self._seen = -1

    @workflow.signal(name="told")
    async def told(self, told: Told) -> None:
        """Hear what a department system said to a request that is held."""
        if self._dossier is not None:
            self._enquiries.hear(told)

    @workflow.query(name="dossier")
    def dossier(self) -> Dossier | None:
        """Return the dossier as it stands."""
        return self._dossier

    @property
    def _now(self) -> Dossier:
        if self._dossier is None:
            raise ApplicationError("The dossier is not open yet.", type="NotOpen")
        return self._dossier

    async def _begun(self) -> None:
        """Wait until the opening is written; where it was refused, fail with that."""
        await workflow.wait_condition(lambda: self._dossier is not None or self._refused is not None)
        if self._refused is not None:
            raise self._refused

    async def _open(self) -> None:
        if self._life is None:
            raise ApplicationError("A dossier starts with its opening.", type="NoOpening", non_retryable=True)
        asked = Asked(life=self._life, now=workflow.now())
        recorded = await self._written(asked)
        if recorded.refusal is not None:
            self._refused = failure(recorded.refusal)
            await workflow.wait_condition(workflow.all_handlers_finished)
            raise self._refused
        self._fold(recorded, OPENING, self._life.opening, asked)

    async def _take_down(self, act: Act) -> None:
        """Record what came about beside the acts of others, in its turn."""
        async with self._lock:
            await self._record(act)

    async def _record(self, act: Act) -> None:
        """Have one act decided and written, then fold it; a refusal fails the caller, not the dossier."""
        while True:
            asked = Asked(dossier=self._now, act=act, now=workflow.now())
            recorded = await self._written(asked)
            if not recorded.missed:
                break
            self._take_in_missed(recorded.missed)
            if _key(act) in self._now.keys:
                return
        if recorded.refusal is not None:
            raise failure(recorded.refusal)
        self._fold(recorded, _key(act), act, asked)

    def _take_in_missed(self, missed: tuple[Transition, ...]) -> None:
        """Fold what a worker wrote and died before telling; what comes now is decided on that."""
        workflow.logger.warning("missed_taken_in", extra={"acts": len(missed)})
        for transition in missed:
            self._dossier = apply(self._dossier, transition)
            self._linked.happened(transition)

    async def _written(self, asked: Asked) -> Recorded:
        """Decide and write within this task; with the register away, as often as it takes."""
        try:
            return await workflow.execute_local_activity_method(RegisterActivities.record, asked, **AT_ONCE)
        except (ActivityError, ApplicationError):
            workflow.logger.warning("register_away")
            return await workflow.execute_activity_method(RegisterActivities.record, asked, **WHEN_IT_IS_BACK)

    def _fold(self, recorded: Recorded, key: str, act: Act, asked: Asked) -> None:
        if not recorded.facts:
            return
        transition = Transition(
            key=key,
            by=act.by,
            at=recorded.at or asked.at,
            recorded_at=recorded.recorded_at or asked.now,
            reason=act.reason,
            facts=recorded.facts,
        )
        self._dossier = apply(self._dossier, transition)
        if self._again_at is not None and self._dossier.fault is None and workflow.patched("mended"):
            self._again_at = None
        self._turn = turn_of(self._dossier, recorded.wake_after) or self._turn
        self._linked.happened(transition)

    def _has_work(self) -> bool:
        return self._bell.rang or bool(self._enquiries.answers) or self._seen != self._now.seq

    def _prepare(self) -> None:
        """After every change: set the bell, put the requests that are due, and show where the dossier stands."""
        self._seen = self._now.seq
        self._window.show(self._now)
        self._set_bell()
        self._enquiries.look()
        self._linked.look()

    def _set_bell(self) -> None:
        """Be woken for the next alarm, or to show what was held back, whichever comes first."""
        alarm = next_alarm(self._now)
        wakes = []
        if alarm:
            woken = woken_at(alarm, self._now.code, self._turn)
            wakes = [(max(woken, self._again_at or woken), alarm.kind)]
        wakes += [(self._window.open_at, "show")] if self._window.open_at else []
        if wakes:
            self._bell.set(*min(wakes))

    async def _hear_bell(self) -> None:
        if self._bell.heard():
            async with self._lock:
                await self._ring()

    async def _ring(self) -> None:
        """Let happen what the law attaches to the moments that have come.

        What cannot be decided (a calendar that ends, a seat nobody holds) must not end the dossier: it is noted, and
        tried again until somebody has mended it.
        """
        self._seen = -1
        alarm = next_alarm(self._now)
        deaf = self._again_at is not None and workflow.now() < self._again_at
        if alarm is None or alarm.at > workflow.now() or deaf:
            return
        try:
            await self._record(Act(key=f"alarm:{self._now.seq}", by=LAW, do=Ring()))
            self._again_at = None
        except ApplicationError as refused:
            self._again_at = workflow.now() + AGAIN
            await self._note_fault(alarm.kind, refused.message)

    async def _note_fault(self, what: str, detail: str) -> None:
        """Have it written what could not be decided: the dossier waits for the engine's operators (R75)."""
        workflow.logger.error("not_decided", extra={"what": what, "detail": detail})
        do = NoteFault(what=what, detail=detail)
        await self._record(Act(key=f"fault:{self._now.seq}", by=LAW, do=do))

    async def _hear_departments(self) -> None:
        """Take in what department systems answered; one that the core refuses is put down as trouble."""
        while self._enquiries.answers:
            key, answer = self._enquiries.next_answer()
            async with self._lock:
                await self._ring()
                await self._take_in(key, answer)

    async def _take_in(self, key: str, answer: DepartmentAnswered) -> None:
        duty = self._now.duty(answer.step)
        if duty is None or duty.visit != answer.visit or self._now.closed:
            return
        by = Actor(agency=f"system:{duty.system}")
        try:
            await self._record(Act(key=key, by=by, do=answer))
        except ApplicationError as refused:
            await self._put_down_as_trouble(key, by, answer, duty, refused.message)

    async def _put_down_as_trouble(self, key: str, by: Actor, answer: DepartmentAnswered, duty: Duty, why: str) -> None:
        trouble = answer.model_copy(update={"outcome": "trouble", "detail": why, "data": {}})
        try:
            await self._record(Act(key=f"{key}:trouble", by=by, do=trouble))
        except ApplicationError:
            await self._note_fault(f"{ANSWER} {duty.ref}", why)
            self._enquiries.ask_later(duty)

    async def _continue_in_new_run(self) -> None:
        """Go on in a new run, and on the newest code, when history is long or a new worker version is current."""
        info = workflow.info()
        moved = info.is_target_worker_deployment_version_changed()
        long = info.is_continue_as_new_suggested() or info.get_current_history_length() > LONG_HISTORY
        if self._now.closed or not (moved or long) or not (self._enquiries.idle and self._linked.idle()):
            return
        await workflow.wait_condition(workflow.all_handlers_finished)
        behavior = ContinueAsNewVersioningBehavior.AUTO_UPGRADE if moved else None
        workflow.continue_as_new(Start(dossier=self._now, turn=self._turn), initial_versioning_behavior=behavior)


def _key(act: Act) -> str:
    """Return the act's key: the caller's own, or the id of the update that carries it."""
    if act.key:
        return act.key
    info = workflow.current_update_info()
    return info.id if info else "unnamed"
