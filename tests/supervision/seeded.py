"""A stack in whose register there is something of everything that is asked for by an id."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
from sqlalchemy import insert

from activities.anchors import AnchorActivities
from motcua.dossiers.ground import Ground
from motcua.register.alarms import AlarmKind
from motcua.register.anchor_files import AnchorFolder
from motcua.register.department_tables import OutageRow
from motcua.register.register import Register
from motcua.register.topic import sql_table
from motcua.settings import Settings
from motcua.supervision.access.house import Access
from motcua.supervision.api.app import BASE, build_app
from motcua.supervision.api.office import Office
from motcua.supervision.connection import connect
from motcua.supervision.demo.in_flight import lives
from motcua.supervision.installation import register_of
from motcua.supervision.stack import Stack
from motcua.supervision.subscribing import subscribers_of
from tests.supervision.bodies import BY, Held, decision
from tests.supervision.conftest import SUBSCRIBERS, Json, fresh_key, opening

SYSTEM, SUBSCRIBER = "weather", "register-of-births"
"""A system nobody is connected to, which is away; and a subscriber whose program never answers."""
IN_FLIGHT = 10
"""Dossiers taken over with their past: early and late, standing, ended."""
VIEWS = 12
"""Some of them are deleted by those who try everything."""

Known = dict[str, dict[str, list[str]]]
"""By the beginning of a path, the values its parameters can have, by name."""


@dataclass(frozen=True)
class Seeded:
    """A running stack, what is known in it by an id, and the same API in this process."""

    stack: Stack
    known: Known
    api: httpx2.AsyncClient

    async def held(self) -> list[Held]:
        """Return the open dossiers that are there, each with who can act on it."""
        codes = self.known["/dossiers/"]["code"]
        dossiers = [(await self.api.get(f"/dossiers/{code}")).json() for code in codes]
        return [_held(dossier) for dossier in dossiers if dossier["ended_at"] is None]

    def address(self, path: str) -> str:
        """Return the address of an operation, with ids that exist."""
        names = next((names for beginning, names in self.known.items() if path.startswith(beginning)), {})
        return path.format(**{name: values[0] for name, values in names.items()})


def settings_of(home: Path) -> Settings:
    """Return the settings of a stack that has a subscriber."""
    home.mkdir(parents=True, exist_ok=True)
    subscribers = home / "subscribers.yaml"
    subscribers.write_text(SUBSCRIBERS.format(url="http://127.0.0.1:9/"), encoding="utf-8")
    return Settings(home=home, port=0, subscribers=subscribers)


@asynccontextmanager
async def seeding(stack: Stack, ground: Ground) -> AsyncIterator[Seeded]:
    """Put something of everything into a running stack, and have its API in this process, too."""
    settings = stack.settings
    with register_of(settings) as register:
        client = await connect(f"127.0.0.1:{stack.state.ports['temporal']}")
        office = Office(client, register, ground, settings.task_queue, subscribers=subscribers_of(settings))
        transport = httpx2.ASGITransport(build_app(office, Access(register, ground, settings)))
        headers = {"Authorization": f"Bearer {stack.key}"}
        async with httpx2.AsyncClient(
            base_url=f"http://motcua{BASE}", transport=transport, headers=headers, timeout=60
        ) as api:
            kept = AnchorActivities(register, AnchorFolder(stack.home / "anchors"), ground.calendars["vn"].tz, {})
            known = await _asked_for(api, ground) | _beside(register) | {"/anchors/": {"number": ["1"]}}
            assert kept.taken("seed").number == 1
            yield Seeded(stack, known, api)


def _held(dossier: Json) -> Held:
    """Return who can act on a dossier: whoever has its first duty; where none is open, who took it in."""
    for duty in dossier["duties"]:
        if duty["agency"]["id"] != "applicant":
            return Held(dossier["code"], duty["agency"]["id"], duty["step"]["id"])
    return Held(dossier["code"], dossier["one_stop"]["id"], "s1")


async def _asked_for(api: httpx2.AsyncClient, ground: Ground) -> Known:
    """Have everything made that callers make, and return its ids."""
    codes = [str((await _made(api, "/dossiers", each))["code"]) for each in _openings(ground)]
    await api.post(f"/callbacks/{SYSTEM}", json={})
    view = {"question": {"only_late": True}}
    views = [(await _made(api, "/views", view | {"name": f"Trễ {number}"}))["id"] for number in range(VIEWS)]
    repair = await _made(api, "/repairs", {"by": BY, "what": "retry", "reason": "thử lại", "codes": codes})
    order = await _made(api, "/reports/orders/form06", {})
    return {
        "/dossiers/": {"code": codes, "form": ["receipt", "control-slip"]},
        "/views/": {"id": views},
        "/repairs/": {"id": [await _previewed(api, f"/repairs/{repair['id']}")]},
        "/campaigns/": {"id": [await _campaign(api)]},
        "/reports/orders/": {"number": [order["number"]]},
    }


def _beside(register: Register) -> Known:
    """Put in place what only comes about by itself, and return its ids."""
    said = {"detail": "The tax office refused it.", "detail_vi": "Cơ quan thuế từ chối."}
    alarm = register.raise_alarm(AlarmKind.DEAD_CALL, "A/tax/1", at=datetime.now(UTC), system="tax", **said)
    began = datetime.now(UTC) - timedelta(hours=1)
    away = {"system": SYSTEM, "began_at": began, "last_error": "500", "failures": 9, "dossiers": 0, "probes": 3}
    with register._store.writing() as connection:
        connection.execute(insert(sql_table(OutageRow)), away)
    return {
        "/procedures/": {"code": ["1.013831"]},
        "/alarms/": {"number": [str(alarm)]},
        "/notices/": {"number": ["1", "2"]},
        "/portal/messages/": {"number": ["1", "2"]},
        "/exchange/refused/": {"number": ["1"]},
        "/exchange/outages/": {"system": [SYSTEM]},
        "/outages/": {"system": [SYSTEM]},
        "/webhooks/": {"name": [SUBSCRIBER]},
    }


def _openings(ground: Ground) -> list[Json]:
    applicant = {"name": "Cơ sở Thử Nghiệm", "phone": "0900000000"}
    past = [{"key": fresh_key()} | life.opening for life in lives(datetime.now(UTC), ground.calendars["vn"])]
    return [opening("1.013831", channel="online"), opening("1.013831", applicant=applicant), *past[:IN_FLIGHT]]


async def _made(api: httpx2.AsyncClient, path: str, body: Json) -> Json:
    answer = await api.post(path, json=body)
    assert answer.is_success, answer.text
    made: Json = answer.json()
    return made


async def _campaign(api: httpx2.AsyncClient) -> str:
    made = await _made(api, "/calendars/decisions", {"by": BY, "decision": decision("77/TB-BNV", "2027-12-29")})
    return await _previewed(api, f"/campaigns/{made['id']}")


async def _previewed(api: httpx2.AsyncClient, path: str) -> str:
    """Wait until a campaign is previewed, and return its id."""
    for _ in range(100):
        shown: Json = (await api.get(path)).json()
        if shown["state"] == "draft":
            break
        await asyncio.sleep(0.1)
    return str(shown["id"])
