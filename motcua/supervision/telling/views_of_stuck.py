"""The supervisor's queue as it is shown."""

from motcua.dossiers.parts import Model, Moment
from motcua.register.stuck_groups import Urgency
from motcua.supervision.stuck.technical import Technical
from motcua.supervision.telling.views import Named, Said
from motcua.supervision.telling.views_of_calls import CallView


class WorkingTime(Model):
    """A length of working time: hours in which the office was open."""

    iso: str
    """ISO 8601, in hours and minutes: `PT20H30M`."""
    hours: float


class StuckView(Model):
    """One dossier that needs somebody."""

    code: str
    parent: str | None = None
    """Code of the dossier this one is a leg of (R44)."""
    procedure: Named
    field: str
    territory: str
    state: Named
    group: Urgency
    """The first group of the list it fits into."""
    reason: Named
    """What it waits for; of a department system that is away, which one and since when."""
    holder: Named | None = None
    officer: str | None = None
    step: Named | None = None
    """The step it waits at, where that is one."""
    since: Moment | None = None
    working_time_lost: WorkingTime | None = None
    """Working time since then, on the holder's calendar."""
    due: Moment | None = None
    due_original: Moment | None = None
    late: bool
    late_by: WorkingTime | None = None
    """Working time past the due date."""
    at_risk: bool
    act_by: Moment | None = None
    trouble: str | None = None
    call: CallView | None = None
    next: Said | None = None
    next_at: Moment | None = None
    open_duties: int
    technical: Technical | None = None
    """What the workflow engine says of it; null where it was not read."""


class CountView(Named):
    """How many wait for the same, and how many of them are late."""

    dossiers: int
    late: int


class StuckList(Model):
    """A page of the queue."""

    at: Moment
    """The moment at which lateness was judged."""
    total: int | None = None
    """All that match, at most 10,000; on the first page only."""
    more: bool = False
    """More match than are counted: the counts are then of the 10,000 most pressing ones."""
    counts: tuple[CountView, ...] = ()
    """By what they wait for."""
    by_agency: tuple[CountView, ...] = ()
    by_procedure: tuple[CountView, ...] = ()
    dossiers: tuple[StuckView, ...]
    next: str | None = None
    """The cursor of the next page."""
