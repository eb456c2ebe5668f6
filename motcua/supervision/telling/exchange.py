"""Outages and refused messages, as supervisors and operators are shown them."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from motcua.dossiers.parts import Model, Moment
from motcua.register.calls import Call
from motcua.register.outages import Outage
from motcua.register.refused_messages import RefusedMessage
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.supervision.local_departments import NAMES
from motcua.supervision.telling.names_and_moments import thing
from motcua.supervision.telling.views import Named
from motcua.worktime.words import Words

MOST_CODES = 100
"""Dossiers named with an outage; the stuck list has them all."""


class OutageView(Model):
    """One outage of a department system."""

    id: int
    system: Named
    began_at: Moment
    """The first failure."""
    declared_at: Moment | None
    """When a try failed too and operators were told; null: it was over before that."""
    ended_at: Moment | None
    failures: int
    last_error: str
    waiting: int
    """Dossiers that wait on it now."""
    most_waiting: int
    """Most dossiers that waited on it at once."""
    codes: tuple[str, ...] = ()
    """The first of those that wait now, in the order in which they will go on."""
    clocks_stand: str | None = None
    """The decision by which official clocks stand meanwhile."""


class OutageList(Model):
    """Outages: those that last first, then the latest."""

    outages: tuple[OutageView, ...]


class RefusedView(Model):
    """A message of another system that was not acted upon."""

    id: int
    system: str
    door: str
    kind: str
    detail: str
    digest: str
    """SHA-256 of the message, by which the other side finds it in its own log; the message itself is not kept."""
    size: int
    key: str | None
    code: str | None
    first_at: Moment
    last_at: Moment
    times: int
    seen_at: Moment | None
    seen_by: str | None


class RefusedList(Model):
    """Refused messages, the latest first."""

    messages: tuple[RefusedView, ...]
    next_cursor: str | None = None


def outage_list(
    register: Register, zone: tzinfo, *, system: str | None = None, limit: int = 50, scope: Scope = WHOLE
) -> OutageList:
    """Return outages; of the dossiers that wait only those within the scope are named."""
    waiting, shown = register.waiting_on(), []
    for outage in register.outages(system=system, limit=limit):
        held = register.held_dossiers(outage.system, MOST_CODES, scope) if outage.ended_at is None else []
        shown.append(_outage(outage, zone, waiting, held))
    return OutageList(outages=tuple(shown))


def refused_list(
    register: Register,
    zone: tzinfo,
    *,
    every: bool = False,
    system: str | None = None,
    limit: int = 100,
    before: int | None = None,
) -> RefusedList:
    """Return a page of refused messages: those nobody has seen, or every one."""
    found = register.refused_messages(every=every, system=system, limit=limit + 1, before=before)
    page = found[:limit]
    following = str(page[-1].id) if len(found) > limit else None
    return RefusedList(messages=tuple(refused_view(message, zone) for message in page), next_cursor=following)


def refused_view(message: RefusedMessage, zone: tzinfo) -> RefusedView:
    """Return a refused message as it is shown."""
    return RefusedView(**_local(message.model_dump(exclude={"dossier"}), zone), code=message.dossier)


def _outage(outage: Outage, zone: tzinfo, waiting: Mapping[str, int], held: list[Call]) -> OutageView:
    plain = {"id", "began_at", "declared_at", "ended_at", "failures", "last_error", "clocks_stand"}
    return OutageView(
        **_local(outage.model_dump(include=plain), zone),
        system=thing(outage.system, Words(*NAMES.get(outage.system, (outage.system, outage.system)))),
        waiting=waiting.get(outage.system, 0) if outage.ended_at is None else 0,
        most_waiting=max(outage.dossiers, waiting.get(outage.system, 0) if outage.ended_at is None else 0),
        codes=tuple(dict.fromkeys(call.dossier for call in held)),
    )


def _local(values: dict[str, object], zone: tzinfo) -> dict[str, object]:
    return values | {name: at.astimezone(zone) for name, at in values.items() if isinstance(at, datetime)}
