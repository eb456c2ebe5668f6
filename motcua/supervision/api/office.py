"""What the routes stand on: the counter, the register, the ground, and the adapters of department systems."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, ParamSpec, TypeVar

from fastapi import Depends, Request
from temporalio.client import Client

from motcua.departments.port import Department
from motcua.dossiers.ground import Ground
from motcua.notices.port import Channel
from motcua.register.register import Register
from motcua.supervision.counter import Counter
from motcua.supervision.stuck.engine import Engine
from motcua.webhooks.subscriber import Subscribers

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Office:
    """Everything one API process holds."""

    client: Client
    register: Register
    ground: Ground
    task_queue: str
    departments: Mapping[str, Department] = field(default_factory=dict, repr=False)
    """Adapters by department system: they understand what a system says of its own accord."""
    channels: tuple[Channel, ...] = ()
    """How people can be told; where there is no channel, notices wait."""
    subscribers: Subscribers = field(default_factory=Subscribers)
    """The systems that are told what happens."""

    @property
    def counter(self) -> Counter:
        """Return where dossiers are opened and acted on."""
        return Counter(self.client, self.register, self.ground, self.task_queue)

    @cached_property
    def engine(self) -> Engine:
        """Return what the workflow engine is asked through about dossiers; it keeps what it was told a while."""
        return Engine(self.client)


async def off_loop(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a register call returns, without holding up the other requests meanwhile."""
    return await asyncio.to_thread(work, *args, **kwargs)


def office_of(request: Request) -> Office:
    """Return the office of the app a request came to."""
    office: Office = request.app.state.office
    return office


TheOffice = Annotated[Office, Depends(office_of)]
