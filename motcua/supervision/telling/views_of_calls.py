"""What the API and the terminal show of a call to a department system."""

from motcua.dossiers.parts import Model, Moment


class AttemptView(Model):
    """One exchange with a department system."""

    at: Moment
    verb: str
    """ask, poll, withdraw or callback."""
    result: str
    """`under_way` of one that has long begun: it was broken off, and is made again under the same key."""
    milliseconds: int
    status: int | None = None
    digest: str | None = None
    detail: str | None = None


class CallView(Model):
    """One request to a department system."""

    key: str
    system: str
    state: str
    """asked, held, accepted, answered, trouble or withdrawn."""
    attempts: int
    """How often it was put."""
    first_asked_at: Moment
    last_asked_at: Moment
    away_since: Moment | None = None
    """Since when its system is away, while it waits on that."""
    held_at: Moment | None = None
    again_at: Moment | None = None
    """Before this moment it is not tried again."""
    answered_at: Moment | None = None
    outcome: str | None = None
    reference: str | None = None
    """The department's own number for it."""
    dead_at: Moment | None = None
    withdrawn_at: Moment | None = None
    last_error: str | None = None
    endpoint: str | None = None
    """The Nexus endpoint of the agency that asks; null: it is asked from here."""
    exchanges: tuple[AttemptView, ...] = ()
    """Every exchange, where they were asked for."""
