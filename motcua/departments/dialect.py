"""How a request is written and an answer understood: the contract's own words, or another system's."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from motcua.departments.port import Accepted, Answer, Progress, Request, Unknown, Withdrawn

Via = Literal["ask", "poll", "withdraw", "callback"]
"""The verb by which something came."""


@dataclass(frozen=True)
class Said:
    """What a system said, unread."""

    via: Via
    status: int
    """The HTTP status; 200 of a callback, which is our own to answer."""
    body: bytes = field(repr=False)
    retry_after: str | None = None
    """The header of that name."""


class Dialect(Protocol):
    """One way of speaking. Whatever does not fit it is `UnreadableAnswerError`, never guessed."""

    def written(self, request: Request) -> bytes:
        """Return the body of a request; raise InvalidInputError where it cannot be written."""
        ...

    def withdrawal(self, request: Request, reason: str) -> bytes | None:
        """Return what is sent to call a request off, or None for nothing but the path."""
        ...

    def asked(self, said: Said, key: str) -> Answer | Accepted:
        """Return what was said to a request."""
        ...

    def polled(self, said: Said, key: str) -> Answer | Accepted | Progress | Unknown:
        """Return what was said about where a request stands."""
        ...

    def withdrew(self, said: Said, key: str) -> Withdrawn:
        """Return what came of calling a request off."""
        ...

    def called_back(self, said: Said) -> Answer | Progress:
        """Return what was said of its own accord, to whatever key it names."""
        ...
