"""Requests between installations: given to an agency that asks its own system, and carried there."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import NexusOperationError, is_cancelled_exception

from workflows.asking import answer_to

with workflow.unsafe.imports_passed_through():
    from activities.elsewhere import ElsewhereActivities
    from activities.federation import Departments, Elsewhere, NextWatch, Note, Standing, Watching
    from activities.for_others import ForOthersActivities
    from activities.messages import Order, Told
    from motcua.dossiers.commands import DepartmentAnswered

NOTING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)),
)
LOOKING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(hours=1),
    heartbeat_timeout=timedelta(seconds=8),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=5)),
    summary="watches the system",
)
ROUNDS = 100
"""Watches of one run; then it goes on in a new one."""
CALLING_OFF = timedelta(seconds=20)


@workflow.defn(name="Errand")
class ErrandWorkflow:
    """A request that another installation gave to this agency, until its system has answered."""

    def __init__(self) -> None:
        self._told: dict[str, DepartmentAnswered] = {}

    @workflow.run
    async def run(self, order: Order) -> DepartmentAnswered:
        """Ask as for a dossier of one's own: with this agency's credentials, ledger and outages."""
        return await answer_to(order, self._told)

    @workflow.signal(name="told")
    async def told(self, told: Told) -> None:
        """Hear what the system said to a request that is held."""
        self._told[told.key] = told.answer


@workflow.defn(name="Watch")
class WatchWorkflow:
    """Another installation's question how one of this agency's systems stands."""

    @workflow.run
    async def run(self, watching: Watching) -> Standing:
        """Answer when the system stands otherwise than the asker knows, or after a while."""
        return await workflow.execute_activity_method(ForOthersActivities.watch, watching, **LOOKING)


@workflow.defn(name="Elsewhere")
class ElsewhereWorkflow:
    """Keeps up with a system that an agency asks for us: its outages, its silence, and what is to be called off."""

    @workflow.run
    async def run(self, elsewhere: Elsewhere) -> None:
        """Watch, note, call off what nobody waits for, and watch again without end."""
        heard_at = elsewhere.heard_at or workflow.now()
        note = Note(system=elsewhere.system, standing=elsewhere.known)
        for _ in range(ROUNDS):
            following = await workflow.execute_activity_method(ElsewhereActivities.stands, note, **NOTING)
            await self._call_off(following)
            note = await self._watch(elsewhere, following, heard_at)
            heard_at = workflow.now() if note.standing is not None else heard_at
        workflow.continue_as_new(elsewhere.model_copy(update={"known": note.standing, "heard_at": heard_at}))

    async def _watch(self, elsewhere: Elsewhere, following: NextWatch, heard_at: object) -> Note:
        """Return what the agency tells, or that it has been silent since it was last heard."""
        watching = Watching(system=elsewhere.system, known=following.known, within=elsewhere.silent_after / 2)
        agency = workflow.create_nexus_client(service=Departments, endpoint=following.endpoint)
        try:
            standing = await agency.execute_operation(
                Departments.watch, watching, schedule_to_close_timeout=elsewhere.silent_after
            )
        except NexusOperationError as silent:
            if is_cancelled_exception(silent):
                raise
            return Note.model_validate({"system": elsewhere.system, "silent_since": heard_at})
        return Note(system=elsewhere.system, standing=standing)

    async def _call_off(self, following: NextWatch) -> None:
        agency = workflow.create_nexus_client(service=Departments, endpoint=following.endpoint)
        for unwanted in following.unwanted:
            try:
                await agency.execute_operation(Departments.withdraw, unwanted, schedule_to_close_timeout=CALLING_OFF)
            except NexusOperationError as silent:
                if is_cancelled_exception(silent):
                    raise
                return  # the agency is silent: in the next round
            await workflow.execute_activity_method(ElsewhereActivities.called_back, unwanted, **NOTING)
