"""Checking the register against its anchors: what was changed, taken away or put in since is found and named."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import select, update

from motcua.dossiers.anchoring import Anchor, Head, Tree
from motcua.dossiers.dossier import HEAD_OF_NOTHING
from motcua.errors import InvalidInputError
from motcua.register.anchor_files import AnchorFolder
from motcua.register.anchor_table import AnchorRow
from motcua.register.anchors import Anchors
from motcua.register.exchange_tables import EventRow
from motcua.register.proof import CODES_AT_A_TIME, Proof


class Fault(StrEnum):
    """What can be wrong."""

    ANCHOR_MISSING = "anchor_missing"
    ANCHOR_CHANGED = "anchor_changed"
    """It does not say what it was sealed with, or names another one before it."""
    FILE_DIFFERS = "file_differs"
    """The register says something else than the file of the day."""
    HEADS_UNREADABLE = "heads_unreadable"
    """The file of heads is not the one that was anchored; which dossiers differ cannot be told by it."""
    ROOT_DIFFERS = "root_differs"
    """What is in the register now does not lead to the anchor's root."""
    DOSSIER_MISSING = "dossier_missing"
    DOSSIER_CHANGED = "dossier_changed"
    """Its chain does not go through the anchored fact."""
    DOSSIER_ADDED = "dossier_added"
    """It was put in afterwards."""
    CHAIN_BROKEN = "chain_broken"
    """A fact is not as it was written; its hash was left."""
    STANDING_DIFFERS = "standing_differs"
    """Lists and reports show it otherwise than its facts say."""


class Finding(NamedTuple):
    """One thing that is wrong."""

    fault: Fault
    anchor: int
    dossier: str | None = None
    seq: int | None = None
    """Sequence of the fact that was anchored, or of the one that was changed."""


class AnchorChecks(Anchors, Proof):
    """Checks the register against its anchors."""

    def check_anchors(self, folder: AnchorFolder | None = None) -> Iterator[Finding]:
        """Yield what is wrong with the anchors, and with the register against all of them; nothing where all holds.

        Facts that were changed without touching a hash are found by `broken_chains`.

        Args:
            folder: Where the files are; without them it is found that something differs, not which dossier.
        """
        yield from self.check_statements(folder)
        for anchor in self.all_anchors():
            yield from self.check_stretch(anchor, folder)

    def check_statements(self, folder: AnchorFolder | None = None) -> Iterator[Finding]:
        """Yield what is wrong with the statements alone: each says what it was sealed with, and follows another."""
        before: Anchor | None = None
        for anchor in self.all_anchors():
            expected = before.number + 1 if before else 1
            yield from (Finding(Fault.ANCHOR_MISSING, number) for number in range(expected, anchor.number))
            if not anchor.holds or (anchor.number == expected and not _follows(anchor, before)):
                yield Finding(Fault.ANCHOR_CHANGED, anchor.number)
            if (kept := _kept(folder, anchor.number)) is not None and kept != anchor:
                yield Finding(Fault.FILE_DIFFERS, anchor.number)
            before = anchor
        last = before.number if before else 0
        beyond = [number for number in folder.numbers() if number > last] if folder else []
        yield from (Finding(Fault.ANCHOR_MISSING, number) for number in beyond)

    def check_stretch(self, anchor: Anchor, folder: AnchorFolder | None = None) -> Iterator[Finding]:
        """Yield what is wrong with the register where one anchor covers it; dossiers are named out of its file."""
        tree = Tree()
        for grown in self.grown(anchor.after, anchor.position):
            tree.add(grown.head)
        if tree.finish() == anchor.root:
            return
        number = anchor.number
        yield Finding(Fault.ROOT_DIFFERS, number)
        if folder is None or folder.heads(number) is None:
            return
        if not is_root(folder, number, (_kept(folder, number) or anchor).root):
            yield Finding(Fault.HEADS_UNREADABLE, number)
            return
        now = (grown.head for grown in self.grown(anchor.after, anchor.position))
        yield from _differences(number, folder.heads(number) or iter(()), now)

    def check_chains(self, anchor: Anchor) -> Iterator[Finding]:
        """Yield the dossiers an anchor covers whose facts are not as they were written, every hash computed anew.

        And those that lists and reports show otherwise than their facts say: their rows are compared with the fold.
        """
        for codes in self._changed_in(anchor):
            for code, seq in self.broken_among(codes):
                yield Finding(Fault.CHAIN_BROKEN, anchor.number, code, seq)
            for code, _ in self.strays_among(codes):
                yield Finding(Fault.STANDING_DIFFERS, anchor.number, code)

    def due_for_check(self, sample: int) -> list[Anchor]:
        """Return the anchors that were never checked, and so many of those whose check is the longest ago."""
        row = AnchorRow
        new = select(row.number).where(row.checked_at.is_(None)).order_by(row.number)
        old = select(row.number).where(row.checked_at.is_not(None)).order_by(row.checked_at, row.number).limit(sample)
        with self._store.reading() as connection:
            numbers = [*connection.scalars(new), *connection.scalars(old)]
        return [self.anchor(number) for number in numbers]

    def note_checked(self, number: int, at: datetime) -> None:
        """Note that an anchor was held against the register, whatever was found."""
        with self._store.writing() as connection:
            connection.execute(update(AnchorRow).where(AnchorRow.number == number).values(checked_at=at))

    def _changed_in(self, anchor: Anchor) -> Iterator[list[str]]:
        """Yield the codes of the dossiers an anchor covers, page by page: no reading stays open in between."""
        event, after = EventRow, ""
        stretch: list[Any] = [event.id > anchor.after, event.id <= anchor.position]
        page = select(event.dossier).where(*stretch).distinct().order_by(event.dossier).limit(CODES_AT_A_TIME)
        while True:
            with self._store.reading() as connection:
                codes = list(connection.scalars(page.where(event.dossier > after)))
            if not codes:
                return
            yield codes
            after = codes[-1]


def is_root(folder: AnchorFolder, number: int, root: str) -> bool:
    """Whether a file of heads leads to a root."""
    tree = Tree()
    try:
        for head in folder.heads(number) or ():
            tree.add(head)
    except InvalidInputError:
        return False
    return tree.finish() == root


def _follows(anchor: Anchor, before: Anchor | None) -> bool:
    if before is None:
        return anchor.previous == HEAD_OF_NOTHING and anchor.after == 0
    return anchor.previous == before.digest and anchor.after == before.position


def _kept(folder: AnchorFolder | None, number: int) -> Anchor | None:
    """Return what the file of an anchor says, where it can be read and was not changed itself."""
    try:
        kept = folder.anchor(number) if folder else None
    except InvalidInputError:
        return None
    return kept if kept is not None and kept.holds else None


def _differences(number: int, then: Iterator[Head], now: Iterator[Head]) -> Iterator[Finding]:
    """Yield in what two lists in the order of codes differ, with one line of each in memory."""
    was, has = next(then, None), next(now, None)
    while was is not None or has is not None:
        if has is None or (was is not None and was.code.encode() < has.code.encode()):
            assert was is not None
            yield Finding(Fault.DOSSIER_MISSING, number, was.code, was.seq)
            was = next(then, None)
        elif was is None or has.code.encode() < was.code.encode():
            yield Finding(Fault.DOSSIER_ADDED, number, has.code, has.seq)
            has = next(now, None)
        else:
            if was != has:
                yield Finding(Fault.DOSSIER_CHANGED, number, was.code, was.seq)
            was, has = next(then, None), next(now, None)
