"""Changes over many dossiers: what is planned for each, what was confirmed, what came of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, func, select, update

from motcua.dossiers.parts import Actor
from motcua.errors import ConflictError, NotFoundError
from motcua.register.campaign_records import Campaign, CampaignState, Group, GroupCount, Item, ItemState, NewCampaign
from motcua.register.campaign_tables import CampaignItemRow, CampaignRow
from motcua.register.scope import WHOLE, Scope
from motcua.register.topic import Topic, sql_table, unless_there


class Campaigns(Topic):
    """Keeps campaigns and their dossiers."""

    def open_campaign(self, new: NewCampaign, at: datetime) -> bool:
        """Keep a new campaign, to be planned; False where one of this name is there already.

        One that nobody has confirmed yet takes what is new of its parameters.

        Raises:
            ConflictError: One of this name was confirmed with other parameters.
        """
        row = {"state": CampaignState.PLANNING.value, "looked_at": 0, "created_at": at}
        row |= new.model_dump(include={"id", "kind", "title_vi", "title_en", "basis", "reason"})
        row |= {"by": new.by.model_dump_json(), "parameters": json.dumps(new.parameters, ensure_ascii=False)}
        with self._store.writing() as connection:
            if connection.execute(unless_there(self._store.dialect, CampaignRow), row).first() is not None:
                return True
            there = select(CampaignRow.parameters, CampaignRow.confirmed_at).where(CampaignRow.id == new.id)
            parameters, confirmed_at = connection.execute(there).one()
            if confirmed_at is None:
                connection.execute(_of(new.id).values({name: row[name] for name in row if name != "id"}))
            elif parameters != row["parameters"]:
                raise _another(new.id)
        return False

    def campaign(self, id: str) -> Campaign:
        """Return a campaign as it stands.

        Raises:
            NotFoundError: There is none of this name.
        """
        item = CampaignItemRow
        counting = select(item.state, func.count()).where(item.campaign == id).group_by(item.state)
        with self._store.reading() as connection:
            row = connection.execute(select(sql_table(CampaignRow)).where(CampaignRow.id == id)).one_or_none()
            counts = {ItemState(state): number for state, number in connection.execute(counting)}
        if row is None:
            raise no_campaign(id)
        return _campaign(row, counts)

    def campaigns(
        self, *, kind: str | None = None, but: str | None = None, scope: Scope = WHOLE, limit: int = 50
    ) -> list[Campaign]:
        """Return campaigns, the latest first, without their counts; those alone that touch a dossier in scope."""
        query = select(sql_table(CampaignRow)).order_by(CampaignRow.created_at.desc(), CampaignRow.id).limit(limit)
        query = query if kind is None else query.where(CampaignRow.kind == kind)
        query = query if but is None else query.where(CampaignRow.kind != but)
        if not scope.whole:
            item = CampaignItemRow
            query = query.where(exists().where(item.campaign == CampaignRow.id, *scope.of_what_names(item.dossier)))
        with self._store.reading() as connection:
            rows = connection.execute(query).all()
        return [_campaign(row, {}) for row in rows]

    def plan_anew(self, id: str, at: datetime) -> None:
        """Forget what was planned and not done, for a preview that begins now."""
        item = CampaignItemRow
        not_done = delete(item).where(item.campaign == id, item.done_at.is_(None))
        with self._store.writing() as connection:
            connection.execute(not_done)
            connection.execute(_of(id).values(state=CampaignState.PLANNING.value, planned_at=at, looked_at=0))

    def plan_items(self, id: str, items: Sequence[Item], *, looked_at: int) -> None:
        """Plan further dossiers; one that is planned already stays as it is, so a page may be repeated."""
        rows = [item.model_dump(mode="python") | {"campaign": id} for item in items]
        with self._store.writing() as connection:
            if rows:
                there = unless_there(self._store.dialect, CampaignItemRow)
                for row in rows:
                    connection.execute(there, row)
            connection.execute(_of(id).values(looked_at=looked_at))

    def mark_campaign(self, id: str, state: CampaignState, *, at: datetime | None = None) -> None:
        """Note where a campaign stands; `at` is when it finished."""
        values: dict[str, Any] = {"state": state.value} | ({"finished_at": at} if at else {})
        with self._store.writing() as connection:
            connection.execute(_of(id).values(values))

    def confirm_campaign(self, id: str, by: Actor, at: datetime, *, group: Group, treatment: str) -> int:
        """Note that a group of the dossiers is to be treated, and how; return how many that are."""
        with self._store.writing() as connection:
            return confirm(connection, id, by, at, group=group, treatment=treatment)

    def settle_group(self, id: str, group: Group, at: datetime, *, vi: str, en: str) -> int:
        """Note that a group of the dossiers is left as it is; return how many those are."""
        item = CampaignItemRow
        values = {"state": ItemState.UNCHANGED.value, "done_at": at, "detail_vi": vi, "detail_en": en}
        with self._store.writing() as connection:
            left = update(item).where(*_within(id, group), item.done_at.is_(None))
            return connection.execute(left.values(values)).rowcount

    def try_again(self, id: str) -> int:
        """Plan those once more that could not be reached; return how many those are."""
        item = CampaignItemRow
        failed = update(item).where(item.campaign == id, item.state == ItemState.FAILED.value)
        with self._store.writing() as connection:
            return connection.execute(failed.values(state=ItemState.PLANNED.value, done_at=None)).rowcount

    def items_to_do(self, id: str, *, limit: int) -> list[Item]:
        """Return dossiers that are confirmed and not done."""
        item = CampaignItemRow
        to_do = (item.campaign == id, item.state == ItemState.PLANNED.value, item.treatment.is_not(None))
        return self._items(select(sql_table(item)).where(*to_do).order_by(item.dossier).limit(limit))

    def items(
        self,
        id: str,
        *,
        group: Group | None = None,
        state: ItemState | None = None,
        after: str | None = None,
        limit: int = 500,
        scope: Scope = WHOLE,
    ) -> list[Item]:
        """Return the dossiers of a campaign that lie in scope, in the order of their codes, from behind `after`."""
        item = CampaignItemRow
        mine = (*_within(id, group or Group()), *scope.of_what_names(item.dossier))
        query = select(sql_table(item)).where(*mine).order_by(item.dossier).limit(limit)
        query = query if state is None else query.where(item.state == state.value)
        return self._items(query if after is None else query.where(item.dossier > after))

    def groups(self, id: str, scope: Scope = WHOLE) -> list[GroupCount]:
        """Return how many dossiers of a campaign are alike, of those in scope."""
        item = CampaignItemRow
        alike = (item.step, item.agency, item.effect, item.state)
        mine = (item.campaign == id, *scope.of_what_names(item.dossier))
        query = select(*alike, func.count().label("dossiers")).where(*mine).group_by(*alike)
        with self._store.reading() as connection:
            return [GroupCount.model_validate(row) for row in connection.execute(query.order_by(*alike))]

    def settle_items(self, id: str, items: Iterable[Item]) -> None:
        """Write what came of dossiers of a campaign."""
        item = CampaignItemRow
        with self._store.writing() as connection:
            for one in items:
                done = one.model_dump(include={"new_due", "done_at", "detail_vi", "detail_en", "opened"})
                own = update(item).where(item.campaign == id, item.dossier == one.dossier)
                connection.execute(own.values(done | {"state": one.state.value}))

    def _items(self, query: Select[*tuple[Any, ...]]) -> list[Item]:
        with self._store.reading() as connection:
            return [Item.model_validate(row) for row in connection.execute(query)]


def confirm(connection: Connection, id: str, by: Actor, at: datetime, *, group: Group, treatment: str) -> int:
    """Note, within a transaction, that a group of a campaign's dossiers is to be treated; return how many that are."""
    item = CampaignItemRow
    chosen = update(item).where(*_within(id, group), item.state == ItemState.PLANNED.value)
    values = {"state": CampaignState.RUNNING.value, "confirmed_at": at, "confirmed_by": by.model_dump_json()}
    connection.execute(_of(id).values(values))
    return connection.execute(chosen.values(treatment=treatment)).rowcount


