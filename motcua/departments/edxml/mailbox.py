"""What the exchange says over HTTP: that it has a message, and what it keeps for us about a document."""

from typing import Annotated, NamedTuple

from pydantic import Field, StrictBool, StrictInt, StrictStr

from motcua.departments.port import Message


class Receipt(Message):
    """The exchange has a message and will deliver it."""

    documentid: StrictStr
    """The document that was sent, or the one a status is about."""
    repeated: StrictBool = False
    """Whether it had come before; nothing was done then."""


class Kept(Message):
    """One message in the mailbox."""

    position: Annotated[StrictInt, Field(ge=0)]
    """Its place in the order of arrival; the same however often it is fetched."""
    edxml: StrictStr


class Mailbox(Message):
    """What is kept for an organisation about one of its documents."""

    known: StrictBool
    """Whether the exchange has that document at all."""
    recalled: StrictBool = False
    """Whether a recall of it was handed over."""
    messages: tuple[Kept, ...] = ()
    more: StrictBool = False
    """Whether there is more after the last of these."""


class Box(NamedTuple):
    """A mailbox read to its end."""

    recalled: bool
    messages: list[bytes]
