"""Repairs in the register: which dossiers were chosen, what each viewer sees of them, what is sent again."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select, update

from motcua.dossiers.parts import Actor
from motcua.register.alarms import AlarmKind, clear_alarm
from motcua.register.campaign_records import CampaignState, ConfirmedRepair, Group, Item, ItemState
from motcua.register.campaign_tables import CampaignItemRow, CampaignRow, RepairChoiceRow
from motcua.register.campaigns import confirm
from motcua.register.exchange_tables import PortalMessageRow, WebhookRow
from motcua.register.notice_rows import NoticeState
from motcua.register.notice_table import NoticeRow
from motcua.register.notices import AGAIN
from motcua.register.portal_lines import ILLEGAL, PortalState
from motcua.register.scope import Scope
from motcua.register.tables import DossierRow
from motcua.register.topic import Topic, dialect_insert, sql_table
from motcua.register.webhook_lines import DeliveryState

MANY = 500
"""Codes looked up in one query."""


class GivenUp(NamedTuple):
    """How many messages about one dossier were given up."""

    portal: int = 0
    notices: int = 0
    webhooks: int = 0


class Standing(NamedTuple):
    """What decides how a dossier can be repaired."""

    procedure: str
    version: str
    holder_agency: str | None


class Repairs(Topic):
    """Keeps what repairs are about, and what each viewer may see of them."""

    def seen(self, codes: Sequence[str], scope: Scope) -> set[str]:
        """Return those of the codes that are dossiers an agency of the scope holds, received or decides."""
        found: set[str] = set()
        with self._store.reading() as connection:
            for first in range(0, len(codes), MANY):
                some = codes[first : first + MANY]
                within = (DossierRow.code.in_(some), *scope.of_dossiers())
                found.update(connection.scalars(select(DossierRow.code).where(*within)))
        return found

    def standing_of(self, codes: Sequence[str], scope: Scope) -> list[Standing]:
        """Return under which version those of the codes go that lie in scope, and who holds them; of 500 at most."""
        row = DossierRow
        query = select(row.procedure, row.version, row.holder_agency).distinct()
        query = query.where(row.code.in_(codes[:MANY]), *scope.of_dossiers())
        with self._store.reading() as connection:
            return [Standing(*found) for found in connection.execute(query)]

    def choose(self, repair: str, codes: Sequence[str]) -> None:
        """Note which dossiers a repair is about; one chosen twice is chosen once."""
        for first in range(0, len(codes), MANY):  # a transaction each: officers write between them
            rows = [{"campaign": repair, "dossier": code} for code in codes[first : first + MANY]]
            with self._store.writing() as connection:
                connection.execute(dialect_insert(connection, RepairChoiceRow).on_conflict_do_nothing(), rows)

    def note_second(self, repair: str, needed: bool) -> None:
        """Note whether somebody else has to confirm a repair."""
        with self._store.writing() as connection:
            connection.execute(update(CampaignRow).where(CampaignRow.id == repair).values(needs_second=needed))

    def confirmed_alone(self, since: datetime, *, kind: str) -> list[ConfirmedRepair]:
        """Return the repairs confirmed since a moment for which no second person was needed."""
        with self._store.reading() as connection:
            return _confirmed_alone(connection, since, kind)

    def confirm_repair(
        self, id: str, by: Actor, at: datetime, *, since: datetime, may: Callable[[Sequence[ConfirmedRepair]], None]
    ) -> None:
        """Note that all planned dossiers of a repair are to be repaired.

        Args:
            id: The repair.
            by: Who confirms.
            at: The present moment.
            since: From when on it is looked what was confirmed without a second person.
            may: Raises where that is too much; nothing is noted then. One confirmation waits for the other, so that
                two of the same instant know of each other.
        """
        with self._store.writing() as connection:
            kind = connection.scalar(select(CampaignRow.kind).where(CampaignRow.id == id)) or ""
            connection.execute(_to_be_waited_for(since, kind)).all()
            may(_confirmed_alone(connection, since, kind))
            confirm(connection, id, by, at, group=Group(), treatment="now")

    def repairs_seen(self, scope: Scope, *, kind: str, limit: int = 50) -> list[str]:
        """Return ids of repairs, the latest first, that are about a dossier in scope."""
        row, choice = CampaignRow, RepairChoiceRow
        about = exists().where(choice.campaign == row.id, *scope.of_what_names(choice.dossier))
        query = select(row.id).where(row.kind == kind, about).order_by(row.created_at.desc(), row.id).limit(limit)
        with self._store.reading() as connection:
            return list(connection.scalars(query))

    def is_any_seen(self, repair: str, scope: Scope) -> bool:
        """Whether a repair is about a dossier in scope."""
        choice = RepairChoiceRow
        query = select(choice.dossier).where(choice.campaign == repair, *scope.of_what_names(choice.dossier)).limit(1)
        with self._store.reading() as connection:
            return connection.scalar(query) is not None

    def is_all_seen(self, repair: str, scope: Scope) -> bool:
        """Whether every dossier that a repair is about lies in scope."""
        if scope.whole:
            return True
        choice = RepairChoiceRow
        chosen_for_it = exists().where(choice.dossier == DossierRow.code, choice.campaign == repair)
        seen = select(func.count()).select_from(DossierRow).where(chosen_for_it, *scope.of_dossiers())
        chosen = select(func.count()).where(choice.campaign == repair)
        with self._store.reading() as connection:
            return connection.scalar(seen) == connection.scalar(chosen)

    def counts_seen(self, id: str, scope: Scope) -> dict[ItemState, int]:
        """Return how many dossiers of a repair there are in each state, of those in scope."""
        item = CampaignItemRow
        mine = (item.campaign == id, *scope.of_what_names(item.dossier))
        query = select(item.state, func.count()).where(*mine).group_by(item.state)
        with self._store.reading() as connection:
            return {ItemState(state): number for state, number in connection.execute(query)}

    def repairs_of(self, code: str, *, kind: str) -> list[tuple[str, Item]]:
        """Return the repairs a dossier was in, the latest first, with what came of it there."""
        item, row = CampaignItemRow, CampaignRow
        query = select(sql_table(item)).join(row, row.id == item.campaign)
        query = query.where(item.dossier == code, row.kind == kind).order_by(row.created_at.desc())
        with self._store.reading() as connection:
            return [(found.campaign, Item.model_validate(found)) for found in connection.execute(query)]

    def given_up(self, code: str) -> GivenUp:
        """Return how many messages about a dossier were given up and can be sent again."""
        counts = [select(func.count()).where(*of) for of in (_portal(code), _notices(code), _webhooks(code))]
        with self._store.reading() as connection:
            return GivenUp(*(connection.scalar(count) or 0 for count in counts))

    def send_all_again(self, code: str, what: Iterable[str], at: datetime) -> GivenUp:
        """Have what was given up about a dossier sent again, and its alarms be over; return how much that was."""
        chosen = set(what)
        with self._store.writing() as connection:
            return GivenUp(*(again(connection, code, at) if name in chosen else 0 for name, again in _AGAIN))


def _confirmed_alone(connection: Connection, since: datetime, kind: str) -> list[ConfirmedRepair]:
    row, item = CampaignRow, CampaignItemRow
    number = select(func.count()).where(item.campaign == row.id, item.treatment.is_not(None)).scalar_subquery()
    alone = (row.kind == kind, row.confirmed_at > since, row.needs_second.is_(False))
    query = select(row.id, row.by, row.parameters, number.label("dossiers")).where(*alone)
    return [
        ConfirmedRepair(id=id, by=Actor.model_validate_json(by), parameters=json.loads(said), dossiers=dossiers)
        for id, by, said, dossiers in connection.execute(query)
    ]


def _to_be_waited_for(since: datetime, kind: str) -> Any:
    """Return the query that locks the repairs which may be confirmed now, or lately were."""
    row = CampaignRow
    open_or_lately = or_(row.state == CampaignState.DRAFT.value, row.confirmed_at > since)
    return select(row.id).where(row.kind == kind, open_or_lately).order_by(row.id).with_for_update()


def _portal(code: str) -> tuple[ColumnElement[bool], ...]:
    row = PortalMessageRow
    return row.dossier == code, row.state == PortalState.DEAD.value, row.error_code != ILLEGAL


def _notices(code: str) -> tuple[ColumnElement[bool], ...]:
    return NoticeRow.dossier == code, NoticeRow.state.in_(AGAIN)


def _webhooks(code: str) -> tuple[ColumnElement[bool], ...]:
    return WebhookRow.dossier == code, WebhookRow.state == DeliveryState.DEAD.value


def _portal_again(connection: Connection, code: str, at: datetime) -> int:
    change = update(PortalMessageRow).where(*_portal(code)).returning(PortalMessageRow.id)
    again = connection.scalars(change.values(state=PortalState.WAITING.value, next_try_at=None)).all()
    for id in again:
        clear_alarm(connection, AlarmKind.DEAD_PORTAL_MESSAGE, str(id), at)
    return len(again)


def _notices_again(connection: Connection, code: str, _at: datetime) -> int:
    fresh = {"next_try_at": None, "first_tried_at": None, "last_error": None}
    change = update(NoticeRow).where(*_notices(code)).values(state=NoticeState.WAITING.value, **fresh)
    return connection.execute(change).rowcount


def _webhooks_again(connection: Connection, code: str, at: datetime) -> int:
    change = update(WebhookRow).where(*_webhooks(code)).returning(WebhookRow.subscriber, WebhookRow.event_id)
    fresh = {"state": DeliveryState.WAITING.value, "first_tried_at": None, "next_try_at": None}
    again = connection.execute(change.values(**fresh)).all()
    for row in again:
        clear_alarm(connection, AlarmKind.DEAD_WEBHOOK, f"{row.subscriber}/{row.event_id}", at)
    return len(again)


_AGAIN = (("portal", _portal_again), ("notices", _notices_again), ("webhooks", _webhooks_again))
"""In the order of `GivenUp`."""
