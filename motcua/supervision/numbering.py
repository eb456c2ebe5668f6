"""Letters get their numbers soon after what issued them, whether or not anybody has read them yet."""

import asyncio
from contextlib import AbstractAsyncContextManager

import structlog

from motcua.dossiers.ground import Ground
from motcua.errors import MotcuaError
from motcua.register.beside import beside
from motcua.register.register import Register
from motcua.supervision.papers import sweep

EVERY = 900.0
"""Seconds between two looks; each asks one index for dossiers whose facts have issued what has no number yet."""

log = structlog.get_logger("letters")


def numbering(register: Register, ground: Ground, every: float = EVERY) -> AbstractAsyncContextManager[None]:
    """Have a process number letters until the block is left; several processes may, each letter is numbered once."""
    return beside(_number(register, ground, every))


async def _number(register: Register, ground: Ground, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            if numbered := await asyncio.to_thread(sweep, register, ground):
                log.info("letters_numbered", letters=numbered)
        except MotcuaError as away:
            log.warning("letters_not_numbered", detail=str(away))
