"""What is asked of another agency's system, and what it may say: the port every adapter serves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal, Protocol, Self, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictInt, model_validator

from motcua.departments.errors import UnreadableAnswerError
from motcua.departments.payload import SystemId
from motcua.exchange.address import WebAddress
from motcua.exchange.payload import Content, Key, Line, Sentence


class Message(BaseModel):
    """Something two systems say to each other: immutable, closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def request_key(dossier: str, step: str, visit: int) -> str:
    """Return the idempotency key of a step's request: the same visit asks under the same key, however often."""
    return f"{dossier}/{step}/{visit}"


class Request(Message):
    """What a step asks of a department's system."""

    system: SystemId
    key: Key
    """Idempotency key, `dossier/step/visit`: asked twice, done once."""
    dossier: Line
    procedure: Line
    step: Line
    visit: Annotated[StrictInt, Field(ge=1)]
    """Which time the dossier stands at this step, from 1; rework is a new visit and a new key."""
    agency: Line
    """The agency that asks."""
    asks: Literal["work", "opinion"] = "work"
    """`opinion`: a consultation; the answer's content names `opinion`: agreed, agreed_with_conditions, disagreed."""
    subject: Content = Field(default_factory=dict)
    """What the department needs to know. Codes and figures only, never personal data: it is kept in histories."""
    reply_by: AwareDatetime | None = None
    """The last moment at which an answer is on time, or None where the step has no limit."""
    callback_url: WebAddress | None = None
    """Where a later answer is sent, or None: then it is fetched by asking again under the same key."""


class Answer(Message):
    """What the department's system did; its content enters the dossier."""

    key: Key
    outcome: Literal["done", "refused"]
    """`refused` is the department's decision on the matter, a value like any other; asking again changes nothing."""
    content: Content = Field(default_factory=dict)
    reason: Sentence | None = None
    """Why it refused, for people to read; a refusal without a reason is not an answer."""
    reference: Line | None = None
    """The department's own number for the matter."""

    @model_validator(mode="after")
    def _a_refusal_says_why(self) -> Self:
        if self.outcome == "refused" and self.reason is None:
            raise ValueError("a refusal must give its reason")
        return self


class Accepted(Message):
    """The department's system has the request and will answer later."""

    key: Key
    reference: Line | None = None


Stage = Literal["arrived", "received", "assigned", "in_process"]
"""How far work has come that is not done yet."""


class Progress(Message):
    """Where a request stands that was taken on; it changes nothing but what people are shown."""

    key: Key
    stage: Stage
    said: Sentence | None = None
    """The department's own words for it."""
    reference: Line | None = None


STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
"""The stages in the order in which work goes through them; one may be left out, none is taken back."""


class Unknown(Message):
    """The department's system knows of no such request: it has to be asked again."""

    key: Key


class Withdrawn(Message):
    """What came of calling a request off."""

    key: Key
    outcome: Literal["withdrawn", "too_late", "not_offered"]
    """`too_late`: the work was done or under way; `not_offered`: this system takes nothing back."""


@dataclass(frozen=True)
class BesideRefused:
    """What counts of several messages that were found together, beside those that must not be acted upon."""

    said: Answer | Accepted | Progress | Unknown
    refused: tuple[UnreadableAnswerError, ...]
    """To be kept for people to look at; the same are found again at the next look."""


class Department(Protocol):
    """Another agency's system, as the engine sees it. Every method may be repeated.

    Whatever a method raises is sorted by who has to do something about it: `DepartmentUnavailableError` (asking again
    can help), `RequestRefusedError` (the request itself is wrong), `UnreadableAnswerError` (what came back must not be
    acted upon), `SignatureRefusedError` (whoever said it is not believed).
    """

    async def ask(self, request: Request) -> Answer | Accepted:
        """Put a request to the system, once by effect however often it is sent.

        Raises:
            DepartmentUnavailableError: Asking again can help.
            RequestRefusedError: The system calls the request itself wrong; asking again cannot help.
            UnreadableAnswerError: What came back is not an answer to this request; it must not be acted upon.
        """
        ...

    async def poll(self, request: Request) -> Answer | Accepted | Progress | Unknown | BesideRefused:
        """Look where a request stands that was accepted, without putting it again.

        A system that offers no looking is asked again under the same key, which does nothing twice. One that keeps
        everything it has said may show messages that do not count beside what does.

        Raises:
            DepartmentUnavailableError: Asking again can help.
            UnreadableAnswerError: What came back cannot be used.
        """
        ...

    async def withdraw(self, request: Request, reason: str) -> Withdrawn:
        """Call a request off, since nobody waits for its answer any more.

        Raises:
            DepartmentUnavailableError: Asking again can help.
            UnreadableAnswerError: What came back cannot be used.
        """
        ...

    def understand(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Answer | Progress:
        """Return what the system says of its own accord (a callback), once it is sure who speaks.

        Args:
            headers: HTTP headers; case does not matter.
            body: The body exactly as it arrived.
            now: Aware moment of arrival.

        Raises:
            SignatureRefusedError: Unsigned, wrongly signed, altered, or from another time.
            UnreadableAnswerError: Rightly signed, but it does not fit the profile.
        """
        ...

    async def health(self) -> None:
        """Return if the system is there to be asked.

        Raises:
            DepartmentUnavailableError: It is not.
        """
        ...

    async def close(self) -> None:
        """Let go of connections; nothing may be asked afterwards."""
        ...
