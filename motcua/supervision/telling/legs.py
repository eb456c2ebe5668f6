"""The legs of a linked dossier: who carries each, until when, how it came back, whether it was handed over (R44)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.facts import DutyClosed, LegOpened, LegReported, Transition
from motcua.dossiers.names import OUTCOMES
from motcua.dossiers.parts import Moment
from motcua.dossiers.portal_words import STATES
from motcua.procedures.definition import Procedure, StepKind
from motcua.supervision.telling.labels import ENDINGS
from motcua.supervision.telling.names_and_moments import local, thing
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.views import LegView

Told = LegReported | DutyClosed


def legs_view(dossier: Dossier, story: Sequence[Transition], names: Naming, now: datetime) -> tuple[LegView, ...]:
    """Return every leg there was, as the parent was told of it, in the order of the steps and their visits."""
    facts = [(fact, fact.at or transition.at) for transition in story for fact in transition.facts]
    places = {step.id: place for place, step in enumerate(names.procedure.steps)}
    legs = (fact for fact, _ in facts if isinstance(fact, LegOpened))
    opened = sorted(legs, key=lambda leg: (places.get(leg.step, 0), leg.visit))
    return tuple(_leg(leg, list(_about(leg, facts)), dossier, names, now) for leg in opened)


def _about(leg: LegOpened, facts: Sequence[tuple[object, datetime]]) -> Iterator[tuple[Told, datetime]]:
    """Yield what was told of one leg; since it opened, another version may have given its step another name."""
    for fact, at in facts:
        if isinstance(fact, LegReported) and fact.code == leg.code:
            yield fact, at
        elif isinstance(fact, DutyClosed):
            named = (fact.step, fact.visit) == (leg.step, leg.visit)
            if named or fact.reference == leg.code:
                yield fact, at


def _leg(leg: LegOpened, told: list[tuple[Told, datetime]], dossier: Dossier, names: Naming, now: datetime) -> LegView:
    report = next((fact for fact, _ in reversed(told) if isinstance(fact, LegReported)), None)
    closed = next(((fact, at) for fact, at in told if isinstance(fact, DutyClosed)), None)
    due = report.due if report is not None and closed is None else _last_due(leg, told)
    finished_at = report.finished_at if report else None
    result, over_at = report.result if report else None, closed[1] if closed else None
    return LegView(
        step=thing(leg.step, names.step(leg.step)),
        visit=leg.visit,
        code=leg.code,
        agency=thing(leg.agency, names.agency(leg.agency)),
        state=thing(report.state, STATES[report.state]) if report else None,
        due=local(due, names),
        late=due is not None and (finished_at or over_at or now) > due,
        finished_at=local(finished_at, names),
        result=thing(result, ENDINGS[result]) if result else None,
        outcome=thing(closed[0].outcome, OUTCOMES.get(closed[0].outcome) or names.outcome(leg.step, closed[0].outcome))
        if closed
        else None,
        reason=report.reason if report else None,
        handed_over_at=local(_handed_over(leg, finished_at, dossier, names.procedure), names),
    )


def _last_due(leg: LegOpened, told: list[tuple[Told, datetime]]) -> Moment | None:
    """Return the last date a leg had; once it has ended, no clock of it runs."""
    dates = [fact.due for fact, _ in told if isinstance(fact, LegReported) and fact.due]
    return dates[-1] if dates else leg.due


def _handed_over(leg: LegOpened, finished_at: Moment | None, dossier: Dossier, procedure: Procedure) -> Moment | None:
    """Return when a part was handed over: the first return that follows its step, once its result was there."""
    if finished_at is None:
        return None
    ahead, found = [leg.step], {leg.step}
    while ahead:
        new = [step for step in procedure.followers.get(ahead.pop(), ()) if step not in found]
        found.update(new)
        ahead += new
    returns = (step.id for step in procedure.steps if step.id in found and step.kind is StepKind.RETURN)
    over = (dossier.done[step].at for step in returns if step in dossier.done)
    return min((at for at in over if at >= finished_at), default=None)
