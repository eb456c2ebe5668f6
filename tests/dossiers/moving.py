"""A procedure in several versions, and a dossier on its way from one to another."""

from datetime import timedelta
from itertools import pairwise

from motcua.dossiers import commands as c
from motcua.dossiers.ground import Ground
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.definition import Procedure
from motcua.worktime.shipped import calendar
from tests.dossiers.houses import directory, step, ten_days
from tests.dossiers.life import Life

NEW = {"version": "2027", "valid_from": "2026-12-01"}
LATER = {"version": "2028", "valid_from": "2027-12-01"}


def versions(*known: Procedure) -> Ground:
    """Return a ground with the version in force, and those that follow it, each until the next."""
    ended = [old.model_copy(update={"valid_to": new.valid_from - timedelta(days=1)}) for old, new in pairwise(known)]
    return Ground(Catalogue([*ended, known[-1]]), directory(), {"vn": calendar("vn")})


def under(old: Procedure, *new: Procedure, received: str = "Mon 2026-11-02 08:00", **opening) -> Life:
    """Return a dossier received under the old version while the new ones are known."""
    return Life(old, received, on=versions(old, *new), **opening)


def anew(proc: Procedure, **changes) -> Procedure:
    """Return the version 2027, or one that is named, of a procedure: the same but for some changes."""
    return Procedure.model_validate(proc.model_dump(exclude_defaults=True) | NEW | changes)


def move(life: Life, moment: str, *, version: str = "2027", **how) -> list[str]:
    """Move a dossier to another version, and return the kinds of facts that follow."""
    before = len(life.said())
    life.do(moment, c.Move(version=version, **how), by="one-stop", reason="new law")
    return [said.fact.kind for said in life.said()[before:]]


def longer(**values) -> Procedure:
    """Return ten_days as twelve: an inspection of the site comes before the appraisal."""
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step("inspect", "verify", "construction", "2wd", "intake"),
        step("appraise", "appraise", "department", "8wd", "inspect"),
        step("sign", "sign", "department", "1.5wd", "appraise"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    return ten_days(steps=steps, total="12wd", **NEW | values)


def renamed(**values) -> Procedure:
    """Return ten_days with its appraisal under another name."""
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step("examine", "appraise", "department", "6wd", "intake"),
        step("sign", "sign", "department", "1.5wd", "examine"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    return ten_days(steps=steps, total="8wd", **NEW | values)
