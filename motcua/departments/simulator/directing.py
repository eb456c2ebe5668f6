"""The routes for whoever directs the play: how systems behave, whom they let in, and what happened."""

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

from motcua.departments.simulator.asking import System
from motcua.departments.simulator.behaviour import Behaviour, Behaviours
from motcua.departments.simulator.doors import Door
from motcua.departments.simulator.ledger import Ledger


class Strict(BaseModel):
    """A reply of the simulator's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Told(Strict):
    """What a system was told; the last is in force."""

    system: str
    told: Behaviours


class Page(Strict):
    """What happened to one key."""

    asked: int
    effects: int
    """How often the work was done; more than one would be a defect."""
    answered: int
    accepted: int
    callbacks_tried: int
    callbacks_delivered: int


class Pages(Strict):
    """What a system was asked and did, by key."""

    system: str
    requests: dict[str, Page]


class Stands(Strict):
    """What became of one key after it was asked."""

    speech: str
    polled: int
    withdrawn: bool


class Standings(Strict):
    """What became of the keys of a system."""

    system: str
    requests: dict[str, Stands]


class Tokens(Strict):
    """How many tokens a system issued."""

    system: str
    issued: int


class Health(Strict):
    """The system can be asked."""

    system: str


def direction_routes(app: FastAPI, ledger: Ledger) -> None:
    """Add the routes."""
    _behaviours(app, ledger)
    _memories(app, ledger)
    _doors(app, ledger)


def _behaviours(app: FastAPI, ledger: Ledger) -> None:
    @app.put("/{system}/behaviour")
    async def tell(system: System, behaviour: Behaviour) -> Told:
        return Told(system=system, told=ledger.tell(system, behaviour))

    @app.get("/{system}/behaviour")
    async def behaviour(system: System) -> Told:
        return Told(system=system, told=ledger.behaviours(system))

    @app.get("/{system}/health")
    async def health(system: System) -> Health:
        return Health(system=system)


def _memories(app: FastAPI, ledger: Ledger) -> None:
    @app.get("/{system}/ledger")
    async def pages(system: System) -> Pages:
        requests = {key: Page(**counts) for key, counts in ledger.pages(system).items()}
        return Pages(system=system, requests=requests)

    @app.get("/{system}/standing")
    async def standings(system: System) -> Standings:
        found = ledger.standing.all(system).items()
        requests = {key: Stands(speech=s.speech, polled=s.polled, withdrawn=s.withdrawn) for key, s in found}
        return Standings(system=system, requests=requests)


def _doors(app: FastAPI, ledger: Ledger) -> None:
    @app.put("/{system}/door")
    async def close(system: System, door: Door) -> Door:
        return ledger.doors.tell(system, door)

    @app.get("/{system}/tokens")
    async def tokens(system: System) -> Tokens:
        return Tokens(system=system, issued=ledger.doors.issued(system))

    @app.delete("/{system}/tokens")
    async def revoke(system: System) -> Tokens:
        ledger.doors.revoke(system)
        return Tokens(system=system, issued=ledger.doors.issued(system))
