"""Where a dossier stands, told to its applicant: no officer's number, no free text of an officer, no one's data."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from motcua.dossiers.commands import Act, Complete, GiveSupplement
from motcua.dossiers.decide import decided
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import fold
from motcua.dossiers.ground import Ground
from motcua.dossiers.names import words_of
from motcua.dossiers.parts import APPLICANT, Pause, State, Waiting
from motcua.errors import MotcuaError
from motcua.letters.forms import TO_APPLICANTS
from motcua.register.register import Register
from motcua.supervision.papers import Issued, numbered_letters
from motcua.supervision.telling.labels import GROUNDS
from motcua.supervision.telling.lateness import time_view
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.views import ProofLine
from motcua.supervision.telling.views_of_lateness import VisitView
from motcua.supervision.telling.why_due import why_due
from motcua.worktime.allowance import Unit
from motcua.worktime.explain import LineKind
from motcua.worktime.words import Words, allowance_words

Mood = Literal["ok", "hold", "late", "plain"]
ADDED = frozenset(kind.value for kind in LineKind)
"""Lines of the addition itself; what officers wrote beside it is not among them."""


class Stop(NamedTuple):
    """A place on the dossier's way."""

    name: Words
    kind: Literal["done", "here", "waits", "ahead"]
    agency: Words | None = None
    at: datetime | None = None
    """When it was done; of the present one, since when."""
    allowed: Words | None = None
    """How long one that is ahead may take."""


class Stood(NamedTuple):
    """A time for which the clock stood."""

    why: Words
    since: datetime
    until: datetime | None


class PublicStatus(NamedTuple):
    """Where a dossier stands."""

    code: str
    procedure: Words
    one_stop: Words
    key: str
    """Which sentence says it: `in_time`, `supplement`, `paying`, …"""
    mood: Mood
    at: datetime | None
    """The moment that sentence names: since when, or until when."""
    due: datetime | None
    due_original: datetime | None
    lapses_at: datetime | None
    """When the dossier closes by itself if nothing is supplied."""
    why: Words | None
    """On what ground the clock stands."""
    if_today: datetime | None
    """The date promised if the applicant does today what is waited for."""
    path: tuple[Stop, ...]
    stood: tuple[Stood, ...]
    lines: tuple[ProofLine, ...]
    letters: tuple[Issued, ...]


def public_status(code: str, register: Register, ground: Ground, now: datetime) -> PublicStatus:
    """Return where a dossier stands, for whoever holds one of its papers; a stranger's look changes nothing."""
    story = register.transitions(code)
    dossier = fold(story)
    names = Naming(ground, ground.procedure(dossier.procedure, dossier.version), dossier.asked)
    key, mood, at = _sentence(dossier, now)
    proof = why_due(dossier, story, names)
    supplement = dossier.supplement
    standing = () if dossier.closed else reversed(dossier.pauses)
    stands = next((pause for pause in standing if pause.until is None), None)
    return PublicStatus(
        code=code,
        procedure=words_of(names.procedure.name),
        one_stop=names.agency(dossier.one_stop),
        key=key,
        mood=mood,
        at=at,
        due=dossier.due if not dossier.closed else None,
        due_original=dossier.due_original,
        lapses_at=supplement.lapses_at if supplement else None,
        why=GROUNDS[stands.ground] if stands else None,
        if_today=_if_today(dossier, now, ground) if key in ("supplement", "paying", "yours") else None,
        path=tuple(_path(dossier, names, time_view(code, register, ground, now).visits)),
        stood=tuple(_stood(pause, dossier.ended_at) for pause in dossier.pauses),
        lines=tuple(line for line in proof.lines if line.kind in ADDED) if proof and dossier.due else (),
        letters=_letters(code, register),
    )


