"""Taking and reading anchors; however many dossiers there are, only a few are in memory at a time."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import collate, func, insert, select
from sqlalchemy.exc import IntegrityError

from motcua.dossiers.anchoring import MISSING, Anchor, Head, Tree, sealed
from motcua.errors import ConflictError, NotFoundError
from motcua.register.anchor_table import AnchorRow
from motcua.register.events import Events
from motcua.register.exchange_tables import EventRow
from motcua.register.tables import FactRow
from motcua.register.topic import Topic, sql_table

AT_A_TIME = 2_000
"""Heads read from the database at once."""
_ANCHOR = sql_table(AnchorRow)
_SAID = [_ANCHOR.c[name] for name in Anchor.model_fields]


class Grown(NamedTuple):
    """A dossier whose chain has grown."""

    head: Head
    new: bool
    """Whether it was opened in that stretch."""


class Anchors(Topic):
    """Keeps anchors."""

    def take_anchor(self, key: str, at: datetime, zone: tzinfo) -> Anchor:
        """Take an anchor over all that was written since the last one, and return it; once for each key.

        Args:
            key: What it is taken for; where there is one for it, that one is returned.
            at: Now.
            zone: Time zone of its day.

        Raises:
            ConflictError: Another one was taken at the same moment; ask again.
            UnavailableError: A long transaction is writing, or the database is away.
        """
        if (known := self.anchor_of(key)) is not None:
            return known
        before = self.last_anchor()
        position = Events(self._store).last_position()
        tree, opened = Tree(), 0
        for grown in self.grown(before.position if before else 0, position):
            tree.add(grown.head)
            opened += grown.new
        local = at.astimezone(zone)
        anchor = sealed(before, day=local.date(), at=at, position=position, tree=tree, opened=opened)
        try:
            with self._store.writing() as connection:
                connection.execute(insert(_ANCHOR), [anchor.model_dump() | {"key": key}])
        except IntegrityError:
            if (known := self.anchor_of(key)) is not None:
                return known
            raise _at_the_same_time(anchor.number) from None
        return anchor

    def grown(self, after: int, position: int) -> Iterator[Grown]:
        """Yield the dossiers that changed in a stretch of the stream, in the order of their codes, byte by byte."""
        event, fact = sql_table(EventRow), sql_table(FactRow)
        stretch = (
            select(event.c.dossier, func.max(event.c.last_seq).label("seq"), func.min(event.c.first_seq).label("first"))
            .where(event.c.id > after, event.c.id <= position)
            .group_by(event.c.dossier)
            .subquery()
        )
        same = (fact.c.dossier == stretch.c.dossier) & (fact.c.seq == stretch.c.seq)
        columns = (stretch.c.dossier, stretch.c.seq, stretch.c.first, fact.c.hash)
        query = select(*columns).outerjoin_from(stretch, fact, same).order_by(self._by_bytes(stretch.c.dossier))
        with self._store.reading() as connection:
            for row in connection.execution_options(yield_per=AT_A_TIME).execute(query):
                yield Grown(Head(row.dossier, row.seq, row.hash or MISSING), row.first == 1)

    def anchor(self, number: int) -> Anchor:
        """Return an anchor.

        Raises:
            NotFoundError: There is none of that number.
        """
        found = self._one(_ANCHOR.c.number == number)
        if found is None:
            raise NotFoundError(
                f"There is no anchor {number}.",
                vi=f"Không có dấu neo số {number}.",
                field="number",
                hint="`motcua anchors` lists them.",
                hint_vi="Xem danh sách bằng `motcua anchors`.",
            )
        return found

    def anchor_of(self, key: str) -> Anchor | None:
        """Return the anchor that was taken for something."""
        return self._one(_ANCHOR.c.key == key)

    def last_anchor(self) -> Anchor | None:
        """Return the latest anchor; None where none was taken yet."""
        return self._one(_ANCHOR.c.number == select(func.max(_ANCHOR.c.number)).scalar_subquery())

    def first_written(self) -> datetime | None:
        """Return when the first transition was recorded; None where there is none."""
        event = sql_table(EventRow)
        with self._store.reading() as connection:
            return connection.scalar(select(event.c.created_at).order_by(event.c.id).limit(1))

    def anchors(self, *, limit: int = 50, before: int | None = None) -> list[Anchor]:
        """Return anchors, the latest first, those before a number where one is given."""
        query = select(*_SAID).order_by(_ANCHOR.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(_ANCHOR.c.number < before)
        with self._store.reading() as connection:
            return [Anchor.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def all_anchors(self) -> Iterator[Anchor]:
        """Yield every anchor from the first on."""
        after = 0
        query = select(*_SAID).order_by(_ANCHOR.c.number).limit(AT_A_TIME)
        while True:
            with self._store.reading() as connection:
                rows = connection.execute(query.where(_ANCHOR.c.number > after)).all()
            if not rows:
                return
            yield from (Anchor.model_validate(dict(row._mapping)) for row in rows)
            after = rows[-1].number

    def _one(self, which: Any) -> Anchor | None:
        with self._store.reading() as connection:
            row = connection.execute(select(*_SAID).where(which)).one_or_none()
        return Anchor.model_validate(dict(row._mapping)) if row else None

    def _by_bytes(self, column: Any) -> Any:
        """Return the order that is the same in every database, whatever its language."""
        return collate(column, "C") if self._store.dialect == "postgresql" else column


def _at_the_same_time(number: int) -> ConflictError:
    return ConflictError(
        f"Anchor {number} was taken by another process at the same moment.",
        vi=f"Dấu neo số {number} vừa được một tiến trình khác lập.",
        hint="Ask again.",
        hint_vi="Yêu cầu lại.",
    )
