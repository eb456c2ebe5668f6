"""What the applicant has to hear: every change of the portal's status, and of the promised date, at once.

Decree 224/2026 art. 14–15 (real-time status notice), Decree 61/2018 art. 19.9 (new date) and 20.4 (early result).
"""

from collections.abc import Callable
from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.notice import APPLICANT, News, Notice, particulars
from motcua.dossiers.parts import Data, Ground, Moment, State, Waiting
from motcua.procedures.definition import Ending, StepKind

Telling = Callable[[Dossier | None, Any, Dossier, Moment], Notice | None]
"""From the dossier before, the fact, the dossier after, and the legal moment."""

NOBODY_ELSE = (Ground.EXCLUDED, Ground.OTHER_BODY, Ground.OUTAGE)
"""Grounds that stop the clock without a status of the portal's own."""
FIRST_DATES = ("receipt", "promised")


def to_applicant(before: Dossier | None, fact: f.AnyFact, after: Dossier, at: Moment) -> Notice | None:
    """Return what the applicant hears because of one fact; None where it changes neither status nor date for them.

    The applicant of a linked leg hears from the dossier they handed in (R44).
    """
    telling = _TELLINGS.get(fact.kind)
    if telling is None and (before is None or before.state is after.state):
        return None
    if after.parent is not None:
        return None
    told = telling(before, fact, after, at) if telling is not None else None
    return told or _new_state(before, after, at)


def _news(kind: News, at: Moment, says: Data) -> Notice:
    return Notice(kind, APPLICANT, None, None, at, says)


def _new_state(before: Dossier | None, after: Dossier, at: Moment) -> Notice | None:
    """Return the bare notice of a portal status that changed without a fact of its own words."""
    if before is None or before.state.portal_code == after.state.portal_code or after.state not in _STATES:
        return None
    return _news(_STATES[after.state], at, {})


def _submitted(_before: Dossier | None, fact: f.Submitted, _after: Dossier, at: Moment) -> Notice:
    return _news(News.SUBMITTED, at, particulars(decide_by=fact.decide_by))


def _received(_before: Dossier | None, _fact: f.Received, _after: Dossier, at: Moment) -> Notice:
    return _news(News.RECEIVED, at, {})


def _not_accepted(_before: Dossier | None, fact: f.NotAccepted, _after: Dossier, at: Moment) -> Notice:
    return _news(News.NOT_ACCEPTED, at, particulars(reason=fact.reason))


def _supplement_asked(_before: Dossier | None, fact: f.SupplementAsked, _after: Dossier, at: Moment) -> Notice:
    says = particulars(reason=fact.reason, items=fact.items, number=fact.number, basis=fact.basis)
    return _news(News.SUPPLEMENT_ASKED, at, says | particulars(lapses_at=fact.lapses_at))


def _supplement_given(_before: Dossier | None, _fact: f.SupplementGiven, _after: Dossier, at: Moment) -> Notice:
    return _news(News.SUPPLEMENT_GIVEN, at, {})


def _paused(before: Dossier | None, fact: f.Paused, _after: Dossier, at: Moment) -> Notice | None:
    if before is None or before.paused or fact.ground not in NOBODY_ELSE:
        return None
    says = particulars(ground=fact.ground.value, basis=fact.basis, decision=fact.decision, system=fact.system)
    return _news(News.CLOCK_STANDS, at, says)


def _duty_opened(_before: Dossier | None, fact: f.DutyOpened, _after: Dossier, at: Moment) -> Notice | None:
    """Something is to be paid: a financial obligation now, or a fee before the result is handed over (R57)."""
    pays = fact.holder is Waiting.PAYMENT or (fact.step_kind is StepKind.FINANCE and fact.agency == APPLICANT)
    return _news(News.PAYMENT_DUE, at, particulars(step=fact.step)) if pays else None


