"""Telling heads in the morning: each one's sheet is made once, kept, and sent by the way that reaches them."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.heartbeats import beating
from activities.morning_post import Head, MorningPost
from motcua.dossiers.ground import Ground
from motcua.dossiers.morning import MorningSheet
from motcua.dossiers.parts import Model
from motcua.errors import MotcuaError
from motcua.register.alarms import AlarmKind
from motcua.register.morning_sheets import WAITING
from motcua.register.register import Register
from motcua.register.scope import Scope

BEAT_EVERY = 1.0

log = structlog.get_logger(__name__)


class Made(Model):
    """The sheets of a day."""

    day: date
    sheets: int


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class MorningActivities:
    """Makes the sheets of a day and sends them."""

    register: Register
    ground: Ground
    heads: Callable[[datetime], Iterable[Head]]
    """The heads of a moment."""
    post: MorningPost
    clock: Callable[[], datetime] = _now
    """Which moment it is."""

    @activity.defn(name="morning.make")
    async def make(self) -> Made:
        """Make today's sheet of every head whose agency works today; one that is there stays as it is."""
        async with beating(BEAT_EVERY):
            return await asyncio.to_thread(self.made, self.clock())

    @activity.defn(name="morning.send")
    async def send(self, day: date) -> int:
        """Send the sheets of a day that were not sent yet; return how many went out.

        Raises:
            ApplicationError: Some could not be sent now; called again, it goes on with those.
        """
        async with beating(BEAT_EVERY):
            heads = await asyncio.to_thread(lambda: list(self.heads(self.clock())))
            sent = await self.post.send(day, {head.subject: head for head in heads})
        log.info("morning_sheets_sent", day=f"{day:%Y-%m-%d}", sent=sent.sent, later=sent.later)
        if sent.later:
            raise ApplicationError(f"{sent.later} heads could not be told yet", type="HeadsNotTold")
        await asyncio.to_thread(self._over)
        return sent.sent

    @activity.defn(name="morning.unsent")
    async def unsent(self, day: date) -> None:
        """Tell operators that heads were not told of a day."""
        await asyncio.to_thread(self._raise, day)

    def made(self, now: datetime) -> Made:
        """Make the sheets of a moment's day; heads who see the same are counted for once."""
        day = self.ground.calendars["vn"].local(now).date()
        there = self.register.made_for(day)
        missing = (head for head in self.heads(now) if head.subject not in there)
        sheets = {head.subject: sheet for head, sheet in self._sheets(missing, now)}
        self.register.keep_morning(sheets)
        log.info("morning_sheets_made", day=f"{day:%Y-%m-%d}", sheets=len(sheets), there=len(there))
        return Made(day=day, sheets=len(sheets) + len(there))

    def _sheets(self, heads: Iterable[Head], now: datetime) -> Iterator[tuple[Head, MorningSheet]]:
        known: dict[tuple[str, Scope], MorningSheet | None] = {}
        for head in heads:
            key = (head.agency, head.scope)
            if key not in known:
                known[key] = self._sheet(*key, now)
            if (sheet := known[key]) is not None:
                yield head, sheet

    def _sheet(self, agency: str, scope: Scope, now: datetime) -> MorningSheet | None:
        try:
            calendar = self.ground.calendar_of(agency)
            works = calendar.is_working_day(calendar.local(now).date())
            return self.register.morning_of(agency, scope, now, calendar) if works else None
        except MotcuaError as refused:  # without a calendar nobody knows when the day ends: nothing is guessed (R75)
            log.warning("morning_sheet_refused", agency=agency, error=refused.kind)
            return None

    def _raise(self, day: date) -> None:
        waiting = self.register.morning_outcomes(day).get(WAITING, 0)
        said = {
            "detail": f"The morning sheets of {day:%d/%m/%Y} could not be sent to {waiting} heads.",
            "detail_vi": f"Bản tin sáng {day:%d/%m/%Y} chưa gửi được cho {waiting} lãnh đạo.",
        }
        self.register.raise_alarm(AlarmKind.MORNING_UNSENT, f"{day:%Y-%m-%d}", at=self.clock(), **said)

    def _over(self) -> None:
        for ref in self.register.standing_alarms(AlarmKind.MORNING_UNSENT):
            self.register.clear_alarm(AlarmKind.MORNING_UNSENT, ref, self.clock())

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.make, self.send, self.unsent]
