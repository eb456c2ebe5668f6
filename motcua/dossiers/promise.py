"""What the promise to the applicant still allows: the last moment to act, and whether it is in danger."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from motcua.dossiers.data import given
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ground import Ground
from motcua.procedures.definition import Anchor, Procedure, StepKind
from motcua.procedures.settling import settled
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import add_working


def act_by(dossier: Dossier, ground: Ground) -> datetime | None:
    """Return the last moment at which moving on still keeps the promise; None without a running promise.

    It is the due date minus the longest chain of allowances that follow the open steps, in working time. A step
    counted from receipt adds nothing: it runs beside the others.
    """
    if dossier.due is None or dossier.finished_at is not None or not dossier.duties:
        return None
    procedure = ground.procedure(dossier.procedure, dossier.version)
    calendar = ground.calendar_of(dossier.competent)
    allows = settled(procedure, given(dossier, procedure)).allows if procedure.tables else {}
    ahead = max(_after(procedure, duty.step, dossier, calendar, allows) for duty in dossier.duties)
    return add_working(dossier.due, -ahead, calendar) if ahead else dossier.due


def _after(
    procedure: Procedure, step: str, dossier: Dossier, calendar: WorkCalendar, allows: Mapping[str, Allowance]
) -> timedelta:
    """Return the working time of the longest chain of steps that follow one, within its phase."""
    longest = timedelta(0)
    for follower in procedure.followers.get(step, ()):  # nothing follows an opinion off the route
        if follower in dossier.done or procedure.by_id[follower].kind is StepKind.FINANCE:
            continue
        allow = allows.get(follower, procedure.by_id[follower].allow)
        own = _working_time(allow, procedure.by_id[follower].anchor, calendar)
        longest = max(longest, own + _after(procedure, follower, dossier, calendar, allows))
    return longest


def _working_time(allow: Allowance, anchor: Anchor, calendar: WorkCalendar) -> timedelta:
    """Return an allowance as working time; calendar units are no working time and count nothing."""
    if anchor is Anchor.RECEIPT or allow.unit not in (Unit.WORKING_DAY, Unit.WORKING_HOUR):
        return timedelta(0)
    per_unit = Decimal(calendar.hours_per_day) if allow.unit is Unit.WORKING_DAY else Decimal(1)
    return timedelta(hours=float(allow.value * per_unit))
