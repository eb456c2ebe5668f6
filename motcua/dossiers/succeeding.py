"""What an agency held that has ended goes to its successor: code, receipt and every date stay (R69–R71)."""

from datetime import date
from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.commands_of_repair import Rehome, RepairKind
from motcua.dossiers.mending import say_repaired
from motcua.dossiers.parts import Duty, Waiting
from motcua.dossiers.rights import must_be_active
from motcua.errors import InvalidInputError, NotFoundError, RefusedError
from motcua.procedures.definition import StepKind

HELD_BY_AGENCIES = (Waiting.OFFICER, Waiting.PARTNER)


def rehome(case: Case, do: Rehome) -> None:
    """Put the successor in the place of every agency of the dossier that does not exist any more."""
    on = case.calendar.local(case.at).date()
    roles = _ended_roles(case, on)
    duties = [duty for duty in case.dossier.duties if _has_ended(case, duty.agency, on)]
    if not roles and not duties:
        raise _nobody_ended(case)
    if do.otherwise is not None:
        must_be_active(case, do.otherwise, "do.otherwise")
    homes = {duty.step: _heir(case, do, duty.agency, case.step(duty.step).seat, on) for duty in duties}
    say_repaired(case, do, RepairKind.REHOME)
    for agency, held in roles.items():
        for heir, taken in _heirs_of_roles(case, do, agency, held, on).items():
            said: dict[str, Any] = {"agency": agency, "successor": heir, "roles": tuple(taken)}
            case.say(f.AgencySucceeded.model_validate(said))
    for duty in duties:
        case.say(_rehomed(case, do, duty, *homes[duty.step]))


def _ended_roles(case: Case, on: date) -> dict[str, list[str]]:
    """Return the agencies that have ended and received or decide the dossier, with what they are to it."""
    found: dict[str, list[str]] = {}
    for role, agency in (("one_stop", case.dossier.one_stop), ("competent", case.dossier.competent)):
        if _has_ended(case, agency, on):
            found.setdefault(agency, []).append(role)
    return found


def _heirs_of_roles(case: Case, do: Rehome, agency: str, roles: list[str], on: date) -> dict[str, list[str]]:
    seats = {"one_stop": case.procedure.one_stop, "competent": case.procedure.lead}
    heirs: dict[str, list[str]] = {}
    for role in roles:
        heirs.setdefault(_heir(case, do, agency, seats[role], on)[0], []).append(role)
    return heirs


def _heir(case: Case, do: Rehome, agency: str, seat: str, on: date) -> tuple[str, bool]:
    """Return who takes an agency's place, and whether that is whoever takes what has no successor of its own."""
    try:
        return case.ground.directory.successor(agency, on, territory=case.dossier.territory, seat=seat).id, False
    except (NotFoundError, InvalidInputError) as unknown:
        if do.otherwise is not None:
            return case.ground.directory.get(do.otherwise).id, True
        who = case.names.agency(agency)
        raise RefusedError(
            f"Nobody is named to take over from {who.en}: {unknown.message}",
            vi=f"Chưa xác định cơ quan kế thừa của {who.vi}: {unknown.message_vi}",
            field="do.otherwise",
            rule="R71",
            hint="Name an agency and an officer who take what cannot be mapped.",
            hint_vi="Nêu cơ quan và cán bộ nhận những việc chưa xác định được nơi kế thừa.",
        ) from unknown


def _rehomed(case: Case, do: Rehome, duty: Duty, agency: str, unmapped: bool) -> f.DutyRehomed:
    holder = duty.holder
    if holder in HELD_BY_AGENCIES:
        own = agency in (case.dossier.competent, case.dossier.one_stop) and duty.kind is not StepKind.LINKED
        holder = Waiting.OFFICER if own else Waiting.PARTNER
    said: dict[str, Any] = {"step": duty.step, "before": duty.agency, "agency": agency, "holder": holder}
    return f.DutyRehomed.model_validate(said | ({"officer": do.officer} if unmapped and do.officer else {}))


def _has_ended(case: Case, agency: str, on: date) -> bool:
    directory = case.ground.directory
    if not directory.knows(agency):  # the applicant, a department system
        return False
    last = directory.get(agency).valid_to
    return last is not None and last < on


def _nobody_ended(case: Case) -> RefusedError:
    return RefusedError(
        f"No agency of dossier {case.dossier.code} has ended: each keeps what it holds.",
        vi=f"Không có cơ quan nào của hồ sơ {case.dossier.code} đã chấm dứt hoạt động.",
        field="do.kind",
        rule="R70",
        hint="A dossier goes only to the successor of an agency that has ended.",
        hint_vi="Hồ sơ chỉ chuyển sang cơ quan kế thừa của cơ quan đã chấm dứt hoạt động.",
    )
