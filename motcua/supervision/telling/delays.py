"""The report on delays, told: whose working time finished dossiers took, own delay and partners' delay apart."""

from datetime import date, datetime

from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Model, Moment
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.register.shares import DelayLine, DelaysBy
from motcua.supervision.telling.labels import HOLDERS
from motcua.supervision.telling.names_and_moments import thing
from motcua.supervision.telling.on_time import period_of
from motcua.supervision.telling.stuck import agency_name, procedure_name
from motcua.supervision.telling.views import Named
from motcua.worktime.words import Words


class DelayView(Model):
    """Working time of one kind of holder, in whole seconds."""

    group: Named
    holder: Named
    dossiers: int
    late_dossiers: int
    """Those in which some of this time was late."""
    seconds: int
    seconds_waiting: int
    """Before anybody took it in hand."""
    seconds_handling: int
    seconds_stood: int
    """Of it while the official clock stood."""
    seconds_late: int
    """Of it after the promise was broken."""


class Delays(Model):
    """Whose time was lost in what was finished in a period; the most late time first."""

    since: Moment
    until: Moment
    by: DelaysBy
    lines: tuple[DelayView, ...]


def delays_report(
    register: Register,
    ground: Ground,
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    by: DelaysBy = DelaysBy.HOLDER,
    procedure: str | None = None,
    agency: str | None = None,
    scope: Scope = WHOLE,
) -> Delays:
    """Return the report of the days from `since` to `until`, both included; by default the year up to now."""
    begin, end = period_of(ground, now, since, until)
    lines = register.delays(begin, end, by=by, procedure=procedure, agency=agency, scope=scope)
    return Delays(since=begin, until=end, by=by, lines=tuple(_line(line, by, ground) for line in lines))


def _line(line: DelayLine, by: DelaysBy, ground: Ground) -> DelayView:
    figures = line.model_dump(exclude={"group", "holder"})
    holder = thing(line.holder, HOLDERS[line.holder])
    return DelayView(group=_group(line, by, ground), holder=holder, **figures)


def _group(line: DelayLine, by: DelaysBy, ground: Ground) -> Named:
    if by is DelaysBy.HOLDER:
        return thing(line.holder, HOLDERS[line.holder])
    if by is DelaysBy.PROCEDURE:
        return thing(line.group, procedure_name(line.group, ground))
    if by is DelaysBy.STEP:
        return thing(line.group, Words(line.group, line.group))
    return thing(line.group, agency_name(line.group, ground))
