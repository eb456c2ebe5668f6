"""What officers and heads have to hear: warnings, lateness up the chain, silence, work that did not arrive (R39, R47).

The chain itself belongs to the procedure; this says whose officer or head each of its levels is.
"""

from collections.abc import Callable, Iterator
from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.escalation import SILENT_BODY
from motcua.dossiers.notice import LEAD, OFFICER, ONE_STOP_HEAD, OPERATORS, UNIT_HEAD, News, Notice, particulars
from motcua.dossiers.parts import Data, Duty, Moment, Name
from motcua.dossiers.standing import INTAKE, PHASE
from motcua.procedures.definition import Silence

Telling = Callable[[Dossier, Any, Dossier, Moment], Iterator[Notice]]


def to_officers(before: Dossier | None, fact: f.AnyFact, after: Dossier, at: Moment) -> Iterator[Notice]:
    """Yield what officers and heads hear because of one fact; nothing for a fact that is nobody's news."""
    telling = _TELLINGS.get(fact.kind)
    if telling is not None and before is not None:
        yield from telling(before, fact, after, at)


def _warned(_before: Dossier, fact: f.Warned, after: Dossier, at: Moment) -> Iterator[Notice]:
    says = particulars(threshold=fact.threshold, due=after.due)
    for agency, officer in _at_work(after):
        yield Notice(News.WARNING, OFFICER, agency, officer, at, says)


def _fell_due(_before: Dossier, _fact: f.FellDue, after: Dossier, at: Moment) -> Iterator[Notice]:
    for agency, officer in _at_work(after):
        yield Notice(News.DUE, OFFICER, agency, officer, at, particulars(due=after.due))


def _overdue(_before: Dossier, fact: f.OverdueOpened, after: Dossier, at: Moment) -> Iterator[Notice]:
    says = particulars(subject=fact.subject, due=_missed(after, fact.subject))
    yield Notice(News.OVERDUE, OFFICER, fact.holder, _officer(after, fact.subject, fact.holder), at, says)


def _escalated(_before: Dossier, fact: f.Escalated, after: Dossier, at: Moment) -> Iterator[Notice]:
    says = particulars(level=fact.level, passed_on=fact.passed_on, reason=fact.reason) | _of_episode(
        after, fact.subject
    )
    yield from _to_level(News.ESCALATED, fact, after, at, says)


def _reminded(_before: Dossier, fact: f.Reminded, after: Dossier, at: Moment) -> Iterator[Notice]:
    says = particulars(number=fact.number) | _of_episode(after, fact.subject)
    yield from _to_level(News.REMINDED, fact, after, at, says)


def _silence(before: Dossier, fact: f.SilenceKept, after: Dossier, at: Moment) -> Iterator[Notice]:
    """A consulted body kept silent and nothing is assumed: the lead and the head of the one-stop hear of it (R39)."""
    duty = before.duty(fact.step)
    if fact.means is not Silence.ESCALATE or duty is None:
        return
    says = particulars(subject=duty.ref, holder=duty.agency, due=duty.clock.due if duty.clock else None)
    yield from _of_silence(News.SILENCE, after, at, says)


def _hand_over_late(_before: Dossier, fact: f.HandOverLate, after: Dossier, at: Moment) -> Iterator[Notice]:
    """Papers did not arrive in time: who gave them answers for the way, who waits for them looks out (R27)."""
    duty = after.duty(fact.step)
    if duty is None:
        return
    says = particulars(subject=duty.ref, holder=duty.agency, giver=fact.giver, due=duty.hand_over_by)
    yield Notice(News.HAND_OVER_LATE, OFFICER, fact.giver, None, at, says)
    if duty.agency != fact.giver:
        yield Notice(News.HAND_OVER_LATE, OFFICER, duty.agency, duty.officer, at, says)


def _date_proposed(_before: Dossier, fact: f.DateProposed, after: Dossier, at: Moment) -> Iterator[Notice]:
    """A new date is proposed: it needs approval, and the one-stop is told in writing (Decree 61/2018 art. 19.9)."""
    says = particulars(due=after.due, new_due=fact.new_due, reason=fact.reason, approver=fact.approver)
    if fact.approver is None:
        yield Notice(News.DATE_PROPOSED, UNIT_HEAD, after.competent, None, at, says)
    yield Notice(News.DATE_PROPOSED, ONE_STOP_HEAD, after.one_stop, None, at, says)


