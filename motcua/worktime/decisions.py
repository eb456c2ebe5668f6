"""Decisions that change a calendar: days given off, days worked in their place, an office closed for a day (R10).

A decision is kept to the letter and never edited; a later one may revoke it. What the decisions about one calendar, or
one agency, say together is a layer to lay over it: about each day the latest that says anything counts.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from motcua.worktime.calendar import DayOff, MakeUp
from motcua.worktime.document_fields import Document, day_in, known, listed, needed, text_in, text_of
from motcua.worktime.documents import days_off_in, make_up_in
from motcua.worktime.layers import CalendarLayer, Rank

_KEYS = frozenset({"id", "scope", "number", "decided_on", "reason", "reason_en", "source", "days_off", "make_up"}) | {
    "revokes",
}  # fmt: skip
LONGEST_ID = 80


@dataclass(frozen=True, slots=True)
class CalendarDecision:
    """One decision, as it was published."""

    id: str
    scope: str
    """Id of the calendar it changes (`vn`), or of the one agency it is about."""
    number: str
    decided_on: date
    reason: str
    source: str
    reason_en: str = ""
    days_off: dict[date, DayOff] = field(default_factory=dict)
    make_up: dict[date, MakeUp] = field(default_factory=dict)
    revokes: str | None = None
    """Id of an earlier decision that no longer counts."""

    @property
    def days(self) -> tuple[date, ...]:
        """Return every day it says something about, in order."""
        return tuple(sorted((*self.days_off, *self.make_up)))

    def __hash__(self) -> int:
        return hash(self.id)


def decision_from(document: Document) -> CalendarDecision:
    """Return the decision a document describes; days without a reason or source of their own have the decision's.

    Raises:
        CalendarError: A field is unknown, missing or unreadable; the error names it.
    """
    known(document, _KEYS, "")
    said = {name: text_in(document, name) for name in ("scope", "number", "reason", "source")}
    usual: dict[str, Any] = {"reason": said["reason"], "source": said["source"]}
    in_english = text_of(document, "reason_en")
    usual |= {"reason_en": in_english} if in_english else {}
    return CalendarDecision(
        id=text_of(document, "id") or name_of(said["scope"], said["number"]),
        decided_on=day_in(needed(document, "decided_on", ""), "decided_on"),
        reason_en=in_english or "",
        days_off=dict(days_off_in(_with_usual(document, "days_off", usual))),
        make_up=dict(make_up_in(_with_usual(document, "make_up", usual))),
        revokes=text_of(document, "revokes"),
        **said,
    )


def _with_usual(document: Document, name: str, usual: dict[str, Any]) -> Document:
    spread = (usual | (dict(entry) if isinstance(entry, dict) else {"date": entry}) for entry in listed(document, name))
    return {name: list(spread)}


def name_of(scope: str, number: str) -> str:
    """Return the id of a decision from its number: plain letters, digits and dashes, below its scope."""
    plain = unicodedata.normalize("NFKD", number.replace("Đ", "D").replace("đ", "d")).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower() or "decision"
    return f"{scope}:{slug}"[:LONGEST_ID]


def in_force(decisions: Iterable[CalendarDecision], scope: str) -> tuple[CalendarDecision, ...]:
    """Return the decisions about a scope that no other one revokes, oldest first."""
    everyone = tuple(decisions)
    revoked = {decision.revokes for decision in everyone}
    return tuple(decision for decision in everyone if decision.scope == scope and decision.id not in revoked)


def layer_of_decisions(decisions: Sequence[CalendarDecision], scope: str, rank: Rank) -> CalendarLayer | None:
    """Return what the decisions about a scope say together, or None where they say nothing.

    Args:
        decisions: All decisions, in the order in which they were entered.
        scope: The calendar or agency.
        rank: Above that of what they change.
    """
    said: dict[date, DayOff | MakeUp] = {}
    for decision in in_force(decisions, scope):
        said.update(decision.days_off)
        said.update(decision.make_up)
    if not said:
        return None
    return CalendarLayer(
        id=scope,
        rank=rank,
        days_off={day: entry for day, entry in said.items() if isinstance(entry, DayOff)},
        make_up={day: entry for day, entry in said.items() if isinstance(entry, MakeUp)},
    )
