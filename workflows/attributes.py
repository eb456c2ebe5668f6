"""The few search attributes of a dossier: what an operator filters running workflows by. No personal data (trap 17)."""

from datetime import datetime
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

with workflow.unsafe.imports_passed_through():
    from activities.reaching import PROCEDURE

HOLDER = SearchAttributeKey.for_keyword("MotcuaHolder")
WAITING = SearchAttributeKey.for_keyword("MotcuaWaitingFor")
DUE = SearchAttributeKey.for_datetime("MotcuaDue")
OVERDUE = SearchAttributeKey.for_bool("MotcuaOverdue")

TYPES = {
    PROCEDURE.name: "Keyword",
    HOLDER.name: "Keyword",
    WAITING.name: "Keyword",
    DUE.name: "Datetime",
    OVERDUE.name: "Bool",
}
"""What a server must know before a worker starts."""

Shown = tuple[str | None, str | None, datetime | None, bool | None]
"""Holder, waiting for, due, overdue, as last shown."""

NOTHING_SHOWN: Shown = (None, None, None, None)


def changes(before: Shown | None, now: Shown) -> list[SearchAttributeUpdate[Any]]:
    """Return the updates from one showing to the next; what no longer holds is unset, so that filters stay cheap.

    Args:
        before: What is shown; None where that is not known.
        now: What has to be shown.
    """
    updates: list[SearchAttributeUpdate[Any]] = []
    for place, (key, new) in enumerate(zip((HOLDER, WAITING, DUE, OVERDUE), now, strict=True)):
        if before is None or before[place] != new:
            updates.append(key.value_unset() if new is None else key.value_set(new))  # type: ignore[attr-defined]
    return updates
