"""Who is told in the morning: every account of a head that is good today, with what it may see."""

from collections.abc import Iterator
from datetime import datetime

import structlog

from activities.morning_post import Head
from motcua.dossiers.ground import Ground
from motcua.errors import MotcuaError
from motcua.register.register import Register
from motcua.supervision.access.recognising import viewer_of_account
from motcua.supervision.access.roles import Role

HEADS = frozenset({Role.UNIT_HEAD, Role.ONE_STOP, Role.SUPERVISOR})
"""Roles that answer for work of others: heads of units, the one-stop, and supervisors."""

log = structlog.get_logger(__name__)


def heads_of(register: Register, ground: Ground, at: datetime) -> Iterator[Head]:
    """Yield the heads of a moment; an account that has ended, or whose agency has, is left out (R72)."""
    for account in register.accounts():
        if HEADS.isdisjoint(account.roles) or account.ended_at is not None:
            continue
        try:
            viewer = viewer_of_account(account, ground, at)
        except MotcuaError as ended:
            log.info("head_left_out", subject=account.subject, error=ended.kind)
            continue
        yield Head(account.subject, viewer.agency, account.officer, viewer.scope)
