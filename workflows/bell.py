"""The one timer of a dossier."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow


class Bell:
    """Rings once at the moment it is set to.

    Set to a later moment than it is armed for, it is left alone and rings in vain: whoever hears it sets it again.
    That costs less than cancelling a timer at every step.
    """

    def __init__(self) -> None:
        self.rang = False
        self._armed: datetime | None = None
        self._timer: asyncio.Task[None] | None = None

    def set(self, at: datetime, why: str) -> None:
        """Ring at a moment, at once where it has come; `why` names the timer in the Temporal UI."""
        if at <= workflow.now():
            self.rang = True
        elif not self._rings_before(at):
            if self._timer:
                self._timer.cancel()
            self._armed = at
            self._timer = asyncio.create_task(self._wait(at - workflow.now(), why))

    def heard(self) -> bool:
        """Return whether it rang since it was last heard."""
        rang, self.rang = self.rang, False
        return rang

    def _rings_before(self, at: datetime) -> bool:
        waits = self._timer is not None and not self._timer.done()
        return waits and self._armed is not None and self._armed <= at

    async def _wait(self, wait: timedelta, why: str) -> None:
        await workflow.sleep(wait, summary=why)
        self.rang = True
