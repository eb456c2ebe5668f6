"""What passes between the Dossier workflow and its activities, and what its callers get back."""

from motcua.departments.port import request_key
from motcua.dossiers.commands import Act, DepartmentAnswered, Life
from motcua.dossiers.dossier import Dossier, waiting_for
from motcua.dossiers.facts import Fact, Transition
from motcua.dossiers.parts import Data, Model, Moment, Name, State, Waiting


class Turn(Model):
    """When it is a dossier's turn in the crowd that is woken for one legal moment."""

    at: Moment
    after: float
    """Seconds after that moment."""


class Start(Model):
    """What a Dossier workflow runs on: the opening, or the dossier as an earlier run left it."""

    life: Life | None = None
    dossier: Dossier | None = None
    turn: Turn | None = None


class Asked(Model):
    """A request to decide one act on a dossier and to write what follows; never part of history."""

    dossier: Dossier | None = None
    act: Act | None = None
    life: Life | None = None
    now: Moment

    @property
    def at(self) -> Moment:
        """Return the legal moment asked for: the act's own, or the present where it gives none or a later one."""
        act = self.act or (self.life.opening if self.life else None)
        return min(act.at, self.now) if act and act.at else self.now


class Refusal(Model):
    """Why an act was not done."""

    kind: str
    message: str
    message_vi: str
    field: str | None = None
    rule: str | None = None
    hint: str | None = None
    hint_vi: str | None = None


class Recorded(Model):
    """What was decided and written, once: the workflow folds this and nothing else."""

    at: Moment | None = None
    """The legal moment of the act, where it is not the one that was asked for."""
    recorded_at: Moment | None = None
    """When it was written, where that was before the present request for it."""
    facts: tuple[Fact, ...] = ()
    wake_after: float | None = None
    """Seconds after the next alarm's legal moment at which it is this dossier's turn; None: not asked."""
    missed: tuple[Transition, ...] = ()
    """What had been written before and was never heard of: to be taken in first, then the act is asked again."""
    refusal: Refusal | None = None


class Receipt(Model):
    """What a caller is told when an act is done and written."""

    code: str
    seq: int
    state: State
    waiting_for: Waiting | None = None
    due: Moment | None = None
    repeated: bool = False
    """Whether the act had been done before under the same key."""

    @classmethod
    def of(cls, dossier: Dossier, *, repeated: bool = False) -> "Receipt":
        """Return the receipt of a dossier as it stands; what does not apply is left out."""
        said: dict[str, object] = {"code": dossier.code, "seq": dossier.seq, "state": dossier.state}
        said |= {"waiting_for": waiting} if (waiting := waiting_for(dossier)) else {}
        said |= {"due": dossier.due} if dossier.due else {}
        return cls.model_validate(said | ({"repeated": True} if repeated else {}))


class Reply(Model):
    """What a department system said at once."""

    answer: DepartmentAnswered | None = None
    """None where it took the request on and will answer later, by callback."""
    held: bool = False
    """Whether the system is away: the request waits until its outage is over, and is put then."""
    endpoint: str | None = None
    """The Nexus endpoint of the agency that asks its own system; None: it is asked from here."""


class Order(Model):
    """A request to a department system on behalf of a duty."""

    dossier: str
    procedure: str
    step: str
    visit: int
    agency: Name
    system: Name
    data: Data = {}
    opinion: bool = False
    """Whether an opinion is asked for."""
    reply_by: Moment | None = None
    due: Moment | None = None
    """When the dossier has to have the answer: the order in which requests go on after an outage."""

    @property
    def key(self) -> str:
        """Return the idempotency key: the same request however often it is sent."""
        return request_key(self.dossier, self.step, self.visit)


class Told(Model):
    """What a department system said to a request that is held."""

    key: str
    answer: DepartmentAnswered


class LegOrder(Model):
    """A request to open the dossier of a linked step; what it is given is read where it is opened."""

    dossier: str
    step: str
    visit: int

    @property
    def key(self) -> str:
        """Return the idempotency key: the same leg however often it is asked for."""
        return f"leg:{self.dossier}/{self.step}/{self.visit}"

    @property
    def before(self) -> "LegOrder | None":
        """Return the order of the visit before this one, or None for the first."""
        return self.model_copy(update={"visit": self.visit - 1}) if self.visit > 1 else None


class LegAnswer(Model):
    """The leg that was opened; without a code, and without trouble, none is needed any more."""

    code: str | None = None
    procedure: str | None = None
    due: Moment | None = None
    trouble: str | None = None
    """Why none can be opened as things are."""


class Message(Model):
    """What the engine tells another dossier."""

    dossier: str
    act: Act