def _date_approved(before: Dossier, fact: f.DateApproved, after: Dossier, at: Moment) -> Iterator[Notice]:
    new_due = before.proposal.new_due if before.proposal else None
    says = particulars(due=after.due, new_due=new_due, approver=fact.approver)
    yield Notice(News.DATE_APPROVED, ONE_STOP_HEAD, after.one_stop, None, at, says)


def _date_declined(_before: Dossier, fact: f.DateDeclined, after: Dossier, at: Moment) -> Iterator[Notice]:
    for agency, officer in _at_work(after):
        says = particulars(due=after.due, reason=fact.reason)
        yield Notice(News.DATE_DECLINED, OFFICER, agency, officer, at, says)


def _fault(_before: Dossier, fact: f.FaultNoted, _after: Dossier, at: Moment) -> Iterator[Notice]:
    """What should have happened by itself could not be decided: that is never a silent stop (R75)."""
    yield Notice(News.FAULT, OPERATORS, None, None, at, particulars(what=fact.what, detail=fact.detail))


def _to_level(kind: News, told: f.Escalated | f.Reminded, after: Dossier, at: Moment, says: Data) -> Iterator[Notice]:
    """Yield the notices for a level of the chain, to whoever has its role in each agency that the fact names."""
    if told.to == SILENT_BODY:
        yield from _of_silence(kind, after, at, says)
        return
    for agency in told.agencies or (_before_it_was_named(told, after),):
        officer = _officer(after, told.subject, agency) if told.to == OFFICER else None
        yield Notice(kind, told.to, agency, officer, at, says)


def _of_silence(kind: News, after: Dossier, at: Moment, says: Data) -> Iterator[Notice]:
    """Yield the notices about a silent body: to the agency that leads, and to the head of the one-stop (R39)."""
    yield Notice(kind, LEAD, after.competent, None, at, says)
    yield Notice(kind, ONE_STOP_HEAD, after.one_stop, None, at, says)


def _before_it_was_named(told: f.Escalated | f.Reminded, after: Dossier) -> Name:
    """Return the agency of a level in a fact of an earlier version, which names none."""
    episode = after.episode(told.subject)
    holder = episode.holder if episode else after.competent
    whose = {OFFICER: holder, UNIT_HEAD: holder, ONE_STOP_HEAD: after.one_stop}
    return whose.get(told.to, after.competent)


def _of_episode(dossier: Dossier, subject: str) -> Data:
    episode = dossier.episode(subject)
    since, holder = (episode.threshold, episode.holder) if episode else (None, None)
    return particulars(subject=subject, holder=holder, since=since, due=_missed(dossier, subject))


def _missed(dossier: Dossier, subject: str) -> Moment | None:
    """Return the date a subject did not keep."""
    duty = _duty(dossier, subject)
    if duty is not None:
        return duty.clock.due if duty.clock else None
    if subject.startswith(PHASE):
        return dossier.phase_clock.due if dossier.phase_clock else None
    if subject == INTAKE:
        return dossier.decide_by
    return dossier.clock.due if dossier.clock else None


def _duty(dossier: Dossier, subject: str) -> Duty | None:
    return next((duty for duty in dossier.duties if duty.ref == subject), None)


def _officer(dossier: Dossier, subject: str, holder: Name) -> Name | None:
    """Return who is in charge of a subject at the agency that holds it, where somebody is."""
    duty = _duty(dossier, subject)
    if duty is not None:
        return duty.officer
    held = [duty for duty in dossier.duties if duty.agency == holder]
    return min(held, key=lambda duty: duty.since).officer if held else None


def _at_work(dossier: Dossier) -> Iterator[tuple[Name, Name | None]]:
    """Yield each agency with its officer that can still keep the date, once; the one-stop where nobody else can."""
    holders = dict.fromkeys((duty.agency, duty.officer) for duty in dossier.duties if duty.answerable)
    yield from holders or {(dossier.one_stop, None): None}


_TELLINGS: dict[str, Telling] = {
    "warned": _warned,
    "fell_due": _fell_due,
    "overdue_opened": _overdue,
    "escalated": _escalated,
    "reminded": _reminded,
    "silence_kept": _silence,
    "hand_over_late": _hand_over_late,
    "date_proposed": _date_proposed,
    "date_approved": _date_approved,
    "date_declined": _date_declined,
    "fault_noted": _fault,
}
