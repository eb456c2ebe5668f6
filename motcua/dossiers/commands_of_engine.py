"""What the engine does to a dossier on behalf of systems, legs, campaigns and time; never taken from callers."""

from typing import Literal

from motcua.dossiers.parts import Data, Moment, Name, State, Tagged, Words
from motcua.procedures.definition import Ending


class DepartmentAnswered(Tagged):
    """A department system answered the request of a duty; sent by the engine, not by callers."""

    kind: Literal["department_answered"] = "department_answered"
    step: str
    visit: int
    outcome: Literal["done", "refused", "trouble"]
    """`trouble`: the answer could not be used, or the system says the request itself is wrong."""
    detail: str | None = None
    reference: str | None = None
    data: Data = {}


class NoteLeg(Tagged):
    """The dossier that carries a linked step exists; sent by the engine."""

    kind: Literal["note_leg"] = "note_leg"
    step: str
    visit: int
    code: str
    procedure: str
    due: Moment | None = None


class HearLeg(Tagged):
    """A leg reports where it stands; sent by the engine."""

    kind: Literal["hear_leg"] = "hear_leg"
    step: str
    visit: int
    code: str
    state: State
    due: Moment | None = None
    finished_at: Moment | None = None
    result: Ending | None = None
    reason: str | None = None
    """Why it ended without a result."""


class MissLeg(Tagged):
    """The dossier of a linked step cannot be opened as things are; sent by the engine."""

    kind: Literal["miss_leg"] = "miss_leg"
    step: str
    visit: int
    detail: str


class EndLeg(Tagged):
    """Nobody waits for this leg any more; sent by the engine."""

    kind: Literal["end_leg"] = "end_leg"
    reason: Literal["parent_ended", "visit_over"]
    """`visit_over`: the parent went back to before the linked step, and will open another leg."""


class Replan(Tagged):
    """Compute every date that has not passed on the calendar as it is now decided (R10); sent by a campaign."""

    kind: Literal["replan"] = "replan"
    decision: Words
    """Number of the decision that changed the calendar."""
    entered: str | None = None
    """Its id in the register: whoever does not know it yet looks there before anything is computed."""


class Move(Tagged):
    """Go on under another version of the procedure; sent by a campaign, after a rehearsal."""

    kind: Literal["move"] = "move"
    version: str
    when: Literal["now", "next_step"] = "now"
    deadlines: Literal["keep", "recompute"] = "keep"
    steps: dict[str, str] = {}
    """Ids of steps in the old version and their names in the new one, where they differ."""


class StandForOutage(Tagged):
    """Let the clocks stand while a department system is away, as somebody decided; sent by a campaign."""

    kind: Literal["stand_for_outage"] = "stand_for_outage"
    system: Name
    outage: int
    """Its id in the register."""
    began: Moment
    """When the outage began: no clock stands before."""
    since: Moment
    """From when the decision lets clocks stand."""
    decision: Words
    """Number of the decision, with its date."""
    basis: Words
    """The provision that allows it."""


class RunAfterOutage(Tagged):
    """Let the clocks run again: the system is back, or another decision says so; sent by a campaign."""

    kind: Literal["run_after_outage"] = "run_after_outage"
    outage: int
    until: Moment
    """The legal moment from which they run, however late the dossier hears of it."""
    decision: Words | None = None
    """Number of the decision that ends it, with its date; None: the outage is over."""
    basis: Words | None = None


class NoteFault(Tagged):
    """What time or a system brought could not be decided: say so, until it can (R75)."""

    kind: Literal["note_fault"] = "note_fault"
    what: str
    """The alarm or answer that waits."""
    detail: str


class Ring(Tagged):
    """Time passed: whatever the law attaches to the moments up to now happens."""

    kind: Literal["ring"] = "ring"
