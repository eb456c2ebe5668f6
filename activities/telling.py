"""Telling a dossier what its department system answered: whoever gets the answer completes the activity that waits."""

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.border import told_of
from motcua.register.calls import Call

NOBODY_YET = (RPCStatusCode.NOT_FOUND, RPCStatusCode.INVALID_ARGUMENT)
AWAY = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)


async def tell(client: Client, call: Call) -> bool:
    """Give a settled call's answer to the activity that waits for it; False where it could not be given now.

    That is no loss: the answer is in the ledger, where the activity looks when it begins to wait, and the system's
    keeper tells it later.
    """
    handle = client.get_async_activity_handle(workflow_id=call.dossier, run_id=None, activity_id=call.key)
    try:
        await handle.complete(told_of(call))
    except RPCError as error:
        if error.status in (*NOBODY_YET, *AWAY):
            return False
        raise
    return True
