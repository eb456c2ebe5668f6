"""Where another agency asks: our side of it. what was given to it, and what it tells."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from temporalio import activity
from temporalio.api.operatorservice.v1 import ListNexusEndpointsRequest
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from activities.federation import Heard, NextWatch, Note, Standing, Unwanted
from activities.messages import Order, Reply
from motcua.register.elsewhere import AwayElsewhere, Errand
from motcua.register.register import Register

AT_ONCE = 50
"""Requests that are called off in one round."""
AWAY = "The system does not answer."
SILENT = "The agency's own worker has not answered through its endpoint."

log = structlog.get_logger("federation")


@dataclass(frozen=True)
class ElsewhereActivities:
    """Stands in for the systems that agencies ask themselves: it has neither their addresses nor their secrets."""

    client: Client
    register: Register
    endpoints: Mapping[str, str]
    """Nexus endpoints by system."""

    @activity.defn(name="departments.ask")
    async def ask(self, order: Order) -> Reply:
        """Note that the agency is asked, and say through which endpoint; safe to repeat."""
        endpoint = await self._endpoint(order.system)
        errand = Errand(
            order.key, order.system, order.dossier, order.step, order.visit, order.agency, endpoint, order.reply_by
        )
        await asyncio.to_thread(self.register.sent_elsewhere, errand, _now())
        return Reply(endpoint=endpoint)

    @activity.defn(name="departments.heard")
    async def heard(self, heard: Heard) -> None:
        """Note the agency's answer."""
        answer = heard.answer
        said = {"detail": answer.detail, "reference": answer.reference}
        await asyncio.to_thread(self.register.heard_elsewhere, heard.order.key, answer.outcome, _now(), **said)

    @activity.defn(name="departments.called_back")
    async def called_back(self, unwanted: Unwanted) -> None:
        """Note that the agency knows that a request is not wanted any more."""
        await asyncio.to_thread(self.register.called_back, unwanted.key, _now())

    @activity.defn(name="departments.stands")
    async def stands(self, note: Note) -> NextWatch:
        """Keep what a watch brought, and say what to watch for next."""
        endpoint = await self._endpoint(note.system)
        away = _away(note)
        if note.standing is not None or note.silent_since is not None:
            await asyncio.to_thread(self.register.told_of_system, note.system, away, _now())
        found = await asyncio.to_thread(self.register.abandoned_calls, note.system, AT_ONCE, _now())
        unwanted = tuple(Unwanted(key=call.key, system=call.system) for call in found)
        return NextWatch(endpoint=endpoint, known=note.standing, unwanted=unwanted)

    async def _endpoint(self, system: str) -> str:
        """Return a system's endpoint if the server knows it: a workflow that named an unknown one would stand still."""
        name = self.endpoints[system]
        found = await self.client.operator_service.list_nexus_endpoints(ListNexusEndpointsRequest(name=name))
        if not found.endpoints:
            log.error("endpoint_unknown", system=system, endpoint=name)
            raise ApplicationError(f"The server knows no Nexus endpoint {name}.", type="EndpointUnknown")
        return name

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.ask, self.heard, self.called_back, self.stands]


def _away(note: Note) -> AwayElsewhere | None:
    if note.silent_since is not None:
        return AwayElsewhere(note.silent_since, SILENT)
    standing = note.standing or Standing(system=note.system)
    return AwayElsewhere(standing.away_since, standing.error or AWAY) if standing.away_since else None


def _now() -> datetime:
    return datetime.now(UTC)
