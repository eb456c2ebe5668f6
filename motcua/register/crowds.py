"""How many dossiers are woken at one moment: a closing hour may be that of twenty thousand."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from motcua.register.prepared import Prepared
from motcua.register.store import Store
from motcua.register.tables import DossierRow
from motcua.register.topic import Topic, sql_table


class Crowds(Topic):
    """Counts the dossiers whose next alarm is at a moment."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        table = sql_table(DossierRow)
        asked = table.c.next_alarm_at == bindparam("its_moment", type_=table.c.next_alarm_at.type)
        counted = select(func.count()).select_from(table).where(asked).where(table.c.ended_at.is_(None))
        self._count = Prepared(counted, store.engine.dialect)

    def crowd_at(self, moment: datetime) -> int:
        """Return how many open dossiers are to be woken at exactly that moment, any that asks included.

        Raises:
            UnavailableError: The database is away.
        """
        with self._store.reading() as connection:
            return self._crowd(connection, moment)

    def _crowd(self, connection: Connection, moment: datetime) -> int:
        return int(self._count.run(connection, [{"its_moment": moment}]).scalar_one())
