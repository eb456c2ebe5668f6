"""Carrying a dossier to its result: every agency does its own step, department systems and the law do theirs."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.past import Json
from motcua.supervision.demo.story import UnexpectedError

PATIENCE = 45.0
"""Seconds a dossier may stand still before the demonstration gives up on it."""
BY_THEMSELVES = ("department_system", "moment")
CLOSED = ("returned", "stopped", "refused_at_intake")

T = TypeVar("T")
Choice = Callable[[Json], Json | None]
"""What to do about a duty instead of the usual; None: the usual."""


async def carry(desk: Desk, code: str, choose: Choice | None = None, upto: str | None = None) -> Json:
    """Act for every agency in turn until the dossier ends, or until a step is open; return it as it then stands."""
    moved, seq = time.monotonic(), -1
    while True:
        dossier = await desk.dossier(code)
        if dossier["state"]["id"] in CLOSED or (upto and upto in open_steps(dossier)):
            return dossier
        if dossier["seq"] != seq:
            moved, seq = time.monotonic(), dossier["seq"]
        if time.monotonic() - moved > PATIENCE:
            raise UnexpectedError(f"{code} stands still: {[d['step']['id'] for d in dossier['duties']]}")
        if not await _one_act(desk, dossier, choose):
            await asyncio.sleep(0.25)


async def until(look: Callable[[], Awaitable[T | None]], what: str) -> T:
    """Return what a look finds, once it finds something; fail the demonstration where it never does."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := await look():
            return found
        await asyncio.sleep(0.25)
    raise UnexpectedError(f"did not happen: {what}")


def open_steps(dossier: Json) -> set[str]:
    """Return the steps that are open."""
    return {duty["step"]["id"] for duty in dossier["duties"]}


def told(dossier: Json) -> list[str]:
    """Return the kinds of the facts of a dossier's story, in order."""
    return [event["kind"] for event in dossier["timeline"]]


async def _one_act(desk: Desk, dossier: Json, choose: Choice | None) -> bool:
    """Do one thing that is somebody's to do; False where everything open goes on by itself."""
    if dossier["state"]["id"] == "submitted_online":
        await _do(desk, dossier, dossier["one_stop"]["id"], {"kind": "accept"}, "accept")
        return True
    for duty in dossier["duties"]:
        if duty["waiting_for"]["id"] in BY_THEMSELVES or duty["kind"] == "linked":
            continue
        do = (choose and choose(duty)) or _usual(duty)
        by = dossier["one_stop"]["id"] if duty["agency"]["id"] == "applicant" else duty["agency"]["id"]
        await _do(desk, dossier, by, do, f"{duty['step']['id']}/{duty['visit']}")
        return True
    return False


def _usual(duty: Json) -> Json:
    step = duty["step"]["id"]
    if duty["kind"] == "consult":
        return {"kind": "opine", "step": step, "opinion": "agreed"}
    if duty["kind"] == "return" and duty["waiting_for"]["id"] == "payment":
        return {"kind": "pay_fee", "reference": f"BL-{step}"}
    return {"kind": "complete", "step": step}


async def _do(desk: Desk, dossier: Json, by: str, do: Json, mark: str) -> None:
    code = dossier["code"]
    answer = await desk.act(code, f"demo/{mark}/{do['kind']}", by, do)
    if answer.status == 409:
        return
    answer.must(200)
