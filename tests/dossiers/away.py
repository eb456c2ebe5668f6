"""A department system that is away: a procedure that asks the land register, and the decisions about its outage."""

from typing import Any

from motcua.dossiers import commands as c
from motcua.procedures.definition import Procedure
from tests.dossiers.houses import step, ten_days
from tests.dossiers.life import Life, at

SYSTEM = "land-register"
DECISION, BASIS = "12/QĐ-UBND ngày 06/11/2026", "Nghị định 61/2018/NĐ-CP điều 17"
AWAY, FROM, BACK = "Thu 2026-11-05 10:00", "Fri 2026-11-06 07:30", "Wed 2026-11-11 15:00"
"""When the register went away, from when a decision lets clocks stand, and when it was back."""


def asking(**values: Any) -> Procedure:
    """Return ten working days in which the land register is asked after two days of appraisal."""
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step("appraise", "appraise", "department", "2wd", "intake"),
        step("register", "verify", "land_office", "3wd", "appraise", system=SYSTEM),
        step("sign", "sign", "department", "1.5wd", "register"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    return ten_days(**{"steps": steps} | values)


def waiting(received: str = "Mon 2026-11-02 08:00", asked: str = "Wed 2026-11-04 09:00", **values: Any) -> Life:
    """Return a dossier that waits on the register since `asked`."""
    return Life(asking(**values), received).complete(received, "intake").complete(asked, "appraise")


def standing_of(began: str, since: str, *, outage: int = 1, system: str = SYSTEM) -> c.StandForOutage:
    """Return what the engine is to do by a decision that clocks stand."""
    said = {"system": system, "outage": outage, "began": at(began), "since": at(since)}
    return c.StandForOutage.model_validate(said | {"decision": DECISION, "basis": BASIS})


def stand(life: Life, told: str, *, since: str = FROM, began: str = AWAY, **of: Any) -> Life:
    """Let the decision reach the dossier."""
    return life.do(told, standing_of(began, since, **of), by="one-stop", reason="the register is away")


def run(life: Life, told: str, *, until: str = BACK, outage: int = 1, **more: Any) -> Life:
    """Let it reach the dossier that the register is back."""
    return life.do(told, c.RunAfterOutage(outage=outage, until=at(until), **more), by="one-stop")


def answered(life: Life, when: str, outcome: Any = "done", name: str = "register", **how: Any) -> Life:
    """Let the register answer."""
    visit = life.duty(name).visit
    do = c.DepartmentAnswered(step=name, visit=visit, outcome=outcome, **how)
    return life.do(when, do, by=f"system:{SYSTEM}")
