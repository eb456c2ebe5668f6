"""Overdue episodes: opened at the legal moment, carried up the chain until answered for, closed with what was lost."""

from datetime import datetime

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.escalation import chain_of, rung
from motcua.dossiers.parts_of_lateness import Episode
from motcua.dossiers.standing import (
    DOSSIER,
    EVERY_GROUND,
    INTAKE,
    PHASE,
    Grounds,
    grounds_of,
    ran_for,
    rests,
)
from motcua.errors import CalendarError
from motcua.worktime.due import next_opening, opening_after

__all__ = ["DOSSIER", "INTAKE", "climb", "climb_on", "close_episode", "close_episodes", "holder_now", "open_episode"]


def open_episode(case: Case, subject: str, holder: str) -> None:
    """Record that a limit was broken now, by whom it was held, and when the next level hears of it."""
    fact: dict[str, object] = {"subject": subject, "holder": holder}
    if (next_at := _again(case, subject, 0)) is not None:
        fact["next_at"] = next_at
    if holder not in (case.dossier.competent, case.dossier.one_stop):
        fact["own"] = False
    case.say(f.OverdueOpened.model_validate(fact))


def close_episode(case: Case, subject: str) -> None:
    """End an episode, if there is one: with the working time lost, or annulled where the act was in time after all.

    Time for which the subject's clock stood is not lost (R36).
    """
    episode = case.dossier.episode(subject)
    if episode is None:
        return
    if case.at < episode.threshold or (case.at == episode.threshold and subject != DOSSIER):
        case.say(f.OverdueClosed(subject=subject, lost_minutes=0, annulled=True))
        return
    lost = ran_for(case.dossier, episode.threshold, case.at, case.calendar, _grounds(case, subject))
    case.say(f.OverdueClosed(subject=subject, lost_minutes=int(lost.total_seconds() // 60)))


def _grounds(case: Case, subject: str) -> Grounds:
    """Return the grounds that stop the clock of a subject: a step's own goes on beside most of them."""
    if subject in (DOSSIER, INTAKE) or subject.startswith(PHASE):
        return EVERY_GROUND
    return grounds_of(case.step(subject.rpartition("/")[0]))


def close_episodes(case: Case) -> None:
    """End every episode: the dossier has ended, or its result is there and only the hand-over is left."""
    for episode in case.dossier.episodes:
        close_episode(case, episode.subject)


def climb(case: Case, episode: Episode, *, passed_on: str | None = None) -> None:
    """Carry an unanswered episode one level up, or remind the end of its chain, and set when it is said again.

    `passed_on` is why somebody has it carried up now; None: it climbs because nobody answers.

    By itself it climbs only while the office is open: where a day became a day off meanwhile, at the next opening.
    """
    if passed_on is None and next_opening(case.at, case.calendar) > case.at:
        case.say(f.ClimbMoved(subject=episode.subject, next_at=_opening(case, 1)))
        return
    chain = chain_of(case.dossier, case.procedure, episode.subject)
    level = min(episode.level + 1, len(chain) - 1)
    heard = rung(case.dossier, case.ground, chain[level], episode.holder, case.at)
    fact: dict[str, object] = {"subject": episode.subject, "to": heard.role, "agencies": heard.agencies}
    if (again := _again(case, episode.subject, level)) is not None:
        fact["next_at"] = again
    if episode.level >= level:
        case.say(f.Reminded.model_validate(fact | {"number": episode.reminders + 1}))
        return
    fact |= {"level": level} | ({"passed_on": True, "reason": passed_on} if passed_on is not None else {})
    case.say(f.Escalated.model_validate(fact))


def _again(case: Case, subject: str, level: int) -> datetime | None:
    """Return when an episode that is told to a level now is said again; None where nobody is left to tell.

    Below the end of the chain that is the next opening. At its end the promise is said again at each opening; a
    single step, of which there may be many, only after some working days.
    """
    plan = case.procedure.overdue
    if level + 1 < len(chain_of(case.dossier, case.procedure, subject)):
        return _opening(case, 1)
    days = 1 if subject in (DOSSIER, INTAKE) else plan.remind_steps_every
    return _opening(case, days) if plan.daily and days else None


def _opening(case: Case, number: int) -> datetime:
    """Return the opening so many working days ahead, or the end of the last year the calendar knows.

    Nothing is guessed (R75), and nobody's act is held up by a reminder: what is said again after the last known day
    is looked at when the year ends, and is a fault if its days are still not known then.
    """
    at, calendar = case.at, case.calendar
    for _ in range(number):
        try:
            at = opening_after(at, calendar)
        except CalendarError:
            end = datetime(calendar.last_year + 1, 1, 1, tzinfo=calendar.tz)
            if at >= end:
                raise
            return end
    return at


def climb_on(case: Case) -> None:
    """Let episodes that rested while their clock stood climb on, from the next opening (R36)."""
    for episode in case.dossier.episodes:
        if episode.acknowledged_by is not None or rests(case.dossier, episode):
            continue
        if episode.next_at is None:
            moved = _again(case, episode.subject, episode.level)
        else:
            moved = _opening(case, 1) if episode.next_at < case.at else None
        if moved is not None:
            case.say(f.ClimbMoved(subject=episode.subject, next_at=moved))


def holder_now(case: Case) -> str:
    """Return the agency that holds the dossier at this moment: whoever has held an open duty longest."""
    duties = [duty for duty in case.dossier.duties if duty.agency != "applicant"]
    if not duties:
        return case.dossier.one_stop
    return min(duties, key=lambda duty: duty.since).agency
