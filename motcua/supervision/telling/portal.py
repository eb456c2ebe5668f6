"""Messages to the national portal, and comparisons with it, as supervisors are shown them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from motcua.dossiers.parts import Model, Moment
from motcua.dossiers.portal_words import PORTAL
from motcua.register.portal_lines import Comparison, Drift, PortalLine, PortalPage, PortalState
from motcua.supervision.telling.names_and_moments import thing
from motcua.supervision.telling.views import Named
from motcua.worktime.words import Words

STATES = {
    PortalState.WAITING: Words("chờ gửi", "waiting"),
    PortalState.SENT: Words("đã gửi", "sent"),
    PortalState.DEAD: Words("không gửi được", "dead"),
    PortalState.SUPERSEDED: Words("đã được thay thế", "superseded"),
}


class PortalMessageView(Model):
    """One message to the portal; the applicant is not in it."""

    id: int
    code: str
    seq: int
    service: str
    repair: int
    """Which telling anew after a comparison it is; 0: as it happened."""
    status: Named
    at: Moment
    """The legal moment of what happened."""
    created_at: Moment
    send_by: Moment | None
    """Where it carries 5, 6 or a new date: the old date, before which it has to be there."""
    state: Named
    attempts: int
    next_try_at: Moment | None
    sent_at: Moment | None
    error_code: str | None
    last_error: str | None
    digest: str | None
    says: dict[str, JsonValue]


class PortalCount(Named):
    """How many messages there are of a state."""

    messages: int


class PortalList(Model):
    """A page of messages, the latest first."""

    messages: tuple[PortalMessageView, ...]
    counts: tuple[PortalCount, ...] | None = None
    """Of all messages, by state; on the first page only."""
    behind_since: Moment | None = None
    """When the oldest thing happened that the portal does not know; null: it knows everything that is queued."""
    next_cursor: str | None = None


class ComparisonView(Model):
    """One comparison of the portal's state with ours."""

    id: int
    began_at: Moment
    ended_at: Moment | None
    compared: int
    drifted: int
    repaired: int


class DriftView(Model):
    """One dossier of which the portal said something else; it was told anew, and its word was not taken over."""

    comparison: int
    code: str
    found_at: Moment
    ours: Named
    theirs: Named | None
    """Null: the portal did not know the dossier."""
    fields: tuple[str, ...]
    repair: int | None
    """The message that tells it anew; null: no lawful way leads from their status to ours."""
    repaired_at: Moment | None


class DriftList(Model):
    """The latest comparisons and what they found."""

    comparisons: tuple[ComparisonView, ...]
    drift: tuple[DriftView, ...]


def portal_list(
    page: PortalPage, counts: dict[PortalState, int] | None, behind: datetime | None, zone: ZoneInfo
) -> PortalList:
    """Return a page of messages as it is shown."""
    return PortalList(
        messages=message_views(page.messages, zone),
        counts=None if counts is None else tuple(_count(state, number) for state, number in counts.items()),
        behind_since=behind.astimezone(zone) if behind else None,
        next_cursor=None if page.next is None else str(page.next),
    )


def message_views(lines: Iterable[PortalLine], zone: ZoneInfo) -> tuple[PortalMessageView, ...]:
    """Return messages as they are shown."""
    return tuple(_message(line, zone) for line in lines)


def drift_list(comparisons: Sequence[Comparison], found: Sequence[Drift], zone: ZoneInfo) -> DriftList:
    """Return comparisons as they are shown."""
    runs = (ComparisonView(**_local(run.model_dump(exclude={"position"}), zone)) for run in comparisons)
    return DriftList(comparisons=tuple(runs), drift=tuple(_drift(each, zone) for each in found))


def _message(line: PortalLine, zone: ZoneInfo) -> PortalMessageView:
    shown = _local(line.model_dump(exclude={"dossier", "status", "state"}), zone)
    status, state = thing(str(line.status), PORTAL[line.status]), thing(line.state.value, STATES[line.state])
    return PortalMessageView(**shown, code=line.dossier, status=status, state=state)


def _drift(found: Drift, zone: ZoneInfo) -> DriftView:
    shown = _local(found.model_dump(exclude={"id", "dossier", "ours", "theirs"}), zone)
    theirs = thing(str(found.theirs), PORTAL[found.theirs]) if found.theirs else None
    return DriftView(**shown, code=found.dossier, ours=thing(str(found.ours), PORTAL[found.ours]), theirs=theirs)


def _local(shown: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    return shown | {name: at.astimezone(zone) for name, at in shown.items() if isinstance(at, datetime)}


def _count(state: PortalState, number: int) -> PortalCount:
    words = STATES[state]
    return PortalCount(id=state.value, vi=words.vi, en=words.en, messages=number)
