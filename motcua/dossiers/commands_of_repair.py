"""What a repair does to one dossier: a closed list, sent by the engine once the repair was previewed and confirmed."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from motcua.dossiers.parts import Actor, Data, Key, Moment, Name, OfficialClock, Tagged, Words


class RepairKind(StrEnum):
    """What can be repaired; nothing else is."""

    RETRY = "retry"
    """A request to a department system that is in trouble, or what the engine could not decide, is tried again."""
    RESEND = "resend"
    """Messages that were given up are sent again: to the portal, to people, to subscribers."""
    SKIP = "skip"
    GO_TO = "go_to"
    REASSIGN = "reassign"
    CORRECT_DATE = "correct_date"
    REOPEN = "reopen"
    """The matter of a dossier that has ended is taken up in a new one, which names it (R32, R59)."""
    WITHDRAW = "withdraw"
    REHOME = "rehome"
    """What an agency held that has ended goes to its successor (R69–R71)."""
    UNDO = "undo"
    """Another repair is undone, where that is possible."""


class Repairing(Tagged):
    """What every command of a repair says besides."""

    repair: Key
    """Id of the repair."""
    basis: Words | None = None
    """The provision or document that allows it."""
    confirmed_by: Actor | None = None
    """Who confirmed it, where that was another person than the one who asked."""


class Retry(Repairing):
    """Try again what failed: the requests in trouble, or what time brought and could not be decided."""

    kind: Literal["retry"] = "retry"
    step: str | None = None
    """Only the request of this step."""


class NoteResent(Repairing):
    """State that messages about this dossier are sent again."""

    kind: Literal["note_resent"] = "note_resent"
    what: tuple[Literal["portal", "notices", "webhooks"], ...] = Field(min_length=1)


class SkipStep(Repairing):
    """End an open step without its being done; what follows opens."""

    kind: Literal["skip_step"] = "skip_step"
    step: str
    data: Data = {}
    """What the step would have declared, where the route depends on it."""


class GoTo(Repairing):
    """Go on at another step: an earlier one is done again, on the way to a later one steps are left out."""

    kind: Literal["go_to"] = "go_to"
    step: str


class TakeUpAgain(Repairing):
    """Do after all what a repair left out."""

    kind: Literal["take_up_again"] = "take_up_again"
    steps: tuple[str, ...] = Field(min_length=1)


class Reassign(Repairing):
    """Give open steps of an agency to another of its officers."""

    kind: Literal["reassign"] = "reassign"
    agency: Name
    officer: Name
    instead_of: Name | None = None
    """Only steps of this officer."""
    step: str | None = None


class GiveBack(Repairing):
    """Give steps back to whoever had them before a repair."""

    kind: Literal["give_back"] = "give_back"
    officer: Name
    """Who has them by that repair."""
    before: dict[str, Name | None] = Field(min_length=1)
    """Who had each step before; None: nobody."""


class CorrectDate(Repairing):
    """Correct a promised date that was stated wrongly; no re-appointment, and no way round one (R48–R50)."""

    kind: Literal["correct_date"] = "correct_date"
    to: date | None = None
    """The right day, in the deciding agency's zone; None: the one that the rules give."""


class RestoreDate(Repairing):
    """Put the date back that a correction replaced."""

    kind: Literal["restore_date"] = "restore_date"
    clock: OfficialClock
    """The clock as it was."""
    corrected: Moment
    """The date the correction led to."""


class Withdraw(Repairing):
    """End a dossier that its applicant wants back, as their own document says (R58)."""

    kind: Literal["withdraw"] = "withdraw"


class Rehome(Repairing):
    """Let the successors of agencies that have ended take their place; no date and no code changes (R69–R71)."""

    kind: Literal["rehome"] = "rehome"
    otherwise: Name | None = None
    """Who takes what has no successor, or several (R71)."""
    officer: Name | None = None
    """Whose queue that goes to."""


Mend = (
    Retry
    | NoteResent
    | SkipStep
    | GoTo
    | TakeUpAgain
    | Reassign
    | GiveBack
    | CorrectDate
    | RestoreDate
    | Withdraw
    | Rehome
)
"""What a repair does to a dossier that is on its way."""
