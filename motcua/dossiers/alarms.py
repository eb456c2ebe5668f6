"""The moments at which the law does something by itself, and what it then does."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.episodes import DOSSIER, INTAKE, climb, climb_on, holder_now, open_episode
from motcua.dossiers.parts import Duty, Moment, State
from motcua.dossiers.progress import close_duty, finish_if_returned, go_on
from motcua.dossiers.standing import PHASE, rests
from motcua.dossiers.supplements import lapse
from motcua.errors import RefusedError
from motcua.procedures.definition import Silence

MOST_AT_ONCE = 5_000
"""More alarms than this in one go is a defect: each must bring the dossier forward."""
LAST_MOMENTS = ("intake", "due", "phase", "step", "hand_over")
"""Alarms that ring at a moment which is itself still in time."""


class Alarm(NamedTuple):
    """A legal moment ahead; of those at one moment the lower rank comes first."""

    at: Moment
    rank: int
    kind: str
    ref: str = ""


def next_alarm(dossier: Dossier) -> Alarm | None:
    """Return the next moment at which something happens by itself, or None."""
    return min(alarms(dossier), default=None)


def alarms(dossier: Dossier) -> Iterator[Alarm]:
    """Yield every moment ahead that the dossier as it stands has to be woken for."""
    if dossier.closed:
        return
    yield from _intake(dossier)
    yield from _promise(dossier)
    if dossier.supplement and dossier.supplement.lapses_at:
        yield Alarm(dossier.supplement.lapses_at, 1, "lapse")
    for duty in dossier.duties:
        yield from _duty(dossier, duty)
    for episode in dossier.episodes:
        if episode.next_at is not None and not rests(dossier, episode):
            yield Alarm(episode.next_at, 9, "climb", episode.subject)


def _intake(dossier: Dossier) -> Iterator[Alarm]:
    waits = dossier.decide_by is not None and dossier.state is State.SUBMITTED
    if waits and dossier.decide_by and dossier.episode(INTAKE) is None:
        yield Alarm(dossier.decide_by, 2, "intake")


def _promise(dossier: Dossier) -> Iterator[Alarm]:
    clock = dossier.clock
    if clock is None or dossier.paused or dossier.finished_at is not None:
        return
    if clock.warnings:
        yield Alarm(clock.warnings[0].at, 3, "warn", clock.warnings[0].name)
    if not dossier.fell_due:
        yield Alarm(clock.due, 4, "due")
    if dossier.episode(DOSSIER) is None:
        yield Alarm(clock.late_from, 5, "late")
    phase = dossier.phase_clock
    if phase is not None and dossier.episode(f"{PHASE}{dossier.phase}") is None:
        yield Alarm(phase.due, 6, "phase", f"{PHASE}{dossier.phase}")


def _duty(dossier: Dossier, duty: Duty) -> Iterator[Alarm]:
    if duty.hand_over_by is not None and not duty.hand_over_late:
        yield Alarm(duty.hand_over_by, 7, "hand_over", duty.step)
    if duty.clock is None or duty.left is not None:
        return
    if duty.answerable and dossier.episode(duty.ref) is None:
        yield Alarm(max(duty.clock.due, duty.clock.since, duty.since), 7, "step", duty.step)
    if duty.silence_at is not None:
        yield Alarm(duty.silence_at, 8, "silence", duty.step)


def ring(case: Case, until: datetime, *, before_act: bool = False) -> None:
    """Let everything happen that the law attaches to the moments up to `until`, in their order.

    Args:
        case: The decision in the making.
        until: The latest moment to ring for.
        before_act: Whether an act at `until` follows; one done at the last moment of a limit is in time.
    """
    by, at = case.by, case.at
    for _ in range(MOST_AT_ONCE):
        alarm = next_alarm(case.dossier)
        if alarm is None or alarm.at > until or (before_act and alarm.at == until and alarm.kind in LAST_MOMENTS):
            case.as_actor(by, at)
            return
        case.as_law(alarm.at)
        _RINGS[alarm.kind](case, alarm)
        climb_on(case)
    raise RefusedError(
        f"Dossier {case.dossier.code} rang {MOST_AT_ONCE} alarms without coming forward.",
        vi=f"Hồ sơ {case.dossier.code} báo {MOST_AT_ONCE} lần mà không tiến triển.",
        rule="R74",
        hint="This is a defect of the engine: report it with the dossier's facts.",
        hint_vi="Đây là lỗi của hệ thống: báo cho đơn vị vận hành, kèm diễn biến hồ sơ.",
    )


def _ring_lapse(case: Case, _alarm: Alarm) -> None:
    lapse(case)


def _ring_intake(case: Case, _alarm: Alarm) -> None:
    open_episode(case, INTAKE, case.dossier.one_stop)


def _ring_warning(case: Case, alarm: Alarm) -> None:
    case.say(f.Warned(threshold=alarm.ref))


def _ring_due(case: Case, _alarm: Alarm) -> None:
    case.say(f.FellDue())


def _ring_late(case: Case, _alarm: Alarm) -> None:
    open_episode(case, DOSSIER, holder_now(case))


def _ring_phase(case: Case, alarm: Alarm) -> None:
    open_episode(case, alarm.ref, holder_now(case))


def _ring_step(case: Case, alarm: Alarm) -> None:
    duty = case.duty_or_refuse(alarm.ref)
    open_episode(case, duty.ref, duty.agency)


def _ring_hand_over(case: Case, alarm: Alarm) -> None:
    duty = case.duty_or_refuse(alarm.ref)
    case.say(f.HandOverLate(step=duty.step, giver=duty.giver or case.dossier.competent))


def _ring_silence(case: Case, alarm: Alarm) -> None:
    """Silence escalates, agrees, lets the decider go on, or simply ends a waiting period (R39–R41)."""
    duty = case.duty_or_refuse(alarm.ref)
    step = case.step(duty.step)
    if duty.silence is Silence.ESCALATE:
        case.say(f.SilenceKept(step=duty.step, means=duty.silence))
        return
    if duty.silence is not Silence.PROCEED:
        fact = {"step": duty.step, "means": duty.silence, "basis": step.silence_basis}
        case.say(f.SilenceKept.model_validate({k: v for k, v in fact.items() if v is not None}))
    close_duty(case, duty, _SILENT_OUTCOMES[duty.silence])
    go_on(case)
    finish_if_returned(case)


def _ring_climb(case: Case, alarm: Alarm) -> None:
    episode = case.dossier.episode(alarm.ref)
    if episode is not None:
        climb(case, episode)


_SILENT_OUTCOMES = {
    Silence.DEEMED_AGREED: "agreed_by_silence",
    Silence.DECIDE_WITHOUT: "decided_without",
    Silence.PROCEED: "time_passed",
}

_RINGS = {
    "lapse": _ring_lapse,
    "intake": _ring_intake,
    "warn": _ring_warning,
    "due": _ring_due,
    "late": _ring_late,
    "phase": _ring_phase,
    "step": _ring_step,
    "hand_over": _ring_hand_over,
    "silence": _ring_silence,
    "climb": _ring_climb,
}
