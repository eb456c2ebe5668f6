"""Telling what was late and whose time it was."""

from datetime import datetime

from motcua.dossiers.attribution import SUPPLEMENT, WITHDRAWAL, TimeShare
from motcua.dossiers.episode_file import Answer, Apology, EpisodeFile, Told, episode_files
from motcua.dossiers.evolve import fold
from motcua.dossiers.ground import Ground
from motcua.dossiers.ledger import ledger
from motcua.dossiers.notice import APPLICANT, News
from motcua.dossiers.standing import DOSSIER, PHASE
from motcua.dossiers.visits import Visit
from motcua.notices.port import Channel
from motcua.register.notice_lines import NoticeLine
from motcua.register.register import Register
from motcua.supervision.telling.labels import CAUSES, HOLDERS, KEPT, LEVELS, named
from motcua.supervision.telling.names_and_moments import local, thing
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.notices import notice_views
from motcua.supervision.telling.views_of_lateness import (
    AnswerView,
    ApologyView,
    EpisodeFileView,
    LostView,
    OverdueView,
    ShareView,
    TimeView,
    ToldView,
    VisitView,
    WarningView,
)
from motcua.worktime.words import Words

NO_STEPS = {
    SUPPLEMENT: Words("Bổ sung hồ sơ", "supplement"),
    WITHDRAWAL: Words("Yêu cầu rút hồ sơ", "withdrawal"),
    "engine": Words("Máy quy trình", "the engine"),
    "none": Words("Chưa giao bước nào", "no step"),
}
"""What the time was for where no step was open."""


def overdue_view(code: str, register: Register, ground: Ground, now: datetime) -> OverdueView:
    """Return the file of every overdue episode of a dossier.

    Raises:
        NotFoundError: There is none with that code.
    """
    story = register.transitions(code)
    dossier = fold(story)
    names = Naming(ground, ground.procedure(dossier.procedure, dossier.version), dossier.asked)
    sent = [line for line in register.notices(code) if line.audience != APPLICANT]
    return OverdueView(
        code=code, episodes=tuple(_file(file, sent, names) for file in episode_files(story, ground, now))
    )


def _file(file: EpisodeFile, sent: list[NoticeLine], names: Naming) -> EpisodeFileView:
    lost = (LostView(holder=thing(who, HOLDERS[who]), minutes=minutes) for who, minutes in file.lost_by.items())
    return EpisodeFileView(
        subject=thing(file.subject, names.subject(file.subject)),
        threshold=file.threshold.astimezone(names.zone),
        holder=thing(file.holder, names.agency(file.holder)),
        own=file.own,
        warnings=tuple(WarningView(threshold=w.threshold, at=w.at.astimezone(names.zone)) for w in file.warnings),
        told=tuple(_told(told, names) for told in file.told),
        acknowledged=_answer(file.acknowledged, names) if file.acknowledged else None,
        explanations=tuple(_answer(answer, names) for answer in file.explanations),
        apologies=tuple(_apology(apology, names) for apology in file.apologies),
        next_at=local(file.next_at, names),
        notices=notice_views((line for line in sent if _because_of(line, file)), names.ground, tuple(Channel)),
        closed_at=local(file.closed_at, names),
        annulled=file.annulled,
        lost_minutes=file.lost_minutes,
        lost_by=tuple(lost),
    )


def _because_of(line: NoticeLine, file: EpisodeFile) -> bool:
    """Whether a notice belongs into the file: it is about the subject, or warned of the date before it passed."""
    if "subject" in line.says:
        return line.says["subject"] == file.subject and file.threshold <= line.at <= (file.closed_at or line.at)
    ahead = (News.WARNING, News.DUE)
    whole = file.subject == DOSSIER or file.subject.startswith(PHASE)
    return whole and line.kind in ahead and line.at <= file.threshold


def _told(told: Told, names: Naming) -> ToldView:
    return ToldView(
        at=told.at.astimezone(names.zone),
        how=told.how,
        role=thing(told.role, named(LEVELS, told.role)),
        agencies=tuple(thing(agency, names.agency(agency)) for agency in told.agencies),
        by=thing(told.by.agency, names.agency(told.by.agency)),
        officer=told.by.officer,
        reason=told.reason,
    )


def _answer(answer: Answer, names: Naming) -> AnswerView:
    return AnswerView(
        at=answer.at.astimezone(names.zone),
        by=thing(answer.by.agency, names.agency(answer.by.agency)),
        officer=answer.by.officer,
        cause=thing(answer.cause, CAUSES[answer.cause]) if answer.cause else None,
        text=answer.text,
    )


def _apology(apology: Apology, names: Naming) -> ApologyView:
    return ApologyView(
        at=apology.at.astimezone(names.zone),
        by=thing(apology.by.agency, names.agency(apology.by.agency)),
        reason=apology.reason,
        late=apology.late,
        new_due=local(apology.new_due, names),
        expected=local(apology.expected, names),
    )


def time_view(code: str, register: Register, ground: Ground, now: datetime) -> TimeView:
    """Return whose working time a dossier took, from receipt to its result or until `now`.

    Raises:
        NotFoundError: There is none with that code.
    """
    story = register.transitions(code)
    dossier = fold(story)
    names = Naming(ground, ground.procedure(dossier.procedure, dossier.version), dossier.asked)
    found = ledger(story, ground, now)
    return TimeView(
        code=code,
        since=local(found.since, names),
        until=local(found.until, names),
        open=found.open,
        seconds=found.seconds,
        shares=tuple(_share(share, names) for share in found.shares),
        visits=tuple(_visit(visit, names) for visit in found.visits),
        lag_ms=found.lag_ms,
    )


def _share(share: TimeShare, names: Naming) -> ShareView:
    seconds = share.model_dump(include={"seconds_waiting", "seconds_handling", "seconds_stood", "seconds_late"})
    return ShareView(
        holder=thing(share.holder, HOLDERS[share.holder]),
        agency=thing(share.agency, names.agency(share.agency)),
        step=thing(share.step, NO_STEPS.get(share.step) or names.step(share.step)),
        seconds=share.seconds,
        **seconds,
    )


def _visit(visit: Visit, names: Naming) -> VisitView:
    return VisitView(
        step=thing(visit.step, names.step(visit.step)),
        visit=visit.visit,
        agency=thing(visit.agency, names.agency(visit.agency)),
        own=visit.own,
        opened_at=visit.opened_at.astimezone(names.zone),
        closed_at=local(visit.closed_at, names),
        outcome=thing(visit.outcome, names.outcome(visit.step, visit.outcome)) if visit.outcome else None,
        due=local(visit.due, names),
        allowed=str(visit.allowed) if visit.allowed else None,
        used=str(visit.used) if visit.used else None,
        kept=thing(visit.kept, KEPT[visit.kept]) if visit.kept else None,
        score=visit.kept.score if visit.kept else None,
        lag_ms=visit.lag_ms,
    )
