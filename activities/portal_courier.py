"""The courier to the national portal: takes up events, and sends what waits, in order per dossier, several at once."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from activities.portal_queue import messages_of, said
from motcua.departments.errors import DepartmentUnavailableError, UnreadableAnswerError
from motcua.departments.portal.answers import Meaning
from motcua.departments.portal.client import Heard, PortalClient
from motcua.departments.portal.fields import NOBODY, UntellableError, Wording
from motcua.departments.portal.record import DossierTold
from motcua.dossiers.applicant import Applicant, applicant_of
from motcua.errors import MotcuaError, NotFoundError, RefusedError
from motcua.register.alarms import AlarmKind
from motcua.register.breaker import Failure
from motcua.register.events import Start
from motcua.register.portal import COURIER
from motcua.register.portal_lines import DueMessage, Trouble
from motcua.register.refused_messages import Refusal
from motcua.register.register import Register

WHO = "system:portal"
"""Who reads applicants' data, as the access log says."""
EVENTS_AT_ONCE = 50
AHEAD = 4
"""Messages looked up for each that may be under way."""
AFTER_A_DEFECT = timedelta(minutes=10)

log = structlog.get_logger(__name__)


@dataclass
class PortalCourier:
    """Sends to the portal what dossiers give to tell. One works at a time; another takes over where it died."""

    register: Register
    wording: Wording
    client: PortalClient
    _under_way: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _failures: int = 0
    _rests_until: datetime | None = None
    _next_send: datetime | None = None
    _unreadable: Counter[int] = field(default_factory=Counter)
    _behind: bool = False
    _known_there: bool = False
    """Whether no outage is open, as far as this process knows."""

    async def take_up(self) -> int:
        """Put into the queue what new events give to tell; return how many events there were."""
        return await asyncio.to_thread(self._take_up)

    async def look(self) -> int:
        """Begin to send what is due, as far as there is room; return how many messages were begun."""
        now, busy = _now(), set(self._under_way)
        room = (1 if self._failures else self.client.profile.at_once) - len(busy)
        if room <= 0 or (self._rests_until is not None and self._rests_until > now):
            return 0
        urgent = now + self.client.profile.urgent_within
        limit = AHEAD * self.client.profile.at_once
        due = await asyncio.to_thread(self.register.portal_due, now, urgent_until=urgent, limit=limit)
        chosen = [message for message in due if message.dossier not in busy][:room]
        for message in chosen:
            self._under_way[message.dossier] = asyncio.create_task(self._carefully(message))
        return len(chosen)

    async def watch(self) -> None:
        """Call somebody where the portal's view is older than it may be, and say when it no longer is."""
        since = await asyncio.to_thread(self._behind_since)
        late = since is not None and _now() - since > self.client.profile.longest_lag
        if late == self._behind:
            return
        self._behind = late
        await asyncio.to_thread(self._call if late else self._calm, since or _now())

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await asyncio.gather(*self._under_way.values())

    def _take_up(self) -> int:
        position = self.register.start_courier(COURIER, Start.NOW, _now())
        events = self.register.events_after(position, EVENTS_AT_ONCE)
        if not events:
            return 0
        messages = messages_of(events, self.register)
        self.register.portal_takes_up(position, events[-1].id, messages, _now())
        return len(events)

    async def _carefully(self, message: DueMessage) -> None:
        """Send one message; what nobody foresaw puts it off and is logged, and holds up no other dossier."""
        try:
            await self._one(message)
        except MotcuaError as error:
            log.warning("portal_message_put_off", message=message.id, dossier=message.dossier, error=error.kind)
            await self._again(message, error.kind, _now() + self.client.profile.pauses.longest)
        except Exception as defect:
            log.error("portal_message_defect", message=message.id, error=type(defect).__name__)
            await self._again(message, type(defect).__name__, _now() + AFTER_A_DEFECT)
        finally:
            del self._under_way[message.dossier]

    async def _one(self, message: DueMessage) -> None:
        try:
            heard = await self._send(message)
        except UntellableError as untellable:
            await self._give_up(message, Trouble(untellable.kind, str(untellable), untellable.whole_vi))
        except DepartmentUnavailableError as away:
            await self._away(message, away)
        except UnreadableAnswerError as unreadable:
            await self._not_understood(message, unreadable)
        else:
            await self._there()
            await self._taken(message, heard)

    async def _send(self, message: DueMessage) -> Heard:
        says = said(message.says)
        unit = self.wording.unit(says.one_stop)
        if not isinstance(says, DossierTold):
            await self._turn()
            return await self.client.progress(unit, self.wording.progress(says), message.key)
        entry = self.wording.dossier(says, await asyncio.to_thread(self._applicant, message))
        await self._turn()
        heard = await self.client.push(unit, entry, message.key, first=not message.pushed)
        if heard.meaning in (Meaning.EXISTS, Meaning.UNKNOWN_DOSSIER):
            # Its memory and ours differ: it was told by another system, or was restored from a copy.
            heard = await self.client.push(unit, entry, message.key, first=heard.meaning is Meaning.UNKNOWN_DOSSIER)
        return heard

    async def _turn(self) -> None:
        """Wait for this message's turn, so that no more are sent in a second than the profile allows."""
        now = _now()
        mine = max(now, self._next_send or now)
        self._next_send = mine + timedelta(seconds=1 / self.client.profile.per_second)
        await asyncio.sleep((mine - now).total_seconds())

    def _applicant(self, message: DueMessage) -> Applicant:
        """Return whom the dossier is about; every reading is noted with what it is for."""
        try:
            purpose = f"portal message {message.key}"
            return applicant_of(self.register.applicant(message.dossier, WHO, purpose))
        except (NotFoundError, RefusedError):
            return NOBODY

    async def _taken(self, message: DueMessage, heard: Heard) -> None:
        if heard.meaning not in (Meaning.DONE, Meaning.ALREADY):
            await self._give_up(message, _refusal(message, heard), heard.digest)
            return
        self._unreadable.pop(message.id, None)
        await asyncio.to_thread(self.register.portal_sent, message.id, _now(), code=heard.code, digest=heard.digest)
        log.info("portal_message_sent", message=message.id, service=message.service, status=message.status)

    async def _give_up(self, message: DueMessage, trouble: Trouble, digest: str | None = None) -> None:
        log.warning("portal_message_dead", message=message.id, dossier=message.dossier, code=trouble.code)
        await asyncio.to_thread(self.register.portal_dead, message, trouble, _now(), digest)

    async def _away(self, message: DueMessage, away: DepartmentUnavailableError) -> None:
        """Leave the portal alone for a while: that it is away is no message's fault, and none is given up for it."""
        self._failures += 1
        pause = self.client.profile.pauses.after(self._failures)
        if away.retry_after is not None:
            pause = max(pause, timedelta(seconds=away.retry_after))
        self._rests_until = _now() + pause
        log.warning("portal_away", error=str(away), failures=self._failures)
        await asyncio.to_thread(self._note_outage, away)
        await self._again(message, str(away), self._rests_until)

    async def _there(self) -> None:
        """Note that the portal answers: whatever outage there was is over."""
        self._failures, self._rests_until = 0, None
        if not self._known_there:
            await asyncio.to_thread(self.register.recovered, COURIER, _now())
            self._known_there = True

    def _note_outage(self, away: DepartmentUnavailableError) -> None:
        """Keep one outage from the first failure on; the second in a row declares it, and operators hear of it."""
        self._known_there = False
        detail = Failure(_now(), _now(), away.message, False, away.status, away.retry_after)
        self.register.system_failed(COURIER, detail)
        if self._failures > 1:
            self.register.still_away(COURIER, _now())

    async def _not_understood(self, message: DueMessage, unreadable: UnreadableAnswerError) -> None:
        """Note what cannot be understood, and never act upon it; after some tries a person looks at it."""
        await self._there()
        self._unreadable[message.id] += 1
        tries = self._unreadable[message.id]
        pauses = self.client.profile.pauses
        log.warning("portal_answer_unreadable", message=message.id, digest=unreadable.digest, tries=tries)
        refusal = Refusal(
            COURIER, "portal", unreadable.kind, unreadable.message, unreadable.digest, 0, message.key, message.dossier
        )
        await asyncio.to_thread(self.register.refuse_message, refusal, _now())
        if tries >= pauses.unreadable:
            del self._unreadable[message.id]
            await self._give_up(message, Trouble(unreadable.kind, str(unreadable), unreadable.whole_vi))
            return
        await self._again(message, str(unreadable), _now() + pauses.after(tries), unreadable.kind)

    async def _again(self, message: DueMessage, error: str, at: datetime, code: str | None = None) -> None:
        try:
            await asyncio.to_thread(self.register.portal_deferred, message.id, error=error, again_at=at, code=code)
        except MotcuaError as away:
            log.warning("register_away", error=away.kind)
            await asyncio.sleep(1)

    def _behind_since(self) -> datetime | None:
        """Return since when the portal is behind: the oldest message it does not have, or event not taken up."""
        position = self.register.courier_position(COURIER)
        ahead = self.register.lag(position).since if position is not None else None
        return min((moment for moment in (self.register.portal_behind_since(), ahead) if moment), default=None)

    def _call(self, since: datetime) -> None:
        minutes = round((_now() - since).total_seconds() / 60)
        self.register.raise_alarm(
            AlarmKind.PORTAL_LAG,
            COURIER,
            at=_now(),
            detail=f"The national portal does not know what happened {minutes} minutes ago.",
            detail_vi=f"Cổng Dịch vụ công quốc gia chưa nhận được sự kiện từ {minutes} phút trước.",
            system=COURIER,
        )

    def _calm(self, _since: datetime) -> None:
        self.register.clear_alarm(AlarmKind.PORTAL_LAG, COURIER, _now())


def _refusal(message: DueMessage, heard: Heard) -> Trouble:
    if heard.meaning is Meaning.NO_RECEIVER:
        return Trouble(
            heard.code,
            f"Nobody at the portal receives for the agency of dossier {message.dossier} (code {heard.code}). [R64]",
            f"Cổng không có nơi nhận cho cơ quan của hồ sơ {message.dossier} (mã {heard.code}). [R64]",
        )
    return Trouble(
        heard.code,
        f"The portal refuses status {message.status} of dossier {message.dossier} (code {heard.code}).",
        f"Cổng từ chối trạng thái {message.status} của hồ sơ {message.dossier} (mã {heard.code}).",
    )


def _now() -> datetime:
    return datetime.now(UTC)
