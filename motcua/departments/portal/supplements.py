"""The requests to complete a dossier, one after the other, as the portal lists them (R63)."""

from datetime import datetime
from typing import Any

from motcua.departments.portal.record import SupplementTold
from motcua.dossiers import facts as f
from motcua.dossiers.evolve import Happened


def supplements_after(
    before: tuple[SupplementTold, ...], step: Happened, due: datetime | None
) -> tuple[SupplementTold, ...]:
    """Return the requests after one more fact.

    Args:
        before: Those known so far.
        step: What happened.
        due: The promise as the portal was last told.
    """
    match step.fact:
        case f.SupplementAsked() as asked:
            return (*before, _asked(asked, step, due))
        case f.SupplementGiven() as given:
            return _last(before, given_at=step.at, given_by=_who(step), documents=given.documents)
        case f.Received():
            return _last(before, given_at=step.at, given_by=_who(step))
        case f.SupplementLapsed():
            return _last(before, lapsed=True)
    return before


def _asked(asked: f.SupplementAsked, step: Happened, due: datetime | None) -> SupplementTold:
    return SupplementTold(
        number=asked.number,
        reason=asked.reason,
        items=asked.items,
        asked_at=step.at,
        asked_by=_who(step),
        due_before=due,
    )


def _last(before: tuple[SupplementTold, ...], **values: Any) -> tuple[SupplementTold, ...]:
    """Return the requests with the open one ended; nothing changes where none is open."""
    if not before or before[-1].given_at is not None or before[-1].lapsed:
        return before
    return (*before[:-1], before[-1].model_copy(update=values))


def _who(step: Happened) -> str:
    return step.by.officer or step.by.agency
