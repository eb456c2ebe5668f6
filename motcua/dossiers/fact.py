"""What every fact says of itself."""

from motcua.dossiers.parts import Actor, Moment, Tagged


class Base(Tagged):
    """What every fact says of itself."""

    at: Moment | None = None
    """The legal moment; None: the moment of the act that caused it."""
    by: Actor | None = None
    """Who did it; None: the actor of the act."""
