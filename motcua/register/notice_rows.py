"""What a transition puts into the outbox, computed before the transaction begins."""

import json
from datetime import datetime
from enum import StrEnum

from motcua.dossiers.evolve import Happened
from motcua.dossiers.tidings import Tiding, tidings
from motcua.register.rows import Row


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    SENT = "sent"
    NO_ADDRESS = "no_address"
    """Nobody knows where to reach the addressee by the channels there are."""
    FAILED = "failed"
    """The address was refused, or a day of trying was not enough."""
    SUPERSEDED = "superseded"
    """It was overtaken before it could go out, and says nothing any more."""


_UNTRIED: Row = {
    "state": NoticeState.WAITING.value,
    "channel": None,
    "attempts": 0,
    "first_tried_at": None,
    "next_try_at": None,
    "sent_at": None,
    "last_error": None,
    "reference": None,
    "seen_at": None,
    "seen_by": None,
}


def notice_rows(steps: list[Happened], after: int, recorded_at: datetime) -> list[Row]:
    """Return the outbox rows of a transition; its first fact has sequence `after + 1`."""
    told = tidings(steps, recorded_at)
    return [_row(tiding, steps[0].after.code, after, recorded_at) for tiding in told] if told else []


def _row(tiding: Tiding, code: str, after: int, recorded_at: datetime) -> Row:
    notice = tiding.notice
    return _UNTRIED | {
        "dossier": code,
        "seq": after + tiding.part + 1,
        "kind": notice.kind.value,
        "audience": notice.audience,
        "agency": notice.agency,
        "officer": notice.officer,
        "recipient": notice.recipient,
        "says": json.dumps(notice.says, ensure_ascii=False),
        "at": notice.at,
        "created_at": recorded_at,
    }
