"""Taking the anchor of a day: written in the register, filed, given to those outside, and held against the register."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.anchor_alarms import found, in_time, late
from activities.heartbeats import beating
from motcua.dossiers.anchoring import Anchor, evening_before
from motcua.dossiers.parts import Model
from motcua.notices.errors import MessageRefusedError
from motcua.notices.port import Channel, Message, Messenger, message_id
from motcua.register.anchor_checks import Finding
from motcua.register.anchor_files import AnchorFolder
from motcua.register.register import Register

BEAT_EVERY = 1.0
SAMPLE = 12
"""Old anchors that are held against the register each evening, those whose check is the longest ago."""
NAMED = 100
"""Findings of one evening that are alarms of their own; all are logged, and counted."""
SUBJECT = "[Một Cửa] Dấu neo số {number} ngày {day:%d/%m/%Y} · Anchor {number} of {day}"
TEXT = (
    "Xin lưu thư này ở nơi người quản trị sổ đăng ký không sửa được. Ai giữ nó có thể chứng minh hồ sơ nào đã bị sửa.\n"
    "Please keep this mail where the register's administrators cannot change it: it proves what was changed later.\n\n"
)

log = structlog.get_logger(__name__)


class Taken(Model):
    """An anchor that was taken."""

    number: int
    recipients: int
    """How many people outside it is to be sent to."""


class Sending(Model):
    """An anchor on its way to one of those outside."""

    number: int
    recipient: int
    """The place in the list of the settings: no address stands in a history."""


class Outcome(Model):
    """Whether a part of an evening's work came to its end."""

    what: Literal["checked", "sent"]
    done: bool


@dataclass(frozen=True)
class AnchorActivities:
    """Takes anchors and gives them away."""

    register: Register
    folder: AnchorFolder
    zone: ZoneInfo
    messengers: Mapping[Channel, Messenger]
    recipients: tuple[str, ...] = ()

    @activity.defn(name="anchors.take")
    async def take(self) -> Taken:
        """Take an anchor for the workflow that asks, and file it; once, however often it is asked."""
        async with beating(BEAT_EVERY):
            anchor = await asyncio.to_thread(self.taken, activity.info().workflow_id or activity.info().activity_id)
            return Taken(number=anchor.number, recipients=len(self.recipients))

    @activity.defn(name="anchors.check")
    async def check(self) -> int:
        """Check all statements, the register against the new anchors and some old ones; return how much is wrong."""
        async with beating(BEAT_EVERY):
            return await asyncio.to_thread(self.checked)

    @activity.defn(name="anchors.send")
    async def send(self, sending: Sending) -> None:
        """Send an anchor to one of those outside; a repetition bears the same message id."""
        anchor = await asyncio.to_thread(self.register.anchor, sending.number)
        try:
            await self.messengers[Channel.EMAIL].send(_message(anchor, self.recipients[sending.recipient]))
        except MessageRefusedError as refused:
            raise ApplicationError(str(refused), type=refused.kind, non_retryable=True) from refused
        log.info("anchor_sent", anchor=sending.number, recipient=sending.recipient)

    @activity.defn(name="anchors.outcome")
    async def outcome(self, outcome: Outcome) -> None:
        """Tell operators that a part of the evening came to nothing, or that it is done again."""
        now = _now()
        if outcome.done:
            await asyncio.to_thread(in_time, self.register, outcome.what, now)
        else:
            await asyncio.to_thread(late, self.register, outcome.what, evening_before(now, self.zone), now)

    def taken(self, key: str) -> Anchor:
        """Take and file the anchor of a key; one that is there already is filed where its files are missing."""
        anchor = self.register.take_anchor(key, _now(), self.zone)
        in_time(self.register, "taken", _now())
        if not self.folder.has(anchor.number):
            self._file(anchor)
        log.info("anchor_taken", anchor=anchor.number, dossiers=anchor.dossiers, digest=anchor.digest)
        return anchor

    def _file(self, anchor: Anchor) -> None:
        heads = (grown.head for grown in self.register.grown(anchor.after, anchor.position))
        try:
            self.folder.write(anchor, heads)
        except OSError:
            now = _now()
            late(self.register, "filed", evening_before(now, self.zone), now)
            raise
        in_time(self.register, "filed", _now())

    def checked(self) -> int:
        """Check what an evening checks, and return how much is wrong.

        The statements are few and are checked all. Of the stretches they cover, those that were never checked, and a
        sample of the old, so that an evening's work does not grow with the years; their chains are computed anew.
        """
        number = self._told(self.register.check_statements(self.folder), 0)
        for anchor in self.register.due_for_check(SAMPLE):
            number = self._told(self.register.check_stretch(anchor, self.folder), number)
            number = self._told(self.register.check_chains(anchor), number)
            self.register.note_checked(anchor.number, _now())
        log.info("anchors_checked", found=number)
        return number

    def _told(self, findings: Iterable[Finding], number: int) -> int:
        for finding in findings:
            number += 1
            kind = "dossier_not_as_anchored" if finding.dossier else "anchor_not_as_taken"
            told = {"fault": finding.fault.value, "anchor": finding.anchor, "dossier": finding.dossier}
            log.error(kind, seq=finding.seq, **told)
            if number <= NAMED:
                found(self.register, finding, _now())
        return number

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.take, self.check, self.send, self.outcome]


def _message(anchor: Anchor, to: str) -> Message:
    whom = hashlib.sha256(to.encode()).hexdigest()
    return Message(
        id=message_id(f"anchor/{anchor.digest}/{whom}"),
        channel=Channel.EMAIL,
        to=to,
        subject=SUBJECT.format(number=anchor.number, day=anchor.day),
        text=TEXT + anchor.statement,
    )


def _now() -> datetime:
    return datetime.now(UTC)
