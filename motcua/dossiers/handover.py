"""Paper that goes from hand to hand: due the same day, received by name, the giver's until then (R25–R27)."""

from datetime import datetime, time

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import duty_clock, pause_duty, silence_at
from motcua.dossiers.commands import Receive
from motcua.dossiers.parts import Duty
from motcua.dossiers.rights import must_hold
from motcua.dossiers.standing import own_clock_stands
from motcua.errors import RefusedError
from motcua.procedures.definition import APPLICANT, Step, StepKind
from motcua.worktime.due import hand_over_due

CUT_OFF = time(15)
"""Paper received up to then is handed over the same working day (Decree 61/2018 art. 18.2)."""
PAPER, ONLINE = "paper", "online"


def giver_of(case: Case, step: Step, agency: str) -> str | None:
    """Return who has the papers in hand when a step begins elsewhere, or None where nothing is carried there."""
    if case.procedure.hand_over != PAPER or case.dossier.channel == ONLINE or step.system or agency == APPLICANT:
        return None
    if step.kind is StepKind.LINKED:  # its leg is received there as a dossier of its own
        return None
    known = case.ground.directory.knows(case.by.agency)
    giver = case.by.agency if known else case.dossier.competent
    return giver if giver != agency else None


def hand_over_by(case: Case, giver: str) -> datetime:
    """Return until when the papers have to be handed over (R25)."""
    return hand_over_due(case.at, CUT_OFF, case.calendar_for(giver))


def receive(case: Case, do: Receive) -> None:
    """Take papers in."""
    duty = case.duty_or_refuse(do.step)
    must_hold(case, duty)
    if duty.hand_over_by is None:
        since, step = case.calendar.local(duty.since), case.names.quoted(do.step)
        raise RefusedError(
            f"Step {step.en} is in your hands since {since:%Y-%m-%d %H:%M}.",
            vi=f"Bước {step.vi} đã được nhận từ {since:%d/%m/%Y %H:%M}.",
            field="do.step",
            rule="R27",
            hint="Go on with the work.",
            hint_vi="Tiếp tục giải quyết.",
        )
    take_in(case, duty)


def take_in(case: Case, duty: Duty) -> Duty:
    """Start the clock of work that was on its way; acting on it is having received it. Return the duty as it is now."""
    if duty.hand_over_by is None:
        return duty
    step = case.step(duty.step)
    clock = duty_clock(case, step, duty.agency)
    fact: dict[str, object] = {"step": duty.step} | ({"late": True} if case.at > duty.hand_over_by else {})
    if clock is not None:
        fact |= {"allow": clock.allow, "due": clock.due} | ({"since": clock.since} if clock.since != case.at else {})
        silence = silence_at(step, max(clock.due, case.at), case.calendar_for(duty.agency))
        fact |= {"silence_at": silence} if silence else {}
    case.say(f.DutyReceived.model_validate(fact))
    if own_clock_stands(case.dossier, step):
        pause_duty(case, case.duty_or_refuse(duty.step))
    return case.duty_or_refuse(duty.step)
