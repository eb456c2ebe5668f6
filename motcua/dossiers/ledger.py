"""The ledger of a dossier's time: who had it and how long, what each agency used of its own limit, what handing over
cost."""

from collections.abc import Sequence
from datetime import datetime

from motcua.dossiers.attribution import TimeShare, attributed, shares, whole_second
from motcua.dossiers.evolve import fold
from motcua.dossiers.facts import Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Model, Moment
from motcua.dossiers.visits import Visit, visits


class Ledger(Model):
    """Whose working time a dossier took, from receipt to its result, or until now."""

    code: str
    since: Moment | None = None
    """Receipt; None for a dossier that was never received: it has taken nobody's time."""
    until: Moment | None = None
    """The result, the end without one, or the moment of asking."""
    open: bool = False
    """Whether it goes on."""
    shares: tuple[TimeShare, ...] = ()
    visits: tuple[Visit, ...] = ()

    @property
    def seconds(self) -> int:
        """Return all working time in seconds."""
        return sum(share.seconds for share in self.shares)

    @property
    def lag_ms(self) -> int:
        """Return the milliseconds that electronic hand-overs took in all: nobody's time but the system's (R26)."""
        return sum(visit.lag_ms or 0 for visit in self.visits)


def ledger(transitions: Sequence[Transition], ground: Ground, now: datetime) -> Ledger:
    """Return the ledger of a life, counted on the deciding agency's calendar; the visits on their agencies' own."""
    dossier = fold(transitions)
    if dossier.received_at is None:
        return Ledger(code=dossier.code)
    ended = dossier.finished_at or dossier.ended_at
    until = ended or max(now, dossier.received_at)
    return Ledger(
        code=dossier.code,
        since=whole_second(dossier.received_at),
        until=whole_second(until),
        open=ended is None,
        shares=shares(attributed(transitions, now), ground.calendar_of(dossier.competent)),
        visits=visits(transitions, ground, now),
    )
