"""Ordering reports, working on them once, keeping them until they are fetched."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, delete, insert, null, or_, select, update

from motcua.errors import NotFoundError
from motcua.register.reading import Record
from motcua.register.report_tables import ReportOrderRow
from motcua.register.topic import Topic, sql_table

LEASE = timedelta(minutes=2)
"""How long a process has an order to itself unless it says that it still counts; one that dies leaves it to whoever
asks next."""
KEPT_FOR = timedelta(days=7)


class Stage(StrEnum):
    """How far an order is."""

    WAITING = "waiting"
    COUNTING = "counting"
    READY = "ready"
    REFUSED = "refused"


class Order(Record):
    """An order as it stands."""

    number: str
    subject: str
    asked: str
    stage: Stage
    ordered_at: datetime
    leased_until: datetime | None
    finished_at: datetime | None
    answer: str | None

    @property
    def over(self) -> bool:
        """Whether nobody has to work on it any more."""
        return self.stage in (Stage.READY, Stage.REFUSED)


class ReportOrders(Topic):
    """Keeps orders."""

    def order_report(self, number: str, subject: str, asked: str, now: datetime) -> None:
        """Write an order down; those that were kept long enough go."""
        table = sql_table(ReportOrderRow)
        row = {"number": number, "subject": subject, "asked": asked, "stage": Stage.WAITING.value, "ordered_at": now}
        with self._store.writing() as connection:
            connection.execute(delete(table).where(table.c.ordered_at < now - KEPT_FOR))
            connection.execute(insert(table), [row])

    def report_order(self, number: str, subject: str) -> Order:
        """Return somebody's order.

        Raises:
            NotFoundError: There is none of that number, or it is another's.
        """
        table = sql_table(ReportOrderRow)
        chosen = and_(table.c.number == number, table.c.subject == subject)
        with self._store.reading() as connection:
            row = connection.execute(select(table).where(chosen)).one_or_none()
        if row is None:
            raise NotFoundError(
                f"There is no report {number} of yours.",
                vi=f"Không có báo cáo {number} của bạn.",
                field="number",
                hint=f"A report is kept for {KEPT_FOR.days} days; order it again.",
                hint_vi=f"Báo cáo được giữ {KEPT_FOR.days} ngày; yêu cầu lập lại.",
            )
        return Order.model_validate(row)

    def report_orders(self, subject: str, limit: int = 20) -> list[Order]:
        """Return somebody's orders without their answers, the latest first."""
        table = sql_table(ReportOrderRow)
        shown = [table.c[name] for name in Order.model_fields if name != "answer"]
        mine = select(*shown, null().label("answer")).where(table.c.subject == subject)
        with self._store.reading() as connection:
            rows = connection.execute(mine.order_by(table.c.ordered_at.desc()).limit(limit))
            return [Order.model_validate(row) for row in rows]

    def take_report(self, number: str, now: datetime, lease: timedelta = LEASE) -> bool:
        """Take an order to work on for a while; False where it is over, or another process has it."""
        table = sql_table(ReportOrderRow)
        free = or_(table.c.leased_until.is_(None), table.c.leased_until < now)
        going = table.c.stage.in_((Stage.WAITING.value, Stage.COUNTING.value))
        taken = {"stage": Stage.COUNTING.value, "leased_until": now + lease}
        with self._store.writing() as connection:
            done = connection.execute(update(table).where(table.c.number == number, going, free).values(taken))
            return done.rowcount == 1

    def renew_report(self, number: str, now: datetime, lease: timedelta = LEASE) -> None:
        """Keep an order that is still being counted; nothing where it is over."""
        table = sql_table(ReportOrderRow)
        counting = and_(table.c.number == number, table.c.stage == Stage.COUNTING.value)
        with self._store.writing() as connection:
            connection.execute(update(table).where(counting).values(leased_until=now + lease))

    def finish_report(self, number: str, stage: Stage, answer: str, now: datetime) -> None:
        """Keep what came of an order."""
        table = sql_table(ReportOrderRow)
        over = {"stage": stage.value, "answer": answer, "finished_at": now, "leased_until": None}
        with self._store.writing() as connection:
            connection.execute(update(table).where(table.c.number == number).values(over))
