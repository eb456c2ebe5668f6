"""What somebody can do to a dossier: every possible act they may be the author of, tried by the core without effect."""

from collections.abc import Iterable, Iterator

from pydantic import JsonValue

from motcua.dossiers.commands import Act
from motcua.dossiers.decide import decide
from motcua.dossiers.parts import Actor
from motcua.errors import ForbiddenError, MotcuaError
from motcua.procedures.definition import APPLICANT
from motcua.supervision.access.acting import SYSTEM, must_be_author
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.offers.answering import deed_of
from motcua.supervision.offers.of_intake import whole
from motcua.supervision.offers.of_lateness import lateness
from motcua.supervision.offers.of_work import work
from motcua.supervision.offers.offer import REASON, TRIED, Input, Offer, Possible, Shape
from motcua.supervision.offers.situation import Situation

TRIAL: dict[Shape, JsonValue] = {Shape.DAYS: "1wd", Shape.NUMBER: 1, Shape.YES_NO: True}
"""What is answered while an act is tried; what is written is written as a mark of its own."""
NOT_THEIRS = ("by.agency", "by")
"""Fields of a refusal which says that another agency does it: then it is no act of this one's at all."""


def possible(now: Situation) -> Iterator[Possible]:
    """Yield every act a dossier's state calls for, what is done most first; none once it has ended."""
    if not now.dossier.closed:
        yield from work(now)
        yield from whole(now)
        yield from lateness(now)


def offers(viewer: Viewer, now: Situation) -> tuple[Offer, ...]:
    """Return what a viewer can do to a dossier, and what they could if a rule did not refuse it now."""
    found = (_offered(viewer, each, now) for each in possible(now))
    return tuple(offer for offer in found if offer is not None)


def offer_of(viewer: Viewer, now: Situation, id: str) -> Offer | None:
    """Return the offer of a name; None where nothing of that name can be done by this viewer."""
    return next((offer for offer in offers(viewer, now) if offer.it.id == id), None)


def acting_as(viewer: Viewer, names: Iterable[str]) -> Actor | None:
    """Return who a viewer acts as, of those who do something: their own agency first; None where they may as nobody."""
    ordered = sorted(dict.fromkeys(names), key=lambda name: (name != viewer.agency, _recorded(name)))
    return next((by for name in ordered if _may(viewer, by := _actor(viewer, name))), None)


def _recorded(name: str) -> bool:
    """Whether an act is only written down for them: agencies of the scope that do it themselves come first."""
    return name == APPLICANT or name.startswith(SYSTEM)


def _actor(viewer: Viewer, name: str) -> Actor:
    return Actor(agency=name, officer=viewer.officer) if viewer.officer else Actor(agency=name)


def _may(viewer: Viewer, by: Actor) -> bool:
    try:
        must_be_author(viewer, by)
    except ForbiddenError:
        return False
    return True


def _offered(viewer: Viewer, it: Possible, now: Situation) -> Offer | None:
    by = acting_as(viewer, it.by)
    if by is None:
        return None
    refusal = _tried(it, by, now)
    if refusal is not None and refusal.field in NOT_THEIRS:
        return None
    return Offer(it, by, None if refusal is None or it.asks(refusal.field) else refusal)


def _tried(it: Possible, by: Actor, now: Situation) -> MotcuaError | None:
    """Return why the core refuses an act whatever is answered; None where it would do it."""
    answers = {each.name: _answer(each) for each in it.inputs if each.required} | it.trial
    given = {name: value for name, value in answers.items() if value is not None}
    act = Act.model_validate({"key": "trial", "by": by, "reason": TRIED, "do": deed_of(it, given)})
    try:
        decide(now.dossier, act, now.at, now.ground)
    except MotcuaError as refusal:
        return refusal
    return None


def _answer(asked: Input) -> JsonValue:
    if asked.name == REASON:
        return TRIED
    first = asked.options[0].value if asked.options else None
    if asked.shape in (Shape.LIST, Shape.LIST_AND_MORE):
        return [first or TRIED]
    return TRIAL.get(asked.shape) or first or "x"
