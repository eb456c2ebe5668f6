"""What a process decides on, exchanged as a whole when the register says that it has changed."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from threading import Lock
from typing import Any

import structlog

from motcua.dossiers.changed_ground import under_decisions, with_versions
from motcua.dossiers.ground import Ground
from motcua.errors import MotcuaError
from motcua.register.beside import beside
from motcua.register.decisions import Decisions
from motcua.worktime.decisions import CalendarDecision

FOLLOW_EVERY = 3.0
"""Seconds between two looks at the revision. For so long two processes may decide on different calendars; every date
says on which it was computed, and the campaign that follows a decision waits for longer than this."""

log = structlog.get_logger("ground")


class Footing:
    """The ground of one process: its files, and what was decided and published in the register since."""

    def __init__(self, register: Decisions, files: Ground) -> None:
        """Stand on the ground as the files make it; `follow` takes up the rest."""
        self._register = register
        self._files = files
        self._published = files
        """Files and published versions, without any calendar decision."""
        self._revision = 0
        self._turn = Lock()
        self.ground = files
        """What is decided on now. Whoever decides takes it once and keeps it to the end."""

    def follow(self) -> bool:
        """Take up what was decided or published since; return whether anything was. One small query where nothing was.

        Raises:
            UnavailableError: The register is away; the ground stays as it is.
        """
        with self._turn:
            revision = self._register.ground_revision()
            if revision == self._revision:
                return False
            self.ground = self._now()
            self._revision = revision
        return True

    def under(self, further: CalendarDecision) -> Ground:
        """Return the ground as it would be under one more decision; nothing changes."""
        entered = [decision for decision in self.ground.decisions if decision.id != further.id]
        return under_decisions(self._published, [*entered, further])

    @property
    def living(self) -> Ground:
        """Return the ground as one that goes along with what is decided."""
        return LivingGround(self)

    def knowing(self, known: Callable[[Ground], bool]) -> Ground:
        """Return the ground, looked at anew first where it does not know yet what an act is about."""
        if not known(self.ground):
            self.follow()
        return self.ground

    def _now(self) -> Ground:
        known = [(p.code, p.version) for p in self._files.catalogue]
        register, before = self._register, self.ground
        ground, left_out = with_versions(self._files, register.published_besides(known), register.ends_of_versions())
        if left_out:
            log.warning("versions_left_out", versions=left_out, detail="in force together with a version of the files")
        self._published = ground
        ground = under_decisions(ground, [entered.decision for entered in register.entered_decisions()])
        for agency in before.agencies_at_work():
            ground.calendar_of(agency)  # found here, so that no decision waits for it
        return ground


class LivingGround(Ground):
    """The ground of a process, whatever it is at the moment: for whoever holds on to it longer than one decision."""

    def __init__(self, footing: Footing) -> None:
        object.__setattr__(self, "_footing", footing)

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "_footing").ground, name)

    def as_it_is(self) -> Ground:
        """Return the ground of this moment."""
        ground: Ground = object.__getattribute__(self, "_footing").ground
        return ground

    def knowing(self, known: Callable[[Ground], bool], /) -> Ground:
        """Return the ground, looked at anew first where it does not know something yet."""
        footing: Footing = object.__getattribute__(self, "_footing")
        return footing.knowing(known)


def following(footing: Footing) -> AbstractAsyncContextManager[None]:
    """Have a process follow what is decided and published until the block is left."""
    return beside(_follow(footing))


async def _follow(footing: Footing) -> None:
    while True:
        await asyncio.sleep(FOLLOW_EVERY)
        try:
            if await asyncio.to_thread(footing.follow):
                log.info("ground_changed", decisions=len(footing.ground.decisions))
        except MotcuaError as away:
            log.warning("ground_not_followed", detail=str(away))
