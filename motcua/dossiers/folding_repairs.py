"""How the facts of repairs change the dossier; what a repair led to besides has facts of its own."""

from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.folding import changed, changed_by, with_duty
from motcua.dossiers.parts import Actor, Moment


@changed_by.register
def _(fact: f.Unassigned, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_duty(dossier, fact.step, officer=None)


@changed_by.register
def _(fact: f.AgencySucceeded, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    values: dict[str, Any] = {role: fact.successor for role in fact.roles}
    return changed(dossier, **values)


@changed_by.register
def _(fact: f.DutyRehomed, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_duty(dossier, fact.step, agency=fact.agency, officer=fact.officer, holder=fact.holder)
