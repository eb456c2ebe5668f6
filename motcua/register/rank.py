"""The order of the supervisor's queue, as text that sorts alike in every database and needs no present moment."""

from datetime import UTC, datetime

from motcua.dossiers.dossier import Dossier

RUNNING, STANDING = "1", "2"


def rank_of(dossier: Dossier, since: datetime | None) -> str:
    """Return the place of a dossier, from digits only.

    Running clocks come first, by the moment from which they are late and then by due date: so at any moment the late
    ones stand before all others. Standing clocks, and dossiers without one, follow by how long somebody is waited for.
    """
    late = late_at(dossier)
    if late is None or dossier.clock is None:
        return STANDING + _digits(since or dossier.last_at) + _digits(dossier.opened_at)
    return RUNNING + _digits(late) + _digits(dossier.clock.due)


def by_date(rank: str) -> str:
    """Return a place by the promised date, from the place in the queue, which names both moments.

    Standing clocks follow as in the queue.
    """
    if not rank.startswith(RUNNING):
        return rank
    late, due = rank[1:21], rank[21:]
    return RUNNING + due + late


def late_at(dossier: Dossier) -> datetime | None:
    """Return the moment from which a dossier is late if nobody moves it; None while no clock runs (R36, R46)."""
    clock = dossier.clock
    if clock is None or dossier.paused or dossier.finished_at is not None or dossier.closed:
        return None
    return clock.late_from


def late_until(moment: datetime) -> str:
    """Return the last place of the dossiers that are late at a moment."""
    return RUNNING + _digits(moment) + "9" * 20


def _digits(moment: datetime) -> str:
    """Return an instant as twenty digits in UTC, microseconds included."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S%f")
