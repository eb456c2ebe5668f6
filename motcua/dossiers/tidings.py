"""Who has to be told what because of an act: the law's own list, as a function of what happened.

What several facts of one moment say to one person is said once, with the date as it then stands.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import Happened
from motcua.dossiers.facts import Replanned
from motcua.dossiers.notice import APPLICANT, News, Notice, particulars
from motcua.dossiers.parts import Data, State
from motcua.dossiers.standing import DOSSIER, PHASE
from motcua.dossiers.tidings_to_applicants import to_applicant
from motcua.dossiers.tidings_to_officers import to_officers

LONG_AGO = timedelta(minutes=10)
"""What happened longer before a dossier came to us was told by whoever carried it then."""
FAINT = (
    News.SUBMITTED,
    News.CALENDAR_MOVED,
    News.IN_PROCESS,
    News.AWAITING_FINANCIAL,
    News.CLOCK_STANDS,
    News.DATE_MOVED,
)
"""News that goes with whatever else the applicant hears at the same moment; alone, the first of these is told."""
RESULTS = (News.RESULT_READY, News.RESULT_EARLY, News.REFUSED)
STATES = dict.fromkeys(RESULTS, State.RESULT_READY) | {News.RECEIVED: State.RECEIVED}
"""Statuses that are told as such, though the same act may have led further."""


class Tiding(NamedTuple):
    """A notice, and which fact of its act it follows from, counted from 0."""

    part: int
    notice: Notice


def tidings(steps: Sequence[Happened], recorded_at: datetime) -> list[Tiding]:
    """Return what has to be told because of one act, in the order of its facts.

    Args:
        steps: The act's facts, one after the other.
        recorded_at: When the act is written down. Of a dossier already in flight, only what is new is told.
    """
    opening = bool(steps) and steps[0].before is None
    told: list[Tiding] = []
    for part, step in enumerate(steps):
        if opening and step.at < recorded_at - LONG_AGO:
            continue
        notice = to_applicant(step.before, step.fact, step.after, step.at)
        if notice is not None:
            told.append(Tiding(part, _with_decision(notice, steps)))
        told.extend(Tiding(part, heard) for heard in to_officers(step.before, step.fact, step.after, step.at))
    return _joined(told, steps) if told else told


def _with_decision(notice: Notice, steps: Sequence[Happened]) -> Notice:
    """Return news of a date moved by the calendar with the decision that changed it, and why it was decided (R10)."""
    decided = next((step.fact for step in steps if isinstance(step.fact, Replanned)), None)
    if notice.kind is not News.CALENDAR_MOVED or decided is None:
        return notice
    why = particulars(basis=decided.decision, reason=decided.reason, reason_en=decided.reason_en)
    return notice._replace(says=why | notice.says)


def _joined(told: list[Tiding], steps: Sequence[Happened]) -> list[Tiding]:
    """Return the news with what belongs together in one notice."""
    joined: list[Tiding] = []
    for at in dict.fromkeys(tiding.notice.at for tiding in told):
        now = [tiding for tiding in told if tiding.notice.at == at]
        last = next(step.after for step in reversed(steps) if step.at == at)
        joined += _one_for_applicant([t for t in now if t.notice.audience == APPLICANT], last)
        joined += _once_for_officers([t for t in now if t.notice.audience != APPLICANT])
    return sorted(joined, key=lambda tiding: tiding.part)


def _one_for_applicant(now: list[Tiding], dossier: Dossier) -> list[Tiding]:
    """Return what the applicant hears of one moment: all news of weight, or one that sums up the rest."""
    strong = [tiding for tiding in now if tiding.notice.kind not in FAINT]
    faint = sorted((t for t in now if t.notice.kind in FAINT), key=lambda t: FAINT.index(t.notice.kind))
    summed: Data = {}
    for tiding in reversed(faint):
        summed |= tiding.notice.says
    if not strong:
        return [Tiding(t.part, _complete(t.notice, dossier, summed)) for t in faint[:1]]
    kinds = {tiding.notice.kind for tiding in strong}
    also: Data = {} if News.RECEIVED in kinds else {n: v for n, v in summed.items() if n in ("decide_by", "old_due")}
    if kinds.intersection(RESULTS) and News.PAYMENT_DUE in kinds:
        strong = [tiding for tiding in strong if tiding.notice.kind is not News.PAYMENT_DUE]
        also |= {"fee": True}
    return [Tiding(t.part, _complete(t.notice, dossier, also)) for t in strong]


def _complete(notice: Notice, dossier: Dossier, also: Data) -> Notice:
    """Add what every status notice bears: agency, person, times of receipt and return (Decree 224/2026 art. 15)."""
    at_work = next((duty for duty in dossier.duties if duty.answerable), None)
    agency, officer = (at_work.agency, at_work.officer) if at_work else (dossier.one_stop, None)
    bears: Data = {"state": STATES.get(notice.kind, dossier.state).portal_code}
    bears |= particulars(received_at=dossier.received_at, due=dossier.due)
    return notice._replace(agency=agency, officer=officer, says=bears | also | notice.says)


def _once_for_officers(now: list[Tiding]) -> list[Tiding]:
    """Leave out what says to somebody what they hear at that moment anyway.

    A silence is also carried up as an episode, and a phase is late with the whole dossier.
    """
    heard = {(t.notice.kind, t.notice.recipient, t.notice.says.get("subject")) for t in now}
    kept: dict[object, Tiding] = {}
    for tiding in now:
        told, subject = tiding.notice, str(tiding.notice.says.get("subject"))
        silent = told.kind is News.ESCALATED and (News.SILENCE, told.recipient, subject) in heard
        whole = subject.startswith(PHASE) and (told.kind, told.recipient, DOSSIER) in heard
        if not silent and not whole:
            kept.setdefault((told.kind, told.recipient, subject), tiding)
    return list(kept.values())
