"""Telling operators what they have to hear of: within a minute, in one message however much it is."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from temporalio import activity

from motcua.errors import MotcuaError
from motcua.notices.addresses import Reach
from motcua.notices.contacts import Contacts
from motcua.notices.port import Channel, Message, Messenger, message_id
from motcua.notices.sentences_to_operators import AlarmTold, alarms_worded
from motcua.register.alarms import Alarm
from motcua.register.register import Register
from motcua.worktime.words import Words

GATHER = timedelta(minutes=3)
"""After a message, how long the next alarms are gathered: the first is told at once, a trickle in one each while."""
SAY_AGAIN = timedelta(minutes=5)
"""How often the log says that alarms can be told to nobody."""

log = structlog.get_logger("alarms")


@dataclass
class AlarmTeller:
    """Tells the operators of one installation, by the ways the contacts file gives for them."""

    register: Register
    contacts: Contacts
    messengers: Mapping[Channel, Messenger]
    zone: ZoneInfo
    gather: timedelta = GATHER
    _complained_at: datetime | None = field(default=None, repr=False)

    async def tell(self) -> int:
        """Tell what is to be told now and return how many alarms that were; told twice after a crash, never not."""
        now = datetime.now(UTC)
        due = await asyncio.to_thread(self.register.untold, now)
        if not due or await self._too_soon(now):
            return 0
        if not await self._sent(due, now):
            return 0
        await asyncio.to_thread(self.register.told, [alarm.id for alarm in due], now)
        for (kind, system), number in Counter((alarm.kind, alarm.system) for alarm in due).items():
            log.error("operators_told", kind=kind.value, system=system, alarms=number)
            _count(kind.value, number)
        return len(due)

    async def _too_soon(self, now: datetime) -> bool:
        last = await asyncio.to_thread(self.register.last_told)
        return last is not None and now - last < self.gather

    async def _sent(self, due: Sequence[Alarm], now: datetime) -> bool:
        """Send one message by the first way that takes it; where none does, the log says so and it is tried again."""
        reach = self.contacts.operators or self.contacts.default or Reach()
        why = "no channel for any address of the operators"
        for channel, to in reach.ways(self.messengers):
            try:
                await self.messengers[channel].send(self._message(due, reach, channel, to))
                return True
            except MotcuaError as failed:
                why = f"{channel.value}: {failed.message}"
        self._complain(due, why, now)
        return False

    def _message(self, due: Sequence[Alarm], reach: Reach, channel: Channel, to: str) -> Message:
        words = alarms_worded([_told(alarm) for alarm in due], self.zone, reach.language)
        key = hashlib.sha256(repr([(alarm.id, alarm.told_at) for alarm in due]).encode()).hexdigest()
        text = words.text if channel is Channel.EMAIL else words.short
        said = {"subject": words.subject, "text": text, "language": reach.language}
        return Message.model_validate({"id": message_id(f"alarms/{key}"), "channel": channel, "to": to, **said})

    def _complain(self, due: Sequence[Alarm], why: str, now: datetime) -> None:
        if self._complained_at is not None and now - self._complained_at < SAY_AGAIN:
            return
        self._complained_at = now
        kinds = {kind.value: number for kind, number in Counter(alarm.kind for alarm in due).items()}
        log.error("operators_not_told", alarms=len(due), kinds=kinds, why=why)


def _told(alarm: Alarm) -> AlarmTold:
    over = alarm.cleared_at is not None
    return AlarmTold(
        id=alarm.id,
        kind=alarm.kind.value,
        about=alarm.system or "",
        detail=Words(alarm.detail_vi or alarm.detail, alarm.detail),
        at=alarm.cleared_at or alarm.raised_at,
        times=alarm.times,
        over=over,
        reminder=alarm.told_at is not None and not over,
    )


def _count(kind: str, number: int) -> None:
    """Count for whoever collects Temporal's metrics of this worker."""
    if activity.in_activity():
        meter = activity.metric_meter().with_additional_attributes({"kind": kind})
        meter.create_counter("motcua_alarms_told", "Alarms operators were told of").add(number)
