"""Repairs somebody tries: every kind, of what is open and of what is not, and the undoing of those made before."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from motcua.dossiers import commands as c
from motcua.dossiers import commands_of_repair as r
from motcua.dossiers import facts as f
from motcua.dossiers.parts import Actor

if TYPE_CHECKING:
    from tests.dossiers.trying import Walk

OFFICERS = ("cb-07", "cb-08", "cb-09")


def _said(pick: int) -> dict[str, Any]:
    """Return what every repair says, now and then without its basis."""
    basis = {"basis": "9/QĐ"} if pick % 6 else {}
    return {"repair": f"repair:trial:{pick}"} | basis


def _by(walk: "Walk") -> Actor:
    return Actor(agency=walk.life.now.one_stop, officer="gs-01")


def _any_step(walk: "Walk", pick: int) -> str:
    """Return a step of the version, wherever the dossier is, or one that nobody knows."""
    steps = [s.id for s in walk.life.ground.procedure(walk.proc.code, walk.life.now.version).steps]
    return [*steps, "nowhere"][pick % (len(steps) + 1)]


def _retry(walk: "Walk", pick: int) -> c.Command:
    return r.Retry.model_validate(_said(pick) | ({"step": walk.step(pick)} if pick % 3 == 0 else {}))


def _skip(walk: "Walk", pick: int) -> c.Command:
    name = walk.step(pick)
    version = walk.life.ground.procedure(walk.proc.code, walk.life.now.version)
    data = {n: pick % 2 == 0 for n, field in version.data.items() if field.from_step == name and pick % 5}
    return r.SkipStep.model_validate(_said(pick) | {"step": name, "data": data})


def _go_to(walk: "Walk", pick: int) -> c.Command:
    return r.GoTo.model_validate(_said(pick) | {"step": _any_step(walk, pick)})


def _take_up_again(walk: "Walk", pick: int) -> c.Command:
    out = [s for s, done in walk.life.now.done.items() if done.outcome == "skipped"]
    return r.TakeUpAgain.model_validate(_said(pick) | {"steps": out[: 1 + pick % 2] or [_any_step(walk, pick)]})


def _reassign(walk: "Walk", pick: int) -> c.Command:
    agency = walk.holder(walk.step(pick)).agency
    said: dict[str, Any] = {"agency": agency, "officer": OFFICERS[pick % 3]}
    said |= {"instead_of": OFFICERS[pick // 3 % 3]} if pick % 4 == 0 else {}
    return r.Reassign.model_validate(_said(pick) | said)


def _give_back(walk: "Walk", pick: int) -> c.Command:
    before = {walk.step(pick): OFFICERS[pick % 3] if pick % 2 else None}
    return r.GiveBack.model_validate(_said(pick) | {"officer": OFFICERS[pick // 2 % 3], "before": before})


def _correct(walk: "Walk", pick: int) -> c.Command:
    from tests.dossiers.trying import DATES

    return r.CorrectDate.model_validate(_said(pick) | ({"to": DATES[pick // 2 % len(DATES)]} if pick % 2 else {}))


def _restore(walk: "Walk", pick: int) -> c.Command:
    """Return the undoing of the last correction; where there was none, of one that never was."""
    said = [fact for t in walk.life.transitions for fact in t.facts if isinstance(fact, f.DateCorrected)]
    if not said:
        return _correct(walk, pick)
    return r.RestoreDate.model_validate(_said(pick) | {"clock": said[-1].before, "corrected": said[-1].new_due})


REPAIRS: dict[str, Callable[["Walk", int], c.Command]] = {
    "retry": _retry,
    "resent": lambda _w, p: r.NoteResent.model_validate(_said(p) | {"what": ("notices",)}),
    "skip": _skip,
    "go_to": _go_to,
    "take_up_again": _take_up_again,
    "reassign": _reassign,
    "give_back": _give_back,
    "correct_date": _correct,
    "restore_date": _restore,
    "withdraw_on_paper": lambda _w, p: r.Withdraw.model_validate(_said(p)) if p % 9 == 0 else _retry(_w, p),
    "rehome": lambda _w, p: r.Rehome.model_validate(_said(p)),
}


def repaired(name: str) -> Callable[["Walk", int], tuple[Actor, c.Command]]:
    """Return what tries a repair, as whoever supervises."""
    return lambda walk, pick: (_by(walk), REPAIRS[name](walk, pick))
