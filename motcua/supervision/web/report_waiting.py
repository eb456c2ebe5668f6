"""Reports that are made while somebody waits: each question is counted once, however often the page asks meanwhile."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from motcua.errors import MotcuaError
from motcua.reports.sheet import Sheet
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.api.office import Office, off_loop
from motcua.supervision.reporting.asked import Asked
from motcua.supervision.reporting.making import made

KEPT_SECONDS = 20.0
"""How long a report that is ready, or a refusal, is shown again without being counted anew."""
MOST = 64
"""Reports kept or under way at once; the oldest goes first."""


@dataclass
class Work:
    """A report under way, ready or refused."""

    task: asyncio.Task[Sheet]
    ended: float | None = None
    """When, on the clock of this process."""

    def __post_init__(self) -> None:
        self.task.add_done_callback(self._note)

    def _note(self, _task: asyncio.Task[Sheet]) -> None:
        self.ended = time.monotonic()

    @property
    def counts(self) -> bool:
        """Whether it is still an answer: under way, or ready a while ago. What broke off is tried again."""
        if self.ended is None:
            return not self.task.done()
        broke = self.task.cancelled() or not isinstance(self.task.exception(), MotcuaError | None)
        return not broke and time.monotonic() - self.ended < KEPT_SECONDS


class Desk:
    """Reports under way in this process."""

    def __init__(self, patience: float = 2.0) -> None:
        self.patience = patience
        """Seconds a page waits before it says that the report takes longer."""
        self._work: OrderedDict[Hashable, Work] = OrderedDict()

    async def sheet(self, asked: Asked, office: Office, viewer: Viewer) -> Sheet | None:
        """Return a report; None where it takes longer than somebody waits: it goes on, ask again.

        Raises:
            MotcuaError: It is refused.
        """
        task = self._task(asked, office, viewer)
        done, _ = await asyncio.wait({task}, timeout=self.patience)
        return await task if done else None

    def _task(self, asked: Asked, office: Office, viewer: Viewer) -> asyncio.Task[Sheet]:
        key = (id(office.register), viewer.scope, asked.model_dump_json())
        known = self._work.get(key)
        if known is not None and known.counts:
            return known.task
        counted: Any = off_loop(made, asked, office.register, office.ground, datetime.now(UTC), viewer.scope)
        self._work[key] = Work(asyncio.create_task(counted))
        self._work.move_to_end(key)
        if len(self._work) > MOST:
            self._work.popitem(last=False)
        return self._work[key].task


DESK = Desk()
"""This process's desk."""
