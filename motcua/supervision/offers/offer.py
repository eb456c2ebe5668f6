"""An act as it is put to somebody: what it is about, who may do it, what it has to be told, and why it cannot be."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from pydantic import JsonValue

from motcua.dossiers.parts import Actor
from motcua.errors import MotcuaError
from motcua.worktime.words import Words

REASON = "reason"
"""What belongs to the act itself; everything else belongs to the deed."""
DATA = "data."
"""What the name of a declared datum begins with."""
TRIED = "…"
"""What a text holds while it is tried whether an act is possible."""


class Shape(StrEnum):
    """How something is asked for, and what is made of the answer."""

    LINE = "line"
    LONG = "long"
    DATE = "date"
    DAYS = "days"
    """A number of working days."""
    NUMBER = "number"
    """A whole number."""
    CHOICE = "choice"
    YES_NO = "yes_no"
    LIST = "list"
    """Any of the options."""
    LIST_AND_MORE = "list_and_more"
    """Any of the options, and what is written beside them."""


class Option(NamedTuple):
    """One of several answers."""

    value: str
    name: Words


class Input(NamedTuple):
    """Something an act has to be told."""

    name: str
    """`reason`, a field of the deed, or `data.NAME` for a datum the procedure declares."""
    shape: Shape = Shape.LINE
    required: bool = False
    options: tuple[Option, ...] = ()
    """Of a line: what is proposed; anything else may be written."""
    label: Words | None = None
    """None: the catalogue of words knows its name."""
    words: str | None = None
    """Under which name the catalogue knows it, where that is not its own."""
    given: str = ""
    """The answer it begins with."""


WHY = Input(REASON, Shape.LONG, required=True)
WHY_READ = Input(REASON, Shape.LONG, required=True, words="reason_read")
"""A reason that the applicant reads."""
WHY_IF_ANY = WHY_READ._replace(required=False)
NOTE = Input(REASON, Shape.LONG, words="note")
REFERENCE = Input("reference")


@dataclass(frozen=True)
class Possible:
    """An act that the state of a dossier calls for; whether it is allowed is tried by the core itself."""

    kind: str
    by: tuple[str, ...]
    """Agencies that do it, and `applicant` or `system:NAME` where it may be recorded for them."""
    told: dict[str, JsonValue] = field(default_factory=dict)
    """The fields of the deed that are settled."""
    inputs: tuple[Input, ...] = ()
    about: Words | None = None
    """The step or the overdue subject, where the act has one."""
    as_what: Words | None = None
    """How the step ends, where it can end in several ways."""
    trial: dict[str, JsonValue] = field(default_factory=dict)
    """Answers to try it with, where the first that fits will not do."""

    @property
    def id(self) -> str:
        """Return its name among everything that can be done to the dossier: `complete:s2:done`."""
        return ":".join([self.kind, *(str(value) for value in self.told.values())])

    def asks(self, field: str | None) -> str | None:
        """Return the input a refused field belongs to; None where somebody else has to put it right."""
        name = (field or "").removeprefix("do.")
        asked = [each.name for each in self.inputs]
        if name in asked:
            return name
        return asked[0] if asked and name in self.trial else None


class Offer(NamedTuple):
    """A possible act with who would do it, and why it cannot be done now; None: it can."""

    it: Possible
    by: Actor
    refusal: MotcuaError | None = None
