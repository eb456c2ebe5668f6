"""What a transition writes, table by table, computed before the transaction begins."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from motcua.dossiers import facts as f
from motcua.dossiers.alarms import next_alarm
from motcua.dossiers.attribution import TimeShare
from motcua.dossiers.chain import link
from motcua.dossiers.dossier import HEAD_OF_NOTHING, Dossier, held_by, held_duty, waiting_for
from motcua.dossiers.evolve import Happened, records
from motcua.dossiers.parts import Actor, Duty
from motcua.dossiers.parts_of_lateness import Episode
from motcua.dossiers.standing import DOSSIER
from motcua.dossiers.visits import Kept
from motcua.register.awaited import awaited_system
from motcua.register.rank import by_date, late_at, rank_of

MOVED = "moved"
"""How the visit to a step ends that goes on under another name in another version."""
Row = dict[str, Any]
"""The values of one row by column."""


class View(BaseModel):
    """What the register shows of a dossier that the dossier itself does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    """The field of the procedure, in Vietnamese."""
    act_by: datetime | None = None
    """The last moment at which moving on still keeps the promise."""
    zone: str = "Asia/Ho_Chi_Minh"
    """Time zone of the deciding agency: on-time compares its dates."""
    shares: tuple[TimeShare, ...] = ()
    """Whose working time it took, once the work has ended."""


class Verdict(StrEnum):
    """A finished dossier against its promise; dates are compared, not hours (R55)."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


def fact_rows(code: str, transition: f.Transition, after: int, head: str = HEAD_OF_NOTHING) -> list[Row]:
    """Return the rows of a transition's facts; the first has sequence `after + 1` and is chained to `head`."""
    actor = transition.by.model_dump_json(exclude_unset=True)
    rows = []
    for part, record in enumerate(records(transition, after)):
        head = link(head, record)
        rows.append(_fact_row(code, transition, record, head) | {"part": part, "act_actor": actor})
    return rows


def event_row(facts: list[Row]) -> Row:
    """Return the row by which couriers learn of a transition, from the rows of its facts."""
    first, last = facts[0], facts[-1]
    stretch = {"first_seq": first["seq"], "last_seq": last["seq"]}
    return {"dossier": first["dossier"], **stretch, "created_at": first["recorded_at"]}


def _fact_row(code: str, transition: f.Transition, record: Row, head: str) -> Row:
    by: Actor = record["by"]
    return {
        "dossier": code,
        "seq": record["seq"],
        "kind": record["kind"],
        "at": record["at"],
        "recorded_at": transition.recorded_at,
        "act_key": transition.key,
        "act_at": transition.at,
        "agency": by.agency,
        "officer": by.officer,
        "on_behalf_of": by.on_behalf_of,
        "reason": transition.reason,
        "fact": record["fact"].model_dump_json(exclude_unset=True),
        "hash": head,
    }


def standing_row(dossier: Dossier) -> Row:
    """Return the part of a dossier's row that follows from the dossier alone."""
    agency, officer, since = held_by(dossier)
    waits, alarm, clock = waiting_for(dossier), next_alarm(dossier), dossier.clock
    held, rank = held_duty(dossier), rank_of(dossier, since)
    return {
        "code": dossier.code,
        "procedure": dossier.procedure,
        "version": dossier.version,
        "channel": dossier.channel,
        "territory": dossier.territory,
        "one_stop": dossier.one_stop,
        "competent": dossier.competent,
        "state": dossier.state.value,
        "portal_code": dossier.state.portal_code,
        "waiting_for": waits.value if waits else None,
        "holder_agency": agency,
        "holder_officer": officer,
        "holder_step": held.step if held else None,
        "waiting_since": since,
        "system": awaited_system(dossier),
        "opened_at": dossier.opened_at,
        "received_at": dossier.received_at,
        "due_original": dossier.due_original,
        "due_current": clock.due if clock else None,
        "late_from": clock.late_from if clock else None,
        "late_at": late_at(dossier),
        "paused": dossier.paused,
        "finished_at": dossier.finished_at,
        "ended_at": dossier.ended_at,
        "closed_at": dossier.finished_at or dossier.ended_at,
        "result": dossier.result.value if dossier.result else None,
        "next_alarm_at": alarm.at if alarm else None,
        "next_alarm": alarm.kind if alarm else None,
        "open_duties": len(dossier.duties),
        "supplements": dossier.supplements,
        "rank": rank,
        "due_rank": by_date(rank),
        "seq": dossier.seq,
        "head": dossier.head,
        "previous": dossier.previous,
        "parent": dossier.parent,
        "trouble": next((duty.trouble for duty in dossier.duties if duty.trouble), None),
    }


