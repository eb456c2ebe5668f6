"""Telling operators that an evening has no anchor, or that the register is not what was anchored."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from motcua.dossiers.anchoring import evening_before
from motcua.register.alarms import AlarmKind
from motcua.register.anchor_checks import Finding
from motcua.register.anchor_words import finding_words
from motcua.register.register import Register
from motcua.worktime.words import Words

EVERY = timedelta(minutes=1)
"""How often it is looked."""
PATIENCE = timedelta(hours=1)
"""How long after the evening's hour an anchor may be under way before operators hear of it."""
SKEW = timedelta(minutes=15)
"""How far the clocks of server and worker may be apart."""
LATE = {
    "taken": Words("Dấu neo của tối {day} chưa được lập.", "The anchor of {day} is not taken."),
    "filed": Words(
        "Dấu neo của tối {day} chưa ghi được vào thư mục.", "The anchor of {day} could not be written to its folder."
    ),
    "checked": Words(
        "Sổ đăng ký chưa được đối chiếu với dấu neo tối {day}.",
        "The register was not checked against its anchors on {day}.",
    ),
    "sent": Words("Dấu neo của tối {day} chưa gửi được ra ngoài.", "The anchor of {day} could not be sent outside."),
}

log = structlog.get_logger("anchors")


@dataclass
class AnchorWatch:
    """Sees to it that nobody has to notice by themselves that an evening passed without an anchor."""

    register: Register
    zone: ZoneInfo
    _looked_at: datetime | None = field(default=None, repr=False)

    async def look(self) -> None:
        """Raise the alarm where the latest evening has no anchor, clear it where it has one; once a minute."""
        now = datetime.now(UTC)
        if self._looked_at is None or now - self._looked_at >= EVERY:
            self._looked_at = now
            await asyncio.to_thread(self.looked, now)

    def looked(self, now: datetime) -> bool:
        """Raise or clear the alarm as of a moment; return whether an anchor is missing."""
        evening = evening_before(now - PATIENCE, self.zone)
        missing = self._missing(evening)
        if missing:
            late(self.register, "taken", evening, now)
        else:
            in_time(self.register, "taken", now)
        return missing

    def _missing(self, evening: datetime) -> bool:
        last = self.register.last_anchor()
        if last is None:
            first = self.register.first_written()
            return first is not None and first < evening
        return last.taken_at < evening - SKEW


def late(register: Register, what: str, evening: datetime, now: datetime) -> None:
    """Raise the alarm that a part of an evening's anchor is late, each once: `taken`, `filed`, `checked`, `sent`."""
    ref = f"{what}/{evening:%Y-%m-%d}"
    if ref in register.standing_alarms(AlarmKind.ANCHOR_LATE):
        return
    words, day = LATE[what], f"{evening:%d/%m/%Y}"
    vi, en = (text.format(day=day) for text in (words.vi, words.en))
    register.raise_alarm(AlarmKind.ANCHOR_LATE, ref, at=now, detail=en, detail_vi=vi)
    log.error("anchor_late", what=what, day=f"{evening:%Y-%m-%d}")


def in_time(register: Register, what: str, now: datetime) -> None:
    """Note that nothing of the kind is late any more: one anchor covers all evenings before it."""
    for ref in register.standing_alarms(AlarmKind.ANCHOR_LATE):
        if ref.startswith(f"{what}/"):
            register.clear_alarm(AlarmKind.ANCHOR_LATE, ref, now)


def found(register: Register, finding: Finding, now: datetime) -> None:
    """Raise the alarm that something is not as it was anchored."""
    words = finding_words(finding)
    ref = f"anchor/{finding.anchor}" + (f"/{finding.dossier}" if finding.dossier else "")
    more = {"detail_vi": words.vi, "dossier": finding.dossier}
    register.raise_alarm(AlarmKind.INTEGRITY, ref, at=now, detail=words.en, **more)
