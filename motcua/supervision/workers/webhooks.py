"""The worker that tells subscribers what happens."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.news import News
from activities.subscription import Subscription
from activities.webhooks import WebhookActivities
from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.supervision.workers.running import GRACE, STICKY
from motcua.webhooks.patience import Pauses
from motcua.webhooks.sending import Sender
from motcua.webhooks.subscriber import Subscribers
from workflows.webhooks import WebhooksWorkflow

SCHEMA_PATH = "/api/v1/events/schema"


def subscriptions_of(
    subscribers: Subscribers,
    register: Register,
    ground: Ground,
    base: str,
    environment: Mapping[str, str] = os.environ,
    pauses: Pauses | None = None,
) -> list[Subscription]:
    """Return a subscription for each subscriber.

    Args:
        subscribers: Who is told.
        register: Where the stream and the ledger are.
        ground: What procedures say of themselves.
        base: The address of this installation's API.
        environment: The variables that hold secrets.
        pauses: How long is waited between tries.

    Raises:
        InvalidInputError: A secret is not set or is none.
    """
    news = News(register, ground, subscribers.source or base, base.rstrip("/") + SCHEMA_PATH)
    return [
        Subscription(subscriber, Sender.of(subscriber, environment), register, news, pauses or Pauses())
        for subscriber in subscribers.subscribers
    ]


def webhooks_of(task_queue: str) -> str:
    """Return the id of the workflow that tells subscribers of a queue's dossiers; its own queue has the same name."""
    return "webhooks" if task_queue == "dossiers" else f"webhooks.{task_queue}"


@asynccontextmanager
async def webhook_worker(client: Client, subscriptions: list[Subscription], task_queue: str) -> AsyncIterator[Worker]:
    """Run the worker that tells subscribers; there is one workflow, however many workers."""
    name = webhooks_of(task_queue)
    await client.start_workflow(
        WebhooksWorkflow.run, id=name, task_queue=name, id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING
    )
    worker = Worker(
        client,
        task_queue=name,
        workflows=[WebhooksWorkflow],
        activities=WebhookActivities(subscriptions).all(),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activities=1,
        max_concurrent_activity_task_polls=1,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )
    try:
        async with worker:
            yield worker
    finally:
        for subscription in subscriptions:
            await subscription.sender.close()
