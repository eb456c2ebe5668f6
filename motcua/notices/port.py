"""What is handed to a channel, and what it may answer: the port every adapter serves."""

import hashlib
from enum import StrEnum
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["vi", "en"]


class Channel(StrEnum):
    """A way to reach somebody."""

    EMAIL = "email"
    SMS = "sms"


def message_id(key: str) -> str:
    """Return the id a notice's message bears however often it is sent; it tells nothing of the dossier."""
    return hashlib.sha256(f"motcua notice\n{key}".encode()).hexdigest()[:40]


class Attachment(BaseModel):
    """A file that goes with a mail."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    type: str
    """Media type: `application/pdf`."""
    content: bytes = Field(repr=False)


class Message(BaseModel):
    """One notice in words, on its way to one address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[0-9a-f]{40}$")
    """The same for every repetition: receivers recognise a message they have."""
    channel: Channel
    to: str = Field(repr=False)
    """E-mail address, or telephone number in E.164 (`+84…`)."""
    subject: str
    """One line; a short message has none and leaves it out."""
    text: str = Field(repr=False)
    language: Language = "vi"
    attachments: tuple[Attachment, ...] = ()
    """A short message takes none."""


class Sent(BaseModel):
    """The channel took the message on."""

    model_config = ConfigDict(frozen=True)

    reference: str | None = None
    """The channel's own name for it."""


class Messenger(Protocol):
    """A channel, as the engine sees it. Sending may be repeated: the message's id stays the same."""

    async def send(self, message: Message) -> Sent:
        """Hand a message over.

        Raises:
            MessageRefusedError: The address or the message is refused for good.
            MessageDeferredError: It is not taken now.
            ChannelAwayError: No message is taken now.
        """

    async def close(self) -> None:
        """Let go of connections."""
