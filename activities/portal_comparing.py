"""Comparing the portal's state of each dossier with ours; what differs is told anew, never taken over."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog

from activities.portal_queue import heard, new_message
from motcua.departments.errors import UnreadableAnswerError
from motcua.departments.portal.client import PortalClient
from motcua.departments.portal.fields import UntellableError, Wording
from motcua.departments.portal.record import DossierTold
from motcua.departments.portal.statuses import IllegalJumpError, Stand, road
from motcua.departments.portal.telling import Teller
from motcua.register.portal_drift import Found
from motcua.register.portal_lines import ILLEGAL, Comparison, Trouble
from motcua.register.register import Register

COMPARED = ("TrangThaiHoSo", "NgayHenTra", "NgayKetThucXuLy")
"""Fields that have to agree; those the portal does not show are left alone."""
PAGE = 50

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class PortalComparer:
    """Looks up dossier after dossier, gently, and goes on where another one was interrupted."""

    register: Register
    wording: Wording
    client: PortalClient

    async def compare(self) -> Comparison:
        """Compare every dossier once.

        Raises:
            DepartmentUnavailableError: The portal is away; called again later, it goes on where it was.
        """
        run = await asyncio.to_thread(self.register.begin_comparison, _now())
        async for code in self._dossiers(run):
            found = await self._found(code)
            await asyncio.to_thread(self.register.note_compared, run.id, code, found, _now())
            if found is not None:
                log.warning("portal_drift_found", dossier=code, ours=found.ours, theirs=found.theirs)
        ended = await asyncio.to_thread(self.register.end_comparison, run.id, _now())
        log.info("portal_compared", compared=ended.compared, drifted=ended.drifted, repaired=ended.repaired)
        return ended

    async def _dossiers(self, run: Comparison) -> AsyncIterator[str]:
        comparing = self.client.profile.comparing
        since, after = run.began_at - comparing.ended_within, run.position
        while codes := await asyncio.to_thread(self.register.to_compare, after, since, PAGE):
            for after in codes:
                yield after
                await asyncio.sleep(1 / comparing.per_second)

    async def _found(self, code: str) -> Found | None:
        """Return in what the portal differs from us; None where it agrees, or nothing can be said of the dossier."""
        teller = heard(await asyncio.to_thread(self.register.transitions, code))
        if not teller.speaks:
            return None
        ours = teller.as_it_stands().says
        assert isinstance(ours, DossierTold)
        try:
            theirs = await self.client.look_up(self.wording.unit(ours.one_stop), code)
            ours_said = self.wording.dossier(ours)
        except UntellableError:
            return None  # its message is dead already, and said so
        except UnreadableAnswerError as unreadable:
            log.warning("portal_look_up_unreadable", dossier=code, digest=unreadable.digest)
            return None
        return _difference(teller, ours_said, theirs, self.client.profile.rename)


def _difference(
    teller: Teller, ours: Mapping[str, Any], theirs: Mapping[str, Any] | None, rename: Mapping[str, str]
) -> Found | None:
    record = teller.as_it_stands()
    known = f"{record.says.code}"
    if theirs is None:
        return Found(known, record.status, None, ("MaHoSo",), (new_message(known, record),))
    names = [rename.get(name, name) for name in COMPARED]
    differing = tuple(name for name in names if name in theirs and _text(theirs[name]) != _text(ours[name]))
    if not differing:
        return None
    status = _status(theirs.get(names[0]))
    return _told_anew(teller, Found(known, record.status, status, differing))


def _told_anew(teller: Teller, found: Found) -> Found:
    """Return what differs with the records that lead from their status to ours, by lawful steps only (R60)."""
    record = teller.as_it_stands()
    assert isinstance(record.says, DossierTold)
    theirs = found.theirs or record.status
    try:
        way = road(Stand(theirs, received=record.says.received_at is not None), record.status) or (record.status,)
    except IllegalJumpError as illegal:
        return found._replace(trouble=Trouble(ILLEGAL, str(illegal), illegal.whole_vi))
    told = [
        record._replace(status=status, says=record.says.model_copy(update={"status": status})) for status in way[:-1]
    ]
    return found._replace(repair=tuple(new_message(found.dossier, message) for message in (*told, record)))


def _text(value: object) -> str:
    """Return a field as it is compared: one that is null there and empty here says the same, namely nothing."""
    return "" if value is None else str(value)


def _status(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isdigit() and 1 <= int(text) <= 10 else None


def _now() -> datetime:
    return datetime.now(UTC)
