"""Overdue episodes: opened at the legal moment, carried up the chain until answered for, closed with what was lost."""

from datetime import datetime

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.parts import Duty, Episode
from motcua.procedures.definition import StepKind
from motcua.worktime.due import elapsed, opening_after

DOSSIER = "dossier"
INTAKE = "intake"


def open_episode(case: Case, subject: str, holder: str) -> None:
    """Record that a limit was broken now, by whom it was held, and when the next level hears of it."""
    fact: dict[str, object] = {"subject": subject, "holder": holder, "next_at": opening_after(case.at, case.calendar)}
    if holder not in (case.dossier.competent, case.dossier.one_stop):
        fact["own"] = False
    case.say(f.OverdueOpened.model_validate(fact))


def close_episode(case: Case, subject: str, *, until: datetime | None = None) -> None:
    """End an episode, if there is one: with the working time lost, or annulled where the act was in time after all.

    The time lost ends now, or at `until` where the clock stood from then on.
    """
    episode = case.dossier.episode(subject)
    if episode is None:
        return
    lost = max(0, int(elapsed(episode.threshold, until or case.at, case.calendar).total_seconds() // 60))
    if case.at < episode.threshold or (case.at == episode.threshold and subject != DOSSIER):
        case.say(f.OverdueClosed(subject=subject, lost_minutes=0, annulled=True))
    else:
        case.say(f.OverdueClosed(subject=subject, lost_minutes=lost))


def close_episodes(case: Case) -> None:
    """End every episode: the dossier has ended, or its result is there and only the hand-over is left."""
    for episode in case.dossier.episodes:
        close_episode(case, episode.subject)


def climb(case: Case, episode: Episode) -> None:
    """Carry an unanswered episode one level up, and set when it climbs again."""
    chain = chain_of(case, episode)
    level = min(episode.level + 1, len(chain) - 1)
    again = None if level == len(chain) - 1 else opening_after(case.at, case.calendar)
    fact: dict[str, object] = {"subject": episode.subject, "level": level, "to": chain[level]}
    case.say(f.Escalated.model_validate(fact | ({"next_at": again} if again else {})))


def chain_of(case: Case, episode: Episode) -> tuple[str, ...]:
    """Return who hears of an episode, level by level.

    The promise itself climbs the procedure's whole chain (R47). A single step ends with the head of the unit; a
    silent consultation goes to the lead agency and the head of the one-stop (R39).
    """
    whole = case.procedure.overdue.chain
    if episode.subject in (DOSSIER, INTAKE):
        return whole
    duty = _duty(case, episode.subject)
    if duty is not None and duty.kind is StepKind.CONSULT:
        return (whole[0], "lead_and_one_stop_head")
    return whole[:2] if len(whole) > 1 else (whole[0], "unit_head")


def _duty(case: Case, subject: str) -> Duty | None:
    return next((duty for duty in case.dossier.duties if duty.ref == subject), None)


def holder_now(case: Case) -> str:
    """Return the agency that holds the dossier at this moment: whoever has held an open duty longest."""
    duties = [duty for duty in case.dossier.duties if duty.agency != "applicant"]
    if not duties:
        return case.dossier.one_stop
    return min(duties, key=lambda duty: duty.since).agency
