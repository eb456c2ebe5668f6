"""What an agency's own program does in the demonstration: it speaks HTTP, and nothing else."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx2

from motcua.supervision.demo.story import UnexpectedError

TRIES = 5
AWAY = 503
Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the API said."""

    status: int
    body: Json

    def must(self, *statuses: int) -> Json:
        """Return the body, or fail the demonstration where the status is another one."""
        if self.status not in statuses:
            raise UnexpectedError(f"expected {statuses}, got {self.status}: {self.body}")
        return self.body


class Desk:
    """A client of the API."""

    def __init__(self, address: str, departments: str, key: str) -> None:
        self._client = httpx2.AsyncClient(
            base_url=f"{address}/api/v1", timeout=60, trust_env=False, headers={"Authorization": f"Bearer {key}"}
        )
        self._departments = httpx2.AsyncClient(base_url=departments, timeout=10, trust_env=False)

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()
        await self._departments.aclose()

    async def post(self, path: str, body: object) -> Answer:
        """Send JSON; bytes are sent as they are. What is away for a moment is asked again, with the same key."""
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        for _ in range(TRIES):
            reply = await self._client.post(path, **content)
            if reply.status_code != AWAY:
                break
            await asyncio.sleep(float(reply.headers.get("Retry-After", 1)))
        return Answer(reply.status_code, reply.json())

    async def get(self, path: str, **query: str | int | bool | None) -> Json:
        """Read something that must be there."""
        reply = await self._client.get(path, params={k: v for k, v in query.items() if v is not None})
        return Answer(reply.status_code, reply.json()).must(200)

    async def fetch(self, path: str) -> bytes:
        """Read a file that must be there."""
        reply = await self._client.get(path)
        return reply.raise_for_status().content

    async def open(self, opening: Json) -> str:
        """Open a dossier and return its code."""
        return str((await self.post("/dossiers", opening)).must(200, 201)["code"])

    async def dossier(self, code: str) -> Json:
        """Return a dossier as it stands."""
        return await self.get(f"/dossiers/{code}")

    async def act(self, code: str, key: str, by: str, do: Json, reason: str | None = None) -> Answer:
        """Do something to a dossier."""
        said = {"key": key, "by": {"agency": by}, "do": do} | ({"reason": reason} if reason else {})
        return await self.post(f"/dossiers/{code}/actions", said)

    async def tell_department(self, system: str, **behaviour: object) -> None:
        """Tell a played department system how to behave."""
        (await self._departments.put(f"/{system}/behaviour", json=behaviour)).raise_for_status()

    async def asked_of_department(self, system: str) -> Json:
        """Return what a played department system was asked and did, by key."""
        reply = await self._departments.get(f"/{system}/ledger")
        requests: Json = reply.raise_for_status().json()["requests"]
        return requests

    async def at_the_portal(self, code: str) -> Json:
        """Return what the played national portal holds of a dossier, and what it took, in order."""
        reply = await self._departments.get(f"/national-portal/play/dossiers/{code}")
        held: Json = reply.raise_for_status().json()
        return held

    async def drift_at_the_portal(self, code: str, status: str) -> None:
        """Let somebody change a status on the played national portal."""
        told = {"code": code, "status": status}
        (await self._departments.put("/national-portal/play/drift", json=told)).raise_for_status()
