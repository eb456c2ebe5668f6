"""Telling a dossier what its department system answered, in whichever way it waits for that."""

import structlog
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.border import told_of
from activities.federation import errand_of
from activities.messages import Told
from motcua.register.calls import Call

NOBODY_THERE = RPCStatusCode.NOT_FOUND

log = structlog.get_logger(__name__)


async def tell(client: Client, call: Call) -> bool:
    """Give a settled call's answer to its dossier; False where that cannot be done now.

    A request that was accepted waits in an activity, which is completed; one that was held hears a signal. Told to a
    dossier that does not wait yet, it is no loss: the answer is in the ledger, where the activity looks when it begins.
    """
    for waiting in (call.dossier, errand_of(call.key)):  # the second: another installation gave us the request
        try:
            if call.polled_at is None or not await _completed(client, waiting, call):
                await _heard(client, waiting, call)
            return True
        except RPCError as error:
            # Whatever the server says, the answer is in the ledger: it is told again, and holds up nobody else's.
            if error.status is not NOBODY_THERE:
                log.warning("telling_put_off", once_key=call.key, status=error.status.name)
                return False
    return False


async def _completed(client: Client, waiting: str, call: Call) -> bool:
    handle = client.get_async_activity_handle(workflow_id=waiting, run_id=None, activity_id=call.key)
    try:
        await handle.complete(told_of(call))
    except RPCError as error:
        if error.status is NOBODY_THERE:
            return False
        raise
    return True


async def _heard(client: Client, waiting: str, call: Call) -> None:
    await client.get_workflow_handle(waiting).signal("told", Told(key=call.key, answer=told_of(call)))
