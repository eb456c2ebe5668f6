"""Sending morning sheets: as mail with the paper beside it, or as a short message."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

import structlog

from motcua.dossiers.ground import Ground
from motcua.dossiers.names import Names
from motcua.dossiers.notice import UNIT_HEAD
from motcua.notices.addresses import Reach
from motcua.notices.contacts import Contacts
from motcua.notices.errors import ChannelAwayError, MessageDeferredError, MessageRefusedError
from motcua.notices.port import Attachment, Channel, Language, Message, Messenger, message_id
from motcua.notices.sentences_to_heads import morning_worded
from motcua.register.morning_sheets import KeptSheet, Outcome
from motcua.register.register import Register
from motcua.register.scope import Scope
from motcua.reports.morning import morning_pdf

log = structlog.get_logger(__name__)


class Head(NamedTuple):
    """Somebody who is told in the morning."""

    subject: str
    """The account."""
    agency: str
    officer: str
    scope: Scope
    """What they see, and so what is counted for them."""


class Sent(NamedTuple):
    """What became of a round."""

    sent: int
    later: int
    """How many could not be sent now, and are tried again."""


@dataclass(frozen=True)
class MorningPost:
    """Sends what was made."""

    register: Register
    ground: Ground
    contacts: Contacts
    messengers: Mapping[Channel, Messenger]
    site: str
    """Address of the pages."""

    async def send(self, day: date, heads: Mapping[str, Head]) -> Sent:
        """Send the sheets of a day nothing has become of yet; after a crash, one may go out again under its id."""
        sent = later = 0
        told: set[str] = set()
        async for kept in self._untold(day):
            try:
                outcome = await self._one(kept, heads.get(kept.subject), told)
            except MessageDeferredError:
                later += 1
            except ChannelAwayError as away:
                log.warning("channel_away", error=str(away))
                later += 1
                break
            else:
                sent += outcome is Outcome.SENT
        return Sent(sent, later)

    async def _untold(self, day: date) -> AsyncIterator[KeptSheet]:
        after = ""
        while page := await asyncio.to_thread(self.register.mornings_untold, day, after):
            for kept in page:
                yield kept
            after = page[-1].subject

    async def _one(self, kept: KeptSheet, head: Head | None, told: set[str]) -> Outcome:
        """Tell one head and note what became of it; who share an address and a sheet are told once."""
        reach = self._reach(head, kept.day) if head else Reach()
        way = reach.by(self.messengers)
        if way is None:
            return await self._note(kept, Outcome.NO_ADDRESS)
        message = await asyncio.to_thread(self._message, kept, way, reach.language)
        if message.id in told:
            return await self._note(kept, Outcome.SAME)
        try:
            await self.messengers[message.channel].send(message)
        except MessageRefusedError as refused:
            return await self._note(kept, Outcome.REFUSED, str(refused))
        told.add(message.id)
        return await self._note(kept, Outcome.SENT)

    def _reach(self, head: Head, on: date) -> Reach:
        """Return where a head is reached: at their own address, else as the head of their unit."""
        listed = self.contacts.agencies.get(head.agency)
        own = listed.officers.get(head.officer) if listed else None
        return own or self.contacts.find(UNIT_HEAD, head.agency, None, self.ground.directory, on)

    def _message(self, kept: KeptSheet, way: tuple[Channel, str], language: Language) -> Message:
        sheet, (channel, to) = kept.sheet, way
        link = f"{self.site}/morning?day={kept.day:%Y-%m-%d}"
        words = morning_worded(sheet, Names(self.ground, None).agency(sheet.agency), link, language)
        key = hashlib.sha256(f"{to}\n{kept.content}".encode()).hexdigest()
        said = {"id": message_id(f"morning/{key}"), "channel": channel, "to": to, "language": language}
        if channel is not Channel.EMAIL:
            return Message.model_validate(said | {"subject": words.subject, "text": words.short})
        paper = Attachment(
            name=f"ban-tin-sang-{kept.day:%Y%m%d}.pdf",
            type="application/pdf",
            content=morning_pdf(sheet, self.ground, language),
        )
        return Message.model_validate(said | {"subject": words.subject, "text": words.text, "attachments": (paper,)})

    async def _note(self, kept: KeptSheet, outcome: Outcome, error: str | None = None) -> Outcome:
        await asyncio.to_thread(self.register.morning_told, kept, outcome, datetime.now(UTC), error)
        log.info("head_told", day=f"{kept.day:%Y-%m-%d}", subject=kept.subject, outcome=outcome.value)
        return outcome