def _clock_set(before: Dossier | None, fact: f.ClockSet, after: Dossier, at: Moment) -> Notice | None:
    """A date was set anew; the first one stands on the slip, and one of a clock that stands is no promise."""
    old = before.clock.due if before is not None and before.clock is not None else None
    if fact.why in FIRST_DATES or after.paused:
        return None
    if old == fact.clock.due and before is not None and not before.paused and before.left is None:
        return None
    kind = News.CALENDAR_MOVED if fact.why == "calendar" else News.DATE_MOVED
    ground = _stood_for(after, at) if fact.why == "resumed" else None
    return _news(kind, at, particulars(why=fact.why, old_due=old, due=fact.clock.due, ground=ground))


def _stood_for(dossier: Dossier, at: Moment) -> str | None:
    """Return the ground that ended now and had stopped the clock for a department system that was away."""
    over = (pause.ground.value for pause in dossier.pauses if pause.ground is Ground.OUTAGE and pause.until == at)
    return next(over, None)


def _replanned(_before: Dossier | None, fact: f.Replanned, _after: Dossier, at: Moment) -> Notice | None:
    """A calendar decision moved a date the applicant waits for, or has to keep (R10)."""
    dates = particulars(decide_by=fact.decide_by, lapses_at=fact.lapses_at)
    return _news(News.CALENDAR_MOVED, at, dates) if dates else None


def _reappointed(_before: Dossier | None, fact: f.Reappointed, _after: Dossier, at: Moment) -> Notice:
    says = particulars(reason=fact.reason, old_due=fact.old_due, due=fact.new_due)
    return _news(News.REAPPOINTED, at, says)


def _apologised(_before: Dossier | None, fact: f.Apologised, _after: Dossier, at: Moment) -> Notice:
    says = particulars(reason=fact.reason, late=fact.late, expected=fact.expected)
    return _news(News.APOLOGISED, at, says)


def _withdrawal_asked(_before: Dossier | None, _fact: f.WithdrawalAsked, _after: Dossier, at: Moment) -> Notice:
    return _news(News.WITHDRAWAL_ASKED, at, {})


def _withdrawal_settled(
    _before: Dossier | None, fact: f.WithdrawalSettled, _after: Dossier, at: Moment
) -> Notice | None:
    return None if fact.granted else _news(News.WITHDRAWAL_DECLINED, at, {})


def _stopped(_before: Dossier | None, fact: f.Stopped, _after: Dossier, at: Moment) -> Notice:
    says = particulars(reason=fact.reason, basis=fact.basis, originals=fact.originals_owed)
    return _news(News.STOPPED, at, says)


def _result_ready(before: Dossier | None, fact: f.ResultReady, _after: Dossier, at: Moment) -> Notice:
    """The result is there; where that is before the promised day, it is said so before it is handed over (R54)."""
    due = before.due if before is not None else None
    early = due is not None and at.astimezone(due.tzinfo).date() < due.date()
    if fact.result is Ending.REFUSED:
        return _news(News.REFUSED, at, particulars(early=early, basis=fact.basis))
    return _news(News.RESULT_EARLY if early else News.RESULT_READY, at, {})


def _returned(_before: Dossier | None, _fact: f.Returned, _after: Dossier, at: Moment) -> Notice:
    return _news(News.RETURNED, at, {})


_TELLINGS: dict[str, Telling] = {
    "submitted": _submitted,
    "received": _received,
    "not_accepted": _not_accepted,
    "supplement_asked": _supplement_asked,
    "supplement_given": _supplement_given,
    "paused": _paused,
    "duty_opened": _duty_opened,
    "clock_set": _clock_set,
    "replanned": _replanned,
    "reappointed": _reappointed,
    "apologised": _apologised,
    "withdrawal_asked": _withdrawal_asked,
    "withdrawal_settled": _withdrawal_settled,
    "stopped": _stopped,
    "result_ready": _result_ready,
    "returned": _returned,
}
_STATES = {
    State.SUBMITTED: News.SUBMITTED,
    State.RECEIVED: News.RECEIVED,
    State.IN_PROCESS: News.IN_PROCESS,
    State.AWAITING_PAYMENT: News.AWAITING_FINANCIAL,
}
