"""How the promise stands at a moment: computed from time, never stored (R46)."""

from datetime import datetime

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ground import Ground
from motcua.supervision.telling.views import Promise
from motcua.worktime.due import elapsed


def promise_of(dossier: Dossier, act_by: datetime | None, now: datetime, ground: Ground) -> Promise:
    """Return how the promise stands: broken, in danger, kept, stopped, ended without a result, or never made."""
    if dossier.clock is None:
        return "none"
    if dossier.finished_at is not None:
        return "finished"
    if dossier.closed:
        return "ended"
    if dossier.paused:
        return "clock_stopped"
    if dossier.is_late(now):
        return "overdue"
    if act_by is not None and now > act_by:
        return "will_be_late"
    calendar = ground.calendar_of(dossier.competent)
    today = calendar.local(dossier.clock.due).date() == calendar.local(now).date()
    return "due_today" if today else "in_time"


def late_minutes(dossier: Dossier, now: datetime, ground: Ground) -> int:
    """Return the working minutes since the due date passed, on the deciding agency's calendar; 0 while in time."""
    if dossier.clock is None or not dossier.is_late(now):
        return 0
    calendar = ground.calendar_of(dossier.competent)
    return int(elapsed(dossier.clock.due, now, calendar).total_seconds() // 60)
