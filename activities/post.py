"""Sending what is due: one notice after the other to each addressee, several addressees at once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from motcua.dossiers.ground import Ground
from motcua.dossiers.notice import APPLICANT, News
from motcua.errors import MotcuaError, NotFoundError, RefusedError
from motcua.notices.addresses import Reach
from motcua.notices.contacts import Contacts
from motcua.notices.errors import ChannelAwayError, MessageDeferredError, MessageRefusedError
from motcua.notices.names import NoticeNames
from motcua.notices.patience import LATER, NO_ADDRESS, NO_WAY_THERE, OVERTAKEN, Patience, needless
from motcua.notices.port import Channel, Language, Message, Messenger, message_id
from motcua.notices.wording import Occasion, worded
from motcua.register.notice_lines import DueNotice
from motcua.register.register import Register

WHO = "system:notices"
"""Who reads applicants' addresses, as the access log says."""
AT_ONCE = 8
"""Messages under way at a time."""
AFTER_A_DEFECT = timedelta(minutes=10)

log = structlog.get_logger(__name__)


@dataclass
class PostOffice:
    """Sends what waits in the outbox through the channels there are."""

    register: Register
    ground: Ground
    contacts: Contacts
    messengers: Mapping[Channel, Messenger]
    patience: Patience = field(default_factory=Patience)
    _under_way: dict[tuple[str, str], asyncio.Task[None]] = field(default_factory=dict)
    _failures: dict[Channel, int] = field(default_factory=dict)
    _rests_until: dict[Channel, datetime] = field(default_factory=dict)

    async def look(self) -> int:
        """Begin to send what is due, as far as there is room; return how many were begun."""
        room = AT_ONCE - len(self._under_way)
        resting = self._resting(_now())
        if room <= 0 or len(resting) == len(self.messengers):
            return 0
        busy = set(self._under_way)  # as of before the reading: what ends meanwhile may be read as still waiting
        due = await asyncio.to_thread(self.register.due_notices, _now(), limit=2 * AT_ONCE, resting=resting)
        chosen = [notice for notice in due if (notice.dossier, notice.recipient) not in busy][:room]
        for notice in chosen:
            self._under_way[notice.dossier, notice.recipient] = asyncio.create_task(self._carefully(notice))
        return len(chosen)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await asyncio.gather(*self._under_way.values())

    def _resting(self, now: datetime) -> list[Channel]:
        return [channel for channel, until in self._rests_until.items() if until > now]

    async def _carefully(self, notice: DueNotice) -> None:
        """Send one notice; what nobody foresaw is put off and logged, and holds up no other."""
        try:
            await self._one(notice)
        except MotcuaError as error:
            log.warning("notice_put_off", notice=notice.id, dossier=notice.dossier, error=error.kind)
            await self._put_off(notice, error.kind)
        except Exception as defect:
            log.error("notice_defect", notice=notice.id, dossier=notice.dossier, error=type(defect).__name__)
            await self._put_off(notice, type(defect).__name__)
        finally:
            del self._under_way[notice.dossier, notice.recipient]

    async def _put_off(self, notice: DueNotice, error: str) -> None:
        later = _now() + AFTER_A_DEFECT
        try:
            await asyncio.to_thread(
                self.register.notice_deferred, notice.id, _now(), channel=notice.channel, error=error, again_at=later
            )
        except MotcuaError as away:
            log.warning("register_away", error=away.kind)
            await asyncio.sleep(1)

    async def _one(self, notice: DueNotice) -> None:
        if (why := await asyncio.to_thread(self._needless, notice)) is not None:
            await asyncio.to_thread(self.register.notice_superseded, notice.id, why)
            return
        reach = await asyncio.to_thread(self._reach, notice)
        way = reach.by(self.messengers)
        if way is None:
            why = NO_WAY_THERE if reach.email or reach.phone else NO_ADDRESS
            await asyncio.to_thread(self.register.notice_without_address, notice.id, why)
            log.info("notice_without_address", notice=notice.id, kind=notice.kind, audience=notice.audience)
            return
        await self._send(notice, self._message(notice, way, reach.language))

    def _needless(self, notice: DueNotice) -> str | None:
        waited, tried = _now() - notice.created_at, notice.attempts > 0
        state = {"finished": notice.finished, "ended": notice.ended}
        if why := needless(notice.kind, notice.audience, waited=waited, tried=tried, **state):
            return why
        later = LATER.get(notice.kind)
        return OVERTAKEN if later and self.register.overtaken(notice, later) else None

    def _reach(self, notice: DueNotice) -> Reach:
        """Return where the addressee is reached; reading an applicant's address is noted with what it is for."""
        if notice.audience != APPLICANT:
            on = self.ground.calendars["vn"].local(_now()).date()
            return self.contacts.find(notice.audience, notice.agency, notice.officer, self.ground.directory, on)
        try:
            return Reach.of_applicant(self.register.applicant(notice.dossier, WHO, f"notice {notice.kind}"))
        except (NotFoundError, RefusedError):
            return Reach()

    def _message(self, notice: DueNotice, way: tuple[Channel, str], language: Language) -> Message:
        channel, address = way
        names = NoticeNames.of(self.ground, notice.procedure, notice.version)
        kind = News(notice.kind)
        about = Occasion(notice.dossier, kind, notice.audience, notice.agency, notice.officer, notice.at, notice.says)
        words = worded(about, names, language)
        text = words.text if channel is Channel.EMAIL else words.short
        key = message_id(notice.key)
        return Message(id=key, channel=channel, to=address, subject=words.subject, text=text, language=language)

    async def _send(self, notice: DueNotice, message: Message) -> None:
        channel = message.channel
        try:
            sent = await self.messengers[channel].send(message)
        except MessageRefusedError as refused:
            await self._failed(notice, channel, refused)
        except MessageDeferredError as deferred:
            await self._deferred(notice, channel, deferred)
        except ChannelAwayError as away:
            await self._away(notice, channel, away)
        else:
            self._failures.pop(channel, None)
            await asyncio.to_thread(
                self.register.notice_sent, notice.id, _now(), channel=channel.value, reference=sent.reference
            )
            log.info("notice_sent", notice=notice.id, kind=notice.kind, audience=notice.audience, channel=channel.value)

    async def _failed(self, notice: DueNotice, channel: Channel, refused: MotcuaError) -> None:
        self._failures.pop(channel, None)
        log.warning("notice_failed", notice=notice.id, kind=notice.kind, channel=channel.value, error=str(refused))
        await asyncio.to_thread(
            self.register.notice_failed, notice.id, _now(), channel=channel.value, error=str(refused)
        )

    async def _deferred(self, notice: DueNotice, channel: Channel, deferred: MessageDeferredError) -> None:
        self._failures.pop(channel, None)
        now = _now()
        again = self.patience.again_at(now, notice.attempts, notice.first_tried_at, deferred.retry_after)
        if again is None:
            await self._failed(notice, channel, deferred)
            return
        await self._again(notice, channel, deferred, again)

    async def _away(self, notice: DueNotice, channel: Channel, away: MotcuaError) -> None:
        """Leave the channel alone for a while; that it is away is no notice's fault, so none is given up for it."""
        failures = self._failures[channel] = self._failures.get(channel, 0) + 1
        until = self._rests_until[channel] = _now() + self.patience.channel_rest(failures)
        log.warning("channel_away", channel=channel.value, error=str(away), failures=failures)
        await self._again(notice, channel, away, until)

    async def _again(self, notice: DueNotice, channel: Channel, error: MotcuaError, at: datetime) -> None:
        await asyncio.to_thread(
            self.register.notice_deferred, notice.id, _now(), channel=channel.value, error=str(error), again_at=at
        )


def _now() -> datetime:
    return datetime.now(UTC)