def _sentence(dossier: Dossier, now: datetime) -> tuple[str, Mood, datetime | None]:
    """Return which sentence says where the dossier stands, how it is to be taken, and the moment it names."""
    ended: dict[State, tuple[str, Mood]] = {
        State.RETURNED: ("returned", "ok"),
        State.NOT_ACCEPTED: ("not_accepted", "plain"),
        State.STOPPED: ("stopped", "plain"),
    }
    if dossier.state in ended:
        return (*ended[dossier.state], dossier.ended_at)
    if dossier.finished_at is not None:
        owes = any(duty.holder is Waiting.PAYMENT for duty in dossier.duties)
        return "fee_due" if owes else "ready", "ok", dossier.finished_at
    if dossier.state is State.SUBMITTED:
        return "submitted", "plain", dossier.decide_by
    return _at_work(dossier, now)


def _at_work(dossier: Dossier, now: datetime) -> tuple[str, Mood, datetime | None]:
    if dossier.state is State.WITHDRAWAL:
        return "withdrawal", "hold", dossier.last_at
    if dossier.supplement is not None:
        return "supplement", "hold", dossier.supplement.since
    for duty in dossier.duties:
        if duty.agency == APPLICANT.agency:
            return "paying" if dossier.state is State.AWAITING_PAYMENT else "yours", "hold", duty.since
    if dossier.paused:
        return "stands", "hold", None
    if dossier.is_late(now):
        return "late", "late", dossier.due
    return ("in_time", "ok", dossier.due) if dossier.due else ("no_date", "plain", None)


def _if_today(dossier: Dossier, now: datetime, ground: Ground) -> datetime | None:
    """Return the date that would be promised if the applicant did now what is waited for; None where nobody can say."""
    duty = next((duty for duty in dossier.duties if duty.agency == APPLICANT.agency), None)
    if dossier.supplement is None and duty is None:
        return None
    do = GiveSupplement() if dossier.supplement or duty is None else Complete(step=duty.step)
    try:
        return decided(dossier, Act(key="trial", by=APPLICANT, do=do), now, ground).dossier.due
    except MotcuaError:
        return None


def _path(dossier: Dossier, names: Naming, visits: tuple[VisitView, ...]) -> Iterator[Stop]:
    """Yield the way so far, where it is now, and what is sure to come; each step once, as it was done last."""
    yield _begin(dossier, names)
    last = {visit.step.id: visit for visit in visits}
    now_open = {duty.step for duty in dossier.duties}
    done = (visit for step, visit in last.items() if visit.closed_at is not None and step not in now_open)
    for visit in sorted(done, key=lambda each: each.closed_at or each.opened_at):
        yield Stop(Words(visit.step.vi, visit.step.en), "done", _words(visit), visit.closed_at)
    if dossier.closed:
        return
    for duty in dossier.duties:
        kind: Literal["here", "waits"] = "waits" if dossier.paused else "here"
        agency = None if duty.agency == APPLICANT.agency else names.agency(duty.agency)
        yield Stop(names.step(duty.step), kind, agency, duty.since)
    if dossier.received_at is not None:
        yield from _ahead(dossier, names, set(last) | now_open)


def _begin(dossier: Dossier, names: Naming) -> Stop:
    one_stop = names.agency(dossier.one_stop)
    if dossier.received_at is None:
        return Stop(Words("Đã nộp hồ sơ", "Handed in"), "done", one_stop, dossier.submitted_at or dossier.opened_at)
    return Stop(Words("Đã tiếp nhận hồ sơ", "Received"), "done", one_stop, dossier.received_at)


def _ahead(dossier: Dossier, names: Naming, known: set[str]) -> Iterator[Stop]:
    for step in names.procedure.steps:
        if step.id in known or step.id in dossier.done or step.when is not None or dossier.result is not None:
            continue
        limited = step.allow.unit is not Unit.NONE and step.allow.value > 0
        yield Stop(words_of(step.name), "ahead", allowed=allowance_words(step.allow) if limited else None)


def _words(visit: VisitView) -> Words | None:
    return None if visit.agency.id == APPLICANT.agency else Words(visit.agency.vi, visit.agency.en)


def _stood(pause: Pause, ended_at: datetime | None) -> Stood:
    return Stood(GROUNDS[pause.ground], pause.since, pause.until or ended_at)


def _letters(code: str, register: Register) -> tuple[Issued, ...]:
    return tuple(each for each in numbered_letters(code, register) if each.letter.form in TO_APPLICANTS)
