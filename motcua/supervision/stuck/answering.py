"""One answer for API, page and command line."""

import secrets
from datetime import datetime
from functools import lru_cache

from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.register.scope import Scope
from motcua.register.stuck_filter import StuckFilter
from motcua.supervision.stuck.cursor import seal, unseal
from motcua.supervision.stuck.question import Question
from motcua.supervision.telling.stuck import stuck_list
from motcua.supervision.telling.views_of_stuck import StuckList


def answer(
    question: Question,
    register: Register,
    ground: Ground,
    *,
    scope: Scope,
    now: datetime,
    limit: int = 50,
    cursor: str | None = None,
) -> StuckList:
    """Return a page of the queue in words, without its technical side.

    Raises:
        InvalidInputError: Something that is asked for does not exist, or the cursor belongs to another question.
    """
    wanted, after = understood(question, register, ground, scope=scope, now=now, cursor=cursor)
    page = register.stuck(wanted, now=now, sort=question.sort, limit=limit, after=after)
    told = stuck_list(page, ground, now, first=cursor is None)
    following = seal(page.after, question.canonical, _key(register)) if page.after else None
    return told.model_copy(update={"next": following})


def understood(
    question: Question, register: Register, ground: Ground, *, scope: Scope, now: datetime, cursor: str | None
) -> tuple[StuckFilter, str | None]:
    """Return what the register is asked, and after which place, without asking it.

    Raises:
        InvalidInputError: Something that is asked for does not exist, or the cursor belongs to another question.
    """
    wanted = question.filter(ground, scope, now)
    return wanted, unseal(cursor, question.canonical, _key(register)) if cursor else None


def _key(register: Register) -> bytes:
    return register.sealing_key or _own_key()


@lru_cache(maxsize=1)
def _own_key() -> bytes:
    """Return the key of a process that was given none: its cursors are good for itself alone."""
    return secrets.token_bytes(32)
