"""Giving a request to the agency that asks its own department system."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.workflow import NexusOperationCancellationType

with workflow.unsafe.imports_passed_through():
    from activities.elsewhere import ElsewhereActivities
    from activities.federation import Departments, Heard
    from activities.messages import Order
    from motcua.dossiers.commands import DepartmentAnswered

NOTING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)),
    summary="notes the agency's answer",
)


async def answer_by_agency(order: Order, endpoint: str, queue: str) -> DepartmentAnswered:
    """Wait as long as it takes until an agency's system has answered; outages there are borne there.

    A request that is called off here is called off there by whoever watches the system (`Elsewhere`), which forgets
    none: a cancellation that goes out while this workflow ends might be lost.
    """
    agency = workflow.create_nexus_client(service=Departments, endpoint=endpoint)
    answer = await agency.execute_operation(
        Departments.ask,
        order,
        cancellation_type=NexusOperationCancellationType.ABANDON,
        summary="asked by its agency",
    )
    noting: workflow.ActivityConfig = {**NOTING, "task_queue": queue}
    await workflow.execute_activity_method(ElsewhereActivities.heard, Heard(order=order, answer=answer), **noting)
    return answer
