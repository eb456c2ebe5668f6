"""How the played portal behaves, beside checking: the vocabulary it is told in."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Mood(StrEnum):
    """What it does with a request to its services."""

    PLAIN = "plain"
    AWAY = "away"
    """Does nothing and answers `status` with a page of HTML."""
    SLOW = "slow"
    """Answers after `after` seconds."""
    LOSES = "loses"
    """Takes the message and answers 502: the sender cannot know."""
    SESSIONS = "sessions"
    """Forgets every session before it looks at the request."""
    CODE = "code"
    """Does nothing and answers `error_code`."""
    PAGE = "page"
    """Does nothing and answers 200 with a page of HTML."""


class Behaviour(BaseModel):
    """What the portal does until it is told otherwise, or for the next few requests."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Annotated[Mood, Field(strict=False)] = Mood.PLAIN
    after: Annotated[float, Field(ge=0, le=600, allow_inf_nan=False)] = 0
    """Seconds; for `slow`."""
    status: Annotated[int, Field(ge=400, le=599)] = 502
    """For `away`."""
    error_code: Annotated[str, Field(max_length=20)] = "99"
    """For `code`."""
    times: Annotated[int, Field(ge=1)] | None = None
    """For the next so many requests, then plainly; None: until told otherwise."""


class Play:
    """What is in force, and for how many requests more."""

    def __init__(self) -> None:
        self.told = Behaviour()
        self.agencies_unknown: frozenset[str] = frozenset()
        self.without_receiver: frozenset[str] = frozenset()

    def next(self) -> Behaviour:
        """Return how the next request is treated, and count it."""
        current = self.told
        if current.times is not None:
            more = current.times - 1
            self.told = current.model_copy(update={"times": more}) if more else Behaviour()
        return current
