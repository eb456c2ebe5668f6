"""A folder that takes messages in place of a mail server: what a machine without one would have sent, as files."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

from motcua.notices.errors import ChannelAwayError
from motcua.notices.mail import mail_of, sender_of
from motcua.notices.port import Channel, Message, Sent

SENDER = "Bộ phận Một cửa <mot-cua@localhost.invalid>"


class FolderMessenger:
    """Writes mail as `.eml` and short messages as `.txt`, each under its id: a repetition replaces itself.

    The files hold addresses, so the folder is its owner's only.
    """

    def __init__(self, folder: Path, sender: str = SENDER) -> None:
        self._folder = folder
        self._sender = sender_of(sender)

    async def send(self, message: Message) -> Sent:
        """Write a message; see `Messenger.send` for what may be raised."""
        kind = "eml" if message.channel is Channel.EMAIL else "txt"
        content = self._mail(message) if kind == "eml" else f"{message.to}\n{message.text}\n".encode()
        name = f"{message.id}.{kind}"
        try:
            await asyncio.to_thread(self._put, name, content)
        except OSError as away:
            why = type(away).__name__
            raise ChannelAwayError(f"The folder takes no files ({why}).", vi=f"Không ghi được tệp ({why}).") from away
        return Sent(reference=name)

    async def close(self) -> None:
        """Nothing is held."""

    def _mail(self, message: Message) -> bytes:
        return mail_of(message, self._sender, datetime.now(UTC)).as_bytes()

    def _put(self, name: str, content: bytes) -> None:
        """Write beside the place and move it there whole: nobody reads half a message."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._folder / f".{name}.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as sink:
            sink.write(content)
        draft.replace(self._folder / name)