def promised_first(before: Dossier | None, transition: f.Transition) -> datetime | None:
    """Return the moment from which the date on the slip is missed, where this transition sets that date (R52)."""
    if before is not None and before.due_original is not None:
        return None
    return next((fact.clock.late_from for fact in transition.facts if isinstance(fact, f.ClockSet)), None)


def verdict(dossier: Dossier, zone: str) -> Verdict | None:
    """Return how a finished dossier kept its current date; None while unfinished or without a limit.

    Where the clock stood when the work was finished, the moment it stopped counts: the time since is nobody's. What
    stopped it may end later; that changes nothing any more (R55).
    """
    finished = dossier.finished_at
    if dossier.clock is None or finished is None:
        return None
    stood = (p.since for p in dossier.pauses if p.since <= finished and (p.until is None or p.until > finished))
    return compared(min(stood, default=finished), dossier.clock.late_from, zone)


def compared(finished: datetime, late_from: datetime, zone: str) -> Verdict:
    """Compare the local date of finishing with the due date: the last one that is not late."""
    if finished >= late_from:
        return Verdict.LATE
    due_date = (late_from - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    return Verdict.EARLY if finished.astimezone(ZoneInfo(zone)).date() < due_date else Verdict.ON_TIME


def duty_row(code: str, duty: Duty) -> Row:
    """Return the row of an open duty."""
    return {
        "dossier": code,
        "step": duty.step,
        "visit": duty.visit,
        "kind": duty.kind.value,
        "agency": duty.agency,
        "officer": duty.officer,
        "holder": duty.holder.value,
        "opened_at": duty.since,
        "due_at": duty.clock.due if duty.clock else None,
        "closed_at": None,
        "outcome": None,
        "late": False,
        "kept": None,
        "system": duty.system,
        "trouble": duty.trouble,
        "paused": duty.left is not None,
        "stands_for": duty.stands_for,
    }


def kept(duty: Duty, closed: f.DutyClosed, at: datetime, zone: str) -> str | None:
    """Return how a visit that ended kept its own limit (R68): a late minute is late, else dates are compared."""
    if duty.clock is None or not duty.answerable:
        return None
    if closed.late:
        return Kept.LATE.value
    local = ZoneInfo(zone)
    early = at.astimezone(local).date() < duty.clock.due.astimezone(local).date()
    return (Kept.EARLY if early else Kept.ON_TIME).value


def duty_rows(steps: list[Happened], before: Dossier | None, after: Dossier, zone: str) -> list[Row]:
    """Return the rows of all duties that a transition opened, changed or closed."""
    known = before.duties if before else ()
    rows = []
    for step in steps:
        duty = step.before.duty(step.fact.step) if isinstance(step.fact, f.DutyClosed) and step.before else None
        if duty is not None and isinstance(step.fact, f.DutyClosed):
            closing = {"closed_at": step.at, "outcome": step.fact.outcome, "late": step.fact.late}
            closing["officer"] = duty.officer or (step.by.officer if step.by.agency == duty.agency else None)
            closing["kept"] = kept(duty, step.fact, step.at, zone)
            rows.append(duty_row(after.code, duty) | closing)
        if isinstance(step.fact, f.VersionMoved) and step.before is not None:
            renamed = (duty for duty in step.before.duties if duty.step in step.fact.steps)
            rows += [duty_row(after.code, d) | {"closed_at": step.at, "outcome": MOVED} for d in renamed]
    rows += [duty_row(after.code, duty) for duty in after.duties if duty not in known]
    return rows


def episode_rows(steps: list[Happened], code: str) -> list[Row]:
    """Return the rows of all overdue episodes that a transition opened, changed or closed."""
    rows: dict[tuple[str, datetime], Row] = {}
    for step in steps:
        was = step.before.episodes if step.before else ()
        said = _spoken_of(step)
        if was == step.after.episodes and said is None:
            continue
        still = {(episode.subject, episode.threshold) for episode in step.after.episodes}
        ended = [episode for episode in was if (episode.subject, episode.threshold) not in still]
        for episode in [e for e in step.after.episodes if e not in was or e.subject == said] + ended:
            name = (episode.subject, episode.threshold)
            row = rows.setdefault(name, {"dossier": code, **_UNANSWERED})
            row |= episode_row(episode) | _told(step, episode) | (_closing(step) if episode in ended else _RUNNING)
    return list(rows.values())


def explained_rows(steps: list[Happened], code: str) -> list[Row]:
    """Return what a transition says of overdue episodes that are closed already, with the names of their rows."""
    rows = []
    for step in steps:
        if isinstance(step.fact, f.Explained) and step.after.episode(step.fact.subject) is None:
            breach = step.after.breaches[step.fact.subject]
            name = {"its_dossier": code, "its_subject": step.fact.subject, "its_opening": breach.threshold}
            rows.append(name | _explained(step.fact, step.at))
    return rows


def _spoken_of(step: Happened) -> str | None:
    """Return the subject of an episode that a fact says something of without changing it."""
    if isinstance(step.fact, f.Explained | f.Acknowledged):
        return step.fact.subject
    return DOSSIER if isinstance(step.fact, f.Apologised) else None


def episode_row(episode: Episode) -> Row:
    """Return what an episode itself says."""
    return {
        "subject": episode.subject,
        "opened_at": episode.threshold,
        "holder": episode.holder,
        "own": episode.own,
        "level": episode.level,
        "reminders": episode.reminders,
        "next_at": episode.next_at,
    }


ANSWERS = (
    "escalated_to",
    "passed_on",
    "acknowledged_at",
    "acknowledged_by",
    "explanation",
    "cause",
    "explained",
    "explained_at",
    "apologised_at",
)
"""Columns of an episode that keep what was said before, where a transition says nothing of them."""
_UNANSWERED: Row = dict.fromkeys(ANSWERS)
_RUNNING: Row = {"closed_at": None, "lost_minutes": None, "annulled": False}


def share_rows(code: str, shares: tuple[TimeShare, ...]) -> list[Row]:
    """Return the rows that say whose time a finished dossier took."""
    return [{"dossier": code} | share.model_dump(mode="json") for share in shares]


def _told(step: Happened, episode: Episode) -> Row:
    """Return what only the facts know: to whom an episode was carried, and who answered for it with what."""
    told: Row = {"apologised_at": step.after.apologised_at} if episode.subject == DOSSIER else {}
    fact = step.fact
    if isinstance(fact, f.Escalated) and fact.subject == episode.subject:
        return told | {"escalated_to": fact.to} | ({"passed_on": step.at} if fact.passed_on else {})
    if isinstance(fact, f.Explained) and fact.subject == episode.subject:
        return told | _explained(fact, step.at)
    if isinstance(fact, f.Acknowledged) and fact.subject == episode.subject:
        who = "/".join(part for part in (step.by.agency, step.by.officer) if part)
        told |= {"acknowledged_at": step.at, "acknowledged_by": who, "explanation": fact.explanation}
    return told


def _explained(fact: f.Explained, at: datetime) -> Row:
    return {"cause": fact.cause.value, "explained": fact.explanation, "explained_at": at}


def _closing(step: Happened) -> Row:
    """Return how an episode ended; where no fact says so, nothing is counted."""
    if isinstance(step.fact, f.OverdueClosed):
        return {"closed_at": step.at, "lost_minutes": step.fact.lost_minutes, "annulled": step.fact.annulled}
    return _RUNNING | {"closed_at": step.at}