def no_campaign(id: str) -> NotFoundError:
    """There is no such campaign, or none for whoever asks."""
    return NotFoundError(
        f"There is no campaign {id}.",
        vi=f"Không có đợt thay đổi {id}.",
        field="id",
        hint="List them first.",
        hint_vi="Xem danh sách trước.",
    )


def _another(id: str) -> ConflictError:
    return ConflictError(
        f"The campaign {id} was confirmed before, with another content.",
        vi=f"Đợt thay đổi {id} đã được xác nhận với nội dung khác.",
        field="id",
        rule="R10",
        hint="A decision is never edited: give the other one its own number.",
        hint_vi="Quyết định không được sửa: ghi quyết định kia theo số riêng.",
    )


def _of(id: str) -> Any:
    return update(CampaignRow).where(CampaignRow.id == id)


def _within(id: str, group: Group) -> list[ColumnElement[bool]]:
    item = CampaignItemRow
    named = {item.step: group.step, item.agency: group.agency, item.effect: group.effect}
    return [item.campaign == id, *(column == value for column, value in named.items() if value is not None)]


def _campaign(row: Row[Any], counts: Mapping[ItemState, int]) -> Campaign:
    said = {name: value for name, value in row._mapping.items() if name in Campaign.model_fields}
    said |= {"by": Actor.model_validate_json(row.by), "parameters": json.loads(row.parameters), "counts": dict(counts)}
    confirmed = Actor.model_validate_json(row.confirmed_by) if row.confirmed_by else None
    return Campaign.model_validate(said | {"confirmed_by": confirmed})
