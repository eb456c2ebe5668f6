"""A birth with its residence and its insurance: one dossier, and one more in each of two other agencies."""

from typing import Any

from motcua.dossiers import commands as c
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import State
from motcua.procedures.definition import Procedure
from tests.dossiers.houses import ground, procedure, step, words
from tests.dossiers.life import HANOI, Life, at

FRIDAY = "Fri 2026-11-20 09:00"
REFUSED = [{"name": "refused", "label": words("refused elsewhere, returned with the rest")}]


def birth(**values: Any) -> Procedure:
    """Return three working days: one to register, then two for police and insurance side by side."""
    steps = [
        step("intake", "intake", "one_stop", "0wd"),
        step("register", "appraise", "department", "1wd", "intake"),
        step("residence", "linked", "police", "2wd", "register", opens="RES1"),
        step("card", "linked", "tax", "2wd", "register", opens="INS1", outcomes=REFUSED),
        step("give_back", "return", "one_stop", "0wd", "residence card"),
    ]
    return procedure(values.pop("steps", steps), "3wd", **{"code": "BIRTH1"} | values)


def in_parts(**values: Any) -> Procedure:
    """Return the same on paper: twenty working days, each part handed over when it is there."""
    steps = [
        step("intake", "intake", "one_stop", "0wd"),
        step("register", "appraise", "department", "1wd", "intake"),
        step("give_certificate", "return", "one_stop", "0wd", "register"),
        step("residence", "linked", "police", "15cd", "register", opens="RES1"),
        step("card", "linked", "tax", "10cd", "register", opens="INS1"),
        step("give_residence", "return", "one_stop", "0wd", "residence"),
        step("give_card", "return", "one_stop", "0wd", "card"),
    ]
    return procedure(steps, "20wd", **{"code": "BIRTH2"} | values)


def part(code: str, seat: str, **values: Any) -> Procedure:
    """Return the part of one agency: taken in, worked on, sent back to where the whole was received."""
    steps = [
        step("take_in", "intake", seat),
        step(
            "work",
            "appraise",
            seat,
            "1wd",
            "take_in",
            outcomes=[{"name": "no", "label": words("no"), "ends": "refused"}],
        ),
        step("send", "return", seat, "0wd", "work"),
    ]
    return procedure(values.pop("steps", steps), "5wd", code=code, lead=seat, one_stop=seat, **values)


def everywhere(*more: Procedure) -> Ground:
    """Return all of them at once."""
    return ground(birth(), in_parts(), part("RES1", "police"), part("INS1", "tax"), *more)


class Linked(Life):
    """A dossier with legs, between which this test carries what the engine would carry."""

    def __init__(self, procedure: Procedure, received: str, *, on: Ground | None = None, **opening: Any) -> None:
        super().__init__(procedure, received, on=on or everywhere(), **opening)
        self.legs: dict[str, Life] = {}

    def open_leg(self, when: str, step: str) -> Life:
        """Open the dossier of a linked step, with what the engine gives it."""
        duty, whole = self.duty(step), self.now
        received = (whole.received_at or at(when)).astimezone(HANOI).date()
        version = self.ground.catalogue.version_for(self.procedure_of(step), received)
        due = whole.clock.due if whole.clock and whole.clock.due > at(when) else None
        code, known = f"{step}-{duty.visit}", self.ground.catalogue.get(whole.procedure, whole.version).by_id[step]
        listed = {document.id for document in version.documents}
        given = {"parent": whole.code, "leg": duty.ref, "limit": known.allow, "not_after": due, "accept": True}
        given |= {"territory": whole.territory, "channel": whole.channel}
        given |= {"documents": tuple(document for document in whole.documents if document in listed)}
        leg = Life(version, when, by=whole.competent, on=self.ground, **{"code": code} | given)
        self.do(
            when,
            c.NoteLeg(step=step, visit=duty.visit, code=code, procedure=version.code, due=leg.now.due),
            by="engine",
        )
        self.legs[code] = leg
        return leg

    def procedure_of(self, step: str) -> str:
        """Return what a linked step opens."""
        opens = self.ground.catalogue.get(self.now.procedure, self.now.version).by_id[step].opens
        assert opens is not None
        return opens

    def hear(self, when: str, leg: Life, **more: Any) -> "Linked":
        """Take in where a leg stands, as the engine reports it."""
        there = leg.now
        assert there.leg is not None
        step, visit = there.leg.rsplit("/", 1)
        said = {"state": there.state, "due": there.due, "finished_at": there.finished_at, "result": there.result}
        report = {k: v for k, v in said.items() if v is not None} | {
            "step": step,
            "visit": int(visit),
            "code": there.code,
        }
        self.do(when, c.HearLeg.model_validate(report | more), by=there.competent)
        return self

    def registered(self, when: str) -> "Linked":
        """Take the birth in and register it."""
        self.complete(when, "intake", "register")
        return self


def finished(leg: Life, when: str, outcome: str = "done") -> Life:
    """Do all of a leg's work at one moment."""
    for name in ("take_in", "work"):
        leg.complete(when, name, **({"outcome": outcome} if name == "work" else {}))
    assert leg.now.state is State.RETURNED
    return leg


def side_by_side() -> tuple[Linked, Life, Life]:
    """Return a birth that is registered, and both its legs."""
    whole = Linked(birth(), FRIDAY).registered("Fri 2026-11-20 14:00")
    return whole, whole.open_leg("Fri 2026-11-20 14:01", "residence"), whole.open_leg("Fri 2026-11-20 14:01", "card")
