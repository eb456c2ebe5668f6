"""Outages for which official clocks stand: by what decision, from when, and which dossiers that is about."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from motcua.errors import NotFoundError
from motcua.register.campaign_records import Item, ItemState
from motcua.register.campaign_tables import CampaignItemRow
from motcua.register.department_tables import OutageRow
from motcua.register.reading import Record
from motcua.register.tables import DossierRow, DutyRow
from motcua.register.topic import Topic, sql_table


class StandingOutage(Record):
    """What has to be known of an outage to let clocks stand for it."""

    id: int
    system: str
    began_at: datetime
    ended_at: datetime | None
    clocks_stand: str | None
    clocks_from: datetime | None


class StandingClocks(Topic):
    """Keeps by which decision clocks stand for an outage, and finds the dossiers that wait."""

    def standing_outage(self, id: int) -> StandingOutage:
        """Return an outage as it is.

        Raises:
            NotFoundError: There is none with this number.
        """
        found = self._outage(OutageRow.id == id)
        if found is None:
            raise _not_away(f"outage {id}", f"lần gián đoạn {id}")
        return found

    def outage_under_way(self, system: str) -> StandingOutage:
        """Return the outage of a system that lasts.

        Raises:
            NotFoundError: The system is not away.
        """
        found = self._outage(OutageRow.system == system, OutageRow.ended_at.is_(None))
        if found is None:
            raise _not_away(f"outage of the system {system} under way", f"lần gián đoạn nào đang diễn ra ở {system}")
        return found

    def ends_of_outages(self, ids: Iterable[int]) -> dict[int, datetime]:
        """Return when outages ended, of those that have."""
        row = OutageRow
        query = select(row.id, row.ended_at).where(row.id.in_(list(ids)), row.ended_at.is_not(None))
        with self._store.reading() as connection:
            return {found.id: found.ended_at for found in connection.execute(query) if found.ended_at is not None}

    def let_clocks_stand(self, id: int, decision: str, since: datetime) -> bool:
        """Note the decision by which clocks stand for an outage; False where it is over, or another decision holds."""
        row = OutageRow
        free = row.clocks_stand.is_(None) | (row.clocks_stand == decision)
        change = update(row).where(row.id == id, row.ended_at.is_(None), free)
        with self._store.writing() as connection:
            return bool(connection.execute(change.values(clocks_stand=decision, clocks_from=since)).rowcount)

    def let_clocks_run(self, id: int) -> None:
        """Note that no clock stands for an outage any more."""
        with self._store.writing() as connection:
            connection.execute(update(OutageRow).where(OutageRow.id == id).values(clocks_stand=None, clocks_from=None))

    def standing_items(self, system: str, ref: str, campaign: str, *, limit: int) -> list[Item]:
        """Return dossiers whose clock stands for an outage as items of a campaign, in the order of their due dates."""
        duty, row = DutyRow, DossierRow
        query = (
            select(row.code, row.due_current, duty.agency, duty.step)
            .join(duty, duty.dossier == row.code)
            .where(duty.system == system, duty.closed_at.is_(None), duty.stands_for == ref, row.ended_at.is_(None))
            .order_by(row.due_current, row.code)
            .limit(limit)
        )
        with self._store.reading() as connection:
            found = {each.code: each for each in connection.execute(query)}
            known = select(sql_table(CampaignItemRow)).where(
                CampaignItemRow.campaign == campaign, CampaignItemRow.dossier.in_(list(found))
            )
            planned = {item.dossier: Item.model_validate(item) for item in connection.execute(known)}
        fresh = {
            code: Item(dossier=code, state=ItemState.DONE, effect="stands", agency=each.agency, step=each.step)
            for code, each in found.items()
        }
        return [planned.get(code, item) for code, item in fresh.items()]

    def plan_once_more(self, campaign: str, items: Iterable[Item]) -> None:
        """Have dossiers done once more that were done before; those not planned before are left out."""
        row = CampaignItemRow
        with self._store.writing() as connection:
            for item in items:
                said = item.model_dump(include={"treatment", "effect", "agency", "step", "old_due"})
                mine = update(row).where(row.campaign == campaign, row.dossier == item.dossier)
                again = mine.where(row.done_at.is_not(None))
                connection.execute(again.values(said | {"state": item.state.value, "new_due": None}))

    def _outage(self, *which: object) -> StandingOutage | None:
        row = OutageRow
        columns = (row.id, row.system, row.began_at, row.ended_at, row.clocks_stand, row.clocks_from)
        with self._store.reading() as connection:
            found = connection.execute(select(*columns).where(*which)).one_or_none()  # type: ignore[arg-type]
        return StandingOutage.model_validate(found) if found is not None else None


def _not_away(en: str, vi: str) -> NotFoundError:
    return NotFoundError(
        f"There is no {en}.",
        vi=f"Không có {vi}.",
        field="system",
        rule="R36",
        hint="Look at the outages first: only while a system is away is there something to decide.",
        hint_vi="Xem các lần gián đoạn trước: chỉ khi hệ thống đang gián đoạn mới có việc cần quyết định.",
    )
