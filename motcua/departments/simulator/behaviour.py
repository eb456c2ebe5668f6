"""How a played system behaves: the vocabulary it is told in."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from motcua.exchange.payload import Content, Sentence


class Kind(StrEnum):
    """What a system does with a request."""

    AT_ONCE = "at_once"
    LATER = "later"
    """Accepts (202), does the work after `after` seconds, then calls back until the caller says 2xx."""
    SLOW = "slow"
    """Does the work at once and answers after `after` seconds."""
    WRONG = "wrong"
    """Does the work and answers something that breaks the contract, as `flaw` says."""
    ERROR = "error"
    """Does nothing and answers `status`."""
    REFUSE = "refuse"
    """Decides against the matter, with `reason`."""
    SILENT = "silent"
    """Accepts (202), does the work, and never calls back; asked again under another behaviour, it answers."""
    HANG = "hang"
    """Does the work and never answers."""
    CALLBACK_FIRST = "callback_first"
    """Does the work, calls back until the caller says 2xx, and only then accepts (202)."""
    TWICE = "twice"
    """Answers, and afterwards calls back with another answer, whose content is `second`."""
    STAGES = "stages"
    """Accepts, and tells whoever looks `stages`, one at each look, and then the answer."""


class Flaw(StrEnum):
    """How a wrong answer is wrong."""

    NOT_JSON = "not_json"
    OTHER_KEY = "other_key"
    UNKNOWN_OUTCOME = "unknown_outcome"
    UNKNOWN_STATUS = "unknown_status"
    """Answers under a status that nobody agreed on."""
    TOO_LARGE = "too_large"
    REDIRECT = "redirect"
    """Points to another played system, `<system>-elsewhere`."""


Stage = Literal["arrived", "received", "assigned", "in_process"]
"""Where a request may stand before it is answered."""


class Behaviour(BaseModel):
    """What a system does until it is told otherwise, or for the next few requests."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Annotated[Kind, Field(strict=False)] = Kind.AT_ONCE
    after: Annotated[float, Field(ge=0, le=86400, allow_inf_nan=False)] = 0
    """Seconds; for `later` and `slow`."""
    answer: Content = Field(default_factory=dict)
    """The content of the answer."""
    second: Content = Field(default_factory=dict)
    """The content of the other answer; for `twice`."""
    stages: Annotated[tuple[Stage, ...], Field(strict=False)] = ("received", "assigned", "in_process")
    """For `stages`."""
    reason: Sentence = "Hồ sơ không đủ điều kiện giải quyết."
    """For `refuse`."""
    flaw: Annotated[Flaw, Field(strict=False)] = Flaw.NOT_JSON
    """For `wrong`."""
    status: Annotated[int, Field(ge=400, le=599)] = 500
    """For `error`."""
    retry_after: Annotated[int, Field(ge=0)] | None = None
    """Seconds, sent as a Retry-After header; for `error`."""
    times: Annotated[int, Field(ge=1)] | None = None
    """For the next so many requests, then as before; None: until told otherwise."""


Behaviours = tuple[Behaviour, ...]
"""What is in force (the last) and what returns when its `times` are used up."""


def told(before: Behaviours, behaviour: Behaviour) -> Behaviours:
    """Return what is in force after a system is told to behave so."""
    return (behaviour,) if behaviour.times is None else (*before, behaviour)


def next_one(before: Behaviours) -> tuple[Behaviour, Behaviours]:
    """Return how the next request is treated, and what is in force after it."""
    if not before:
        return Behaviour(), before
    *rest, current = before
    if current.times is None:
        return current, before
    if current.times == 1:
        return current, tuple(rest)
    return current, (*rest, current.model_copy(update={"times": current.times - 1}))
