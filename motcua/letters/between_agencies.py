"""What goes along with a dossier from agency to agency: the control slip and the transfer slip."""

from collections.abc import Iterator
from datetime import datetime

from motcua.dossiers import facts as f
from motcua.dossiers.parts import Duty
from motcua.letters.letter import ControlSlipBody, HandOver, LegLine, Person, TransferSlipBody
from motcua.letters.names import APPLICANT, Names
from motcua.letters.story import Story, Told
from motcua.procedures.definition import StepKind
from motcua.procedures.model import Text

OPEN = Text(vi="đang giải quyết", en="in process")
ON_ITS_WAY = Text(vi="đang giao", en="on its way")
NO_LIMIT = Text(vi="không quy định thời hạn", en="no time limit")
EARLY = Text(vi="trước hạn", en="early")
ON_TIME = Text(vi="đúng hạn", en="on time")
LATE = Text(vi="quá hạn", en="late")
SLOW = Text(vi="giao nhận chậm", en="handed over late")
AWAY = Text(
    vi="hệ thống ngành gián đoạn, dừng tính theo quyết định {}",
    en="the department system was away; clock stood by decision {}",
)


def control_slip(story: Story, names: Names) -> ControlSlipBody:
    """Return the hand-overs until the last fact of a story, one row each (R27)."""
    dossier = story.now
    rows = tuple(_rows(story, names))
    agencies = dict.fromkeys(t.fact.agency for t in story.told if isinstance(t.fact, f.DutyOpened | f.LegOpened))
    partners = [a for a in agencies if a not in (dossier.competent, dossier.one_stop, "applicant")]
    received, clock = dossier.received_at, dossier.clock
    return ControlSlipBody(
        received_at=names.local(received, dossier.one_stop) if received else None,
        due=names.local(clock.due, dossier.one_stop) if clock else None,
        competent=names.agency(dossier.competent),
        partners=tuple(names.agency(agency) for agency in partners),
        rows=rows,
    )


def _rows(story: Story, names: Names) -> Iterator[HandOver]:
    for told in story.told:
        if isinstance(told.fact, f.DutyOpened):
            yield _row(told, told.fact, story, names)


def _row(told: Told, fact: f.DutyOpened, story: Story, names: Names) -> HandOver:
    later = story.told[told.seq :]
    taken = next((t for t in later if isinstance(t.fact, f.DutyReceived) and t.fact.step == fact.step), None)
    closed = next((t for t in later if _closes(t, fact)), None)
    paper = fact.giver is not None
    received = taken.at if taken else None if paper else told.at
    due = taken.fact.due if taken and isinstance(taken.fact, f.DutyReceived) and taken.fact.due else fact.due
    where = told.after.one_stop if fact.agency == "applicant" else fact.agency
    return HandOver(
        step=names.step(fact.step),
        given_by=_giver(told, fact, names),
        given_at=names.local(told.at, where),
        received_by=_receiver(fact, taken, closed, names),
        received_at=names.local(received, where) if received else None,
        due=names.local(due, where) if due else None,
        closed_at=names.local(closed.at, where) if closed else None,
        result=_result(received, due, closed, names, where),
        note=_note(fact, taken, closed, names, _stood(told, fact, closed, story)),
    )


def _closes(told: Told, duty: f.DutyOpened) -> bool:
    fact = told.fact
    return isinstance(fact, f.DutyClosed) and (fact.step, fact.visit) == (duty.step, duty.visit)


def _giver(told: Told, fact: f.DutyOpened, names: Names) -> Person:
    """Who closed the step before acts when the next one opens; on paper the fact itself names the giver."""
    if fact.giver is not None and fact.giver != told.by.agency:
        return Person(agency=names.agency(fact.giver))
    return names.person(told.by)


def _receiver(fact: f.DutyOpened, taken: Told | None, closed: Told | None, names: Names) -> Person:
    """The officer who took it in, or else who closed it for the same agency."""
    acted = next((t.by.officer for t in (taken, closed) if t and t.by.agency == fact.agency and t.by.officer), None)
    name = APPLICANT if fact.agency == "applicant" else names.agency(fact.agency)
    return Person(agency=name, officer=acted)


def _result(received: datetime | None, due: datetime | None, closed: Told | None, names: Names, where: str) -> Text:
    """Compare dates, as the statistics do: finished any time on the due date is on time."""
    if closed is None or not isinstance(closed.fact, f.DutyClosed):
        return OPEN if received else ON_ITS_WAY
    if due is None:
        return NO_LIMIT
    if closed.fact.late:
        return LATE
    early = names.local(closed.at, where).date() < names.local(due, where).date()
    return EARLY if early else ON_TIME


def _stood(told: Told, duty: f.DutyOpened, closed: Told | None, story: Story) -> list[str]:
    """Return the decisions by which its clock stood while its department system was away."""
    meanwhile = story.told[told.seq : closed.seq if closed else None]
    paused = (t.fact for t in meanwhile if isinstance(t.fact, f.Paused) and t.fact.system is not None)
    return list(dict.fromkeys(p.decision for p in paused if p.decision and p.system == duty.system))


def _note(
    fact: f.DutyOpened, taken: Told | None, closed: Told | None, names: Names, decisions: list[str]
) -> Text | None:
    said = []
    if fact.visit > 1:
        said.append(Text(vi=f"lần {fact.visit}", en=f"visit {fact.visit}"))
    said += [Text(vi=AWAY.vi.format(number), en=AWAY.en.format(number)) for number in decisions]
    if taken and isinstance(taken.fact, f.DutyReceived) and taken.fact.late:
        said.append(SLOW)
    if closed and isinstance(closed.fact, f.DutyClosed) and closed.fact.outcome != "done":
        said.append(names.outcome(fact.step, closed.fact.outcome))
    if not said:
        return None
    return Text(vi="; ".join(t.vi for t in said), en="; ".join(t.en for t in said))


def transfer_slip(told: Told, fact: f.LegOpened, names: Names) -> TransferSlipBody:
    """Return the slip that goes with one leg and names the work and time limit of each (art. 19.6)."""
    dossier, clock, received = told.after, told.after.clock, told.after.received_at
    linked = [duty for duty in dossier.duties if duty.kind is StepKind.LINKED or duty.leg is not None]
    this = next((place for place, duty in enumerate(linked) if duty.step == fact.step), None)
    legs = [_leg(duty, names) for duty in linked]
    own = LegLine(agency=names.agency(fact.agency), work=names.step(fact.step), code=fact.code, due=None)
    own = own.model_copy(update={"due": _due(fact, legs[this].due if this is not None else None, names)})
    if this is None:
        legs, this = [*legs, own], len(legs)
    else:
        legs[this] = own
    return TransferSlipBody(
        to=own.agency,
        received_at=names.local(received, dossier.one_stop) if received else None,
        due=names.local(clock.due, dossier.one_stop) if clock else None,
        legs=tuple(legs),
        this=this,
        handed_by=names.person(told.by),
    )


def _leg(duty: Duty, names: Names) -> LegLine:
    due = names.local(duty.clock.due, duty.agency) if duty.clock else None
    return LegLine(agency=names.agency(duty.agency), work=names.step(duty.step), code=duty.leg, due=due)


def _due(fact: f.LegOpened, otherwise: datetime | None, names: Names) -> datetime | None:
    """The leg's own date, where it is known; else that of the step it carries."""
    return names.local(fact.due, fact.agency) if fact.due else otherwise
