"""What a played organisation says to a document: the vocabulary it is told in."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from motcua.exchange.address import WebAddress
from motcua.exchange.payload import Content, Sentence

Word = Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|answer|refusal|perhaps|stranger|foreign|not_xml|laughs)$")]
"""One message: a status code, known or not, or one of

* `answer`, `refusal`: a result document, with the answer attached;
* `perhaps`: a result document whose outcome nobody agreed on;
* `stranger`: a result document for a document that was never sent;
* `foreign`: a status (05) of an organisation that was not asked;
* `not_xml`, `laughs`: no message at all, and one that means harm.
"""


class Script(BaseModel):
    """What an organisation does with each document until it is told otherwise, or with the next few."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    says: Annotated[tuple[Word, ...], Field(strict=False, max_length=50)] = ("01", "03", "04", "05", "06", "answer")
    """In this order: a word left out is a lost message, a word repeated a repeated one."""
    after: Annotated[float, Field(ge=0, le=86400, allow_inf_nan=False)] = 0
    """Seconds from receipt to the first message."""
    pace: Annotated[float, Field(ge=0, le=86400, allow_inf_nan=False)] = 0
    """Seconds between two messages."""
    at_each_look: StrictBool = False
    """Whether each look into the mailbox finds one message more, whatever the time."""
    content: Content = Field(default_factory=dict)
    """The content of the answer."""
    reason: Sentence = "Hồ sơ không đủ điều kiện giải quyết."
    """Said with 02, with 16, and in a `refusal`."""
    recall: Literal["agree", "refuse", "ignore"] = "agree"
    """What is said to a recall while no answer was given; afterwards it is refused."""
    receipt: Literal["given", "lost", "other", "not_json", "too_large", "redirect"] = "given"
    """What the exchange says when a message is handed over; `lost`: it takes it, and the connection hangs;
    `redirect`: it points to the exchange `<system>-elsewhere`."""
    status: Annotated[int, Field(ge=400, le=599)] | None = None
    """An HTTP status the exchange answers with, taking and showing nothing."""
    retry_after: Annotated[int, Field(ge=0)] | None = None
    """Seconds, sent with `status`."""
    push_to: WebAddress | None = None
    """Where each message is sent besides being kept in the mailbox, signed, until 2xx is said."""
    times: Annotated[int, Field(ge=1)] | None = None
    """For the next so many messages handed over (or looks, where `status` is said), then as before; None: until told
    otherwise."""


Scripts = tuple[Script, ...]
"""What is in force (the last) and what returns when its `times` are used up."""


def told(before: Scripts, script: Script) -> Scripts:
    """Return what is in force after an organisation is told so."""
    return (script,) if script.times is None else (*before, script)


def next_one(before: Scripts) -> tuple[Script, Scripts]:
    """Return how the next message is treated, and what is in force after it."""
    if not before:
        return Script(), before
    *rest, current = before
    if current.times is None:
        return current, before
    left = (current.model_copy(update={"times": current.times - 1}),) if current.times > 1 else ()
    return current, (*rest, *left)
