"""What two installations say to each other when an agency asks its department systems itself (Nexus)."""

from datetime import datetime, timedelta

import nexusrpc

from activities.messages import Order
from motcua.dossiers.commands import DepartmentAnswered
from motcua.dossiers.parts import Model, Moment, Name

SERVICE = "Departments"


class Standing(Model):
    """Whether a system is away, as the agency that asks it tells."""

    system: Name
    away_since: Moment | None = None
    error: str | None = None

    def differs(self, other: "Standing | None") -> bool:
        """Return whether somebody who knows the other has to be told of this."""
        return other is None or self.away_since != other.away_since


class Watching(Model):
    """A question how a system stands, answered when that is not what the asker knows, or after a while."""

    system: Name
    known: Standing | None = None
    within: timedelta


class Unwanted(Model):
    """A request nobody waits for any more."""

    key: str
    system: Name


class Done(Model):
    """The agency has taken note."""

    key: str


@nexusrpc.service(name=SERVICE)
class Departments:
    """What an agency does for others with its own systems. Every operation may be repeated."""

    ask: nexusrpc.Operation[Order, DepartmentAnswered]
    """Put a request; the answer comes at once, or whenever the system has given it, through any outage."""
    watch: nexusrpc.Operation[Watching, Standing]
    """Say when a system goes away or comes back."""
    withdraw: nexusrpc.Operation[Unwanted, Done]
    """Call a request off."""


class Heard(Model):
    """An agency's answer to a request."""

    order: Order
    answer: DepartmentAnswered


class Note(Model):
    """What a watch brought: a standing, or silence."""

    system: Name
    standing: Standing | None = None
    silent_since: Moment | None = None
    """Since when the agency itself has not answered."""


class NextWatch(Model):
    """What is watched for next, and which requests are to be called off."""

    endpoint: str
    known: Standing | None = None
    unwanted: tuple[Unwanted, ...] = ()


class Elsewhere(Model):
    """A system that an agency asks for us, and how long its silence is borne."""

    system: Name
    silent_after: timedelta
    known: Standing | None = None
    heard_at: datetime | None = None


def errand_of(key: str) -> str:
    """Return the id of the workflow that carries a request for another installation."""
    return f"errand:{key}"
