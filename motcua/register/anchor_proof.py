"""Proving one dossier's chain against its anchor: what whoever holds the statement can check alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from motcua.dossiers.anchoring import MISSING, Anchor, Beside, Head, Tree, root_over
from motcua.dossiers.parts import Model
from motcua.errors import NotFoundError
from motcua.register.anchor_checks import AnchorChecks, is_root
from motcua.register.anchor_files import AnchorFolder
from motcua.register.exchange_tables import EventRow
from motcua.register.tables import FactRow

ASIDE = timedelta(hours=1)
"""How far a clock may have been off between recording a fact and taking an anchor."""


class ChainProof(Model):
    """That a dossier's chain goes through what was anchored; who holds the statement can check it alone."""

    code: str
    anchor: Anchor
    seq: int
    """Sequence of the fact that was anchored."""
    hash: str
    path: tuple[Beside, ...]
    """From the leaf to the root."""
    broken_at: int | None
    """Sequence of the first fact that is not as it was written."""
    later: int
    """Facts written since, which the next anchor covers."""
    holds: bool
    """Whether the chain is whole, goes through the anchored fact, and leads to the anchor's root."""


class AnchorProof(AnchorChecks):
    """Proves single dossiers."""

    def prove(self, code: str, folder: AnchorFolder | None = None, day: date | None = None) -> ChainProof:
        """Return the proof of a dossier's chain against the latest anchor that covers it, up to a day if one is given.

        Raises:
            NotFoundError: There is no such dossier, or no anchor covers it yet.
        """
        broken = self.verify(code)
        anchor, head = self._anchored(code, day)
        tree = Tree(code)
        for each in self._heads(anchor, folder):
            tree.add(each)
        reached, found = tree.finish(), tree.found or head
        own = self._hash_at(code, found.seq)
        whole = broken is None and own == found.hash and reached == anchor.root
        path = tuple(tree.path)
        return ChainProof(
            code=code,
            anchor=anchor,
            seq=found.seq,
            hash=found.hash,
            path=path,
            broken_at=broken,
            later=max(0, self._length(code) - found.seq),
            holds=whole and root_over(found, path) == anchor.root,
        )

    def _anchored(self, code: str, day: date | None) -> tuple[Anchor, Head]:
        """Return the latest anchor that covers a dossier, and the head the register has for it there."""
        moments = self._moments(code)
        for narrow in (True, False):  # facts that were taken over may bear moments long before they came here
            for anchor, since in self._downwards():
                begin = since - ASIDE if narrow and since else datetime.min.replace(tzinfo=UTC)
                near = any(begin <= moment <= anchor.taken_at + ASIDE for moment in moments)
                if near and (day is None or anchor.day <= day) and (head := self._head_in(code, anchor)):
                    return anchor, head
        raise NotFoundError(
            f"No anchor covers dossier {code} yet.",
            vi=f"Chưa có dấu neo nào bao gồm hồ sơ {code}.",
            field="day" if day else "code",
            hint="An anchor is taken every evening; choose a later day, or wait for it.",
            hint_vi="Dấu neo được lập mỗi tối; chọn ngày muộn hơn, hoặc chờ đến khi có.",
        )

    def _downwards(self) -> Iterator[tuple[Anchor, datetime | None]]:
        """Yield the anchors from the latest on, each with the moment at which the one before it was taken."""
        held: Anchor | None = None
        while page := self.anchors(limit=100, before=held.number if held else None):
            for each in page:
                if held is not None:
                    yield held, each.taken_at
                held = each
        if held is not None:
            yield held, None

    def _head_in(self, code: str, anchor: Anchor) -> Head | None:
        event = EventRow
        stretch = (event.id > anchor.after, event.id <= anchor.position, event.dossier == code)
        with self._store.reading() as connection:
            seq = connection.scalar(select(func.max(event.last_seq)).where(*stretch))
        return None if seq is None else Head(code, seq, self._hash_at(code, seq) or MISSING)

    def _heads(self, anchor: Anchor, folder: AnchorFolder | None) -> Iterator[Head]:
        """Return the heads of an anchor: as they were filed, where the file is the one that was anchored."""
        if folder is not None and is_root(folder, anchor.number, anchor.root):
            return folder.heads(anchor.number) or iter(())
        return (grown.head for grown in self.grown(anchor.after, anchor.position))

    def _hash_at(self, code: str, seq: int) -> str | None:
        with self._store.reading() as connection:
            return connection.scalar(select(FactRow.hash).where(FactRow.dossier == code, FactRow.seq == seq))

    def _moments(self, code: str) -> list[datetime]:
        with self._store.reading() as connection:
            return list(connection.scalars(select(FactRow.recorded_at).where(FactRow.dossier == code).distinct()))

    def _length(self, code: str) -> int:
        with self._store.reading() as connection:
            return connection.scalar(select(func.max(FactRow.seq)).where(FactRow.dossier == code)) or 0
