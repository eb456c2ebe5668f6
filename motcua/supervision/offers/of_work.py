"""What can be done with the open work of a dossier, duty by duty."""

from collections.abc import Iterator

from motcua.dossiers.names import OUTCOMES, words_of
from motcua.dossiers.parts import Duty
from motcua.dossiers.work import SILENT
from motcua.procedures.definition import APPLICANT, Ending, Step, StepKind
from motcua.procedures.graph import OPINIONS
from motcua.supervision.offers.of_data import datum
from motcua.supervision.offers.offer import NOTE, REFERENCE, WHY, WHY_IF_ANY, WHY_READ, Input, Option, Possible, Shape
from motcua.supervision.offers.situation import Situation
from motcua.worktime.words import Words


def work(now: Situation) -> Iterator[Possible]:
    """Yield what can be done with each open duty, and with an opinion whose silence has taken effect."""
    for duty in now.dossier.duties:
        yield from _taking_up(now, duty)
        yield from _ending(now, duty)
        if duty.agency != APPLICANT:
            yield from _passing(now, duty)
    yield from _late_opinions(now)


def _taking_up(now: Situation, duty: Duty) -> Iterator[Possible]:
    about, told = now.names.step(duty.step), {"step": duty.step}
    if duty.hand_over_by is not None:
        yield Possible("receive", (duty.agency,), {**told}, about=about)
    if duty.trouble is not None:
        yield Possible("ask_again", (duty.agency, *reversed(now.deciders)), {**told}, about=about)


def _ending(now: Situation, duty: Duty) -> Iterator[Possible]:
    if duty.kind is StepKind.CONSULT:
        yield _opinion(now, duty.step, (duty.agency,))
        return
    step = now.procedure.by_id.get(duty.step)
    if step is None:
        return
    data = tuple(_data(now, step))
    for name, words in _ends(step):
        ends = step.outcome(name)
        why = WHY_READ if ends is not None and ends.ends is Ending.REFUSED else NOTE
        yield Possible(
            "complete",
            now.recorders(duty),
            {"step": duty.step, "outcome": name},
            (*data, REFERENCE, why),
            about=now.names.step(duty.step),
            as_what=words,
        )


def _ends(step: Step) -> Iterator[tuple[str, Words | None]]:
    """Yield how a step can end: done, and with the outcomes it declares."""
    if step.outcome("done") is None:
        yield "done", None
    for outcome in step.outcomes:
        yield outcome.name, words_of(outcome.label)


def _data(now: Situation, step: Step) -> Iterator[Input]:
    """Yield the data a step supplies; what is known already may be said anew."""
    for name, declared in now.procedure.data.items():
        if declared.from_step == step.id and not declared.derived:
            yield datum(name, declared, now.dossier.data.get(name, declared.default))


def _opinion(now: Situation, step: str, by: tuple[str, ...]) -> Possible:
    known = now.procedure.by_id.get(step)
    declared = {o.name: words_of(o.label) for o in known.outcomes} if known else {}
    options = tuple(Option(name, declared.get(name, OUTCOMES[name])) for name in OPINIONS)
    asked = Input("opinion", Shape.CHOICE, required=True, options=options)
    return Possible("opine", by, {"step": step}, (asked, REFERENCE, NOTE), about=now.names.step(step))


def _late_opinions(now: Situation) -> Iterator[Possible]:
    """Yield the opinions that may still be given, beside what silence has decided (R42)."""
    for step, done in now.dossier.done.items():
        known = now.procedure.by_id.get(step)
        asked = now.dossier.asked.get(step)
        if done.outcome not in SILENT or now.dossier.duty(step) is not None:
            continue
        if known is not None and known.kind is StepKind.CONSULT:
            yield _opinion(now, step, (now.ground.agency_for(known.seat, now.dossier.territory, now.today),))
        elif asked is not None:
            yield _opinion(now, step, (asked.agency,))


def _passing(now: Situation, duty: Duty) -> Iterator[Possible]:
    """Yield how work changes hands: to an officer, back to an earlier step, or to its end by a refusal."""
    about, told = now.names.step(duty.step), {"step": duty.step}
    own = now.officer if now.officer and now.officer != duty.officer else ""
    who = Input("officer", required=True, options=now.officers(duty.agency), given=own)
    yield Possible("assign", (duty.agency,), {**told}, (who,), about=about)
    if before := now.steps_before(duty.step):
        to = Input("to", Shape.CHOICE, required=True, options=before)
        yield Possible("send_back", (duty.agency,), {**told}, (to, WHY), about=about)
    if duty.agency == now.dossier.competent or duty.kind is StepKind.SIGN:
        basis = Input("basis", Shape.LONG, required=True, words="basis_read")
        yield Possible("refuse_on_merits", (duty.agency,), {**told}, (basis, WHY_IF_ANY), about=about)
