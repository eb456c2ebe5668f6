"""When a dossier is woken for an alarm: at its turn in the crowd of one moment, never before the moment itself."""

import zlib
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Turn
    from motcua.dossiers.alarms import Alarm, next_alarm
    from motcua.dossiers.dossier import Dossier

SPREAD = 30
"""Alarms for which no turn was given are spread over this many seconds by the dossier's code."""


def turn_of(dossier: Dossier, after: float | None) -> Turn | None:
    """Return the turn a dossier was given for its next alarm, if it was given one."""
    alarm = next_alarm(dossier) if after is not None else None
    return Turn(at=alarm.at, after=after) if alarm is not None and after is not None else None


def woken_at(alarm: Alarm, code: str, turn: Turn | None) -> datetime:
    """Return when to wake for an alarm; what it then records bears the alarm's own moment."""
    given = turn is not None and turn.at == alarm.at
    after = turn.after if given and turn else zlib.crc32(code.encode()) % SPREAD
    return alarm.at + timedelta(seconds=after)
