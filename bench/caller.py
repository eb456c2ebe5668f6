"""A caller that only asks a department system: what is measured with it is the asking, not a dossier's life."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Order, Reply


@workflow.defn(name="Caller")
class CallerWorkflow:
    """Puts one request through the worker of its system, as a dossier does."""

    @workflow.run
    async def run(self, order: Order) -> Reply:
        """Ask, and return what the system said at once."""
        return await workflow.execute_activity(
            "departments.ask",
            order,
            task_queue=f"department.{order.system}",
            result_type=Reply,
            start_to_close_timeout=timedelta(seconds=60),
        )
