"""Doing one thing after another at a rate somebody else can bear: slowly first, and stopping at the first trouble."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

import structlog

from motcua.errors import MotcuaError
from motcua.register.calls import Call

log = structlog.get_logger(__name__)


@dataclass
class Pacer:
    """Begins work on calls in their order, so many a second, and so many at a time.

    It begins with one at a time and allows one more with each that went well, so that a system that has just come
    back is not met by all at once.
    """

    per_second: float
    at_once: int
    _room: int = 1
    _stopped: bool = False
    _under_way: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def each(self, calls: Iterable[Call], do: Callable[[Call], Awaitable[None]]) -> None:
        """Do something about each call, and return when the last is done; after `stop`, no more are begun."""
        self._stopped = False
        for call in calls:
            while len(self._under_way) >= self._room:
                await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)
            if self._stopped:
                break
            self._under_way[call.key] = asyncio.create_task(self._carefully(call, do))
            await asyncio.sleep(random.uniform(0.75, 1.25) / self.per_second)
        if self._under_way:
            await asyncio.wait(self._under_way.values())

    def went_well(self) -> None:
        """Allow one more at a time."""
        self._room = min(self.at_once, self._room + 1)

    def stop(self) -> None:
        """Begin no more, and begin with one the next time."""
        self._room, self._stopped = 1, True

    async def _carefully(self, call: Call, do: Callable[[Call], Awaitable[None]]) -> None:
        """Do it; what nobody foresaw is logged, and holds up no other."""
        try:
            await do(call)
        except MotcuaError as error:
            log.warning("call_put_off", once_key=call.key, error=error.kind)
        except Exception as defect:
            log.error("call_defect", once_key=call.key, error=type(defect).__name__, exc_info=defect)
        finally:
            del self._under_way[call.key]
