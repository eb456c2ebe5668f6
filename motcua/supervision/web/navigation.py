"""The pages somebody may open, in the order of the side column."""

from collections.abc import Iterator
from typing import NamedTuple

from motcua.supervision.access.roles import Permission
from motcua.supervision.access.viewer import Viewer


class Entry(NamedTuple):
    """A page in the side column."""

    name: str
    """Key of its words under `nav.`, and of its count."""
    path: str
    permission: Permission
    key: str
    """Typed after `g` it opens the page."""
    below: str | None = None
    """Pages that begin with this are its own; None: only itself."""


class Part(NamedTuple):
    """Entries under one heading."""

    name: str
    entries: tuple[Entry, ...]


PARTS = (
    Part(
        "work",
        (
            Entry("inbox", "/inbox", Permission.ACT, "i"),
            Entry("intake", "/intake", Permission.OPEN_DOSSIERS, "t", below="/intake/"),
        ),
    ),
    Part(
        "supervision",
        (
            Entry("overview", "/", Permission.READ_DOSSIERS, "o"),
            Entry("morning", "/morning", Permission.READ_DOSSIERS, "m"),
            Entry("stuck", "/stuck", Permission.READ_DOSSIERS, "s", below="/dossiers/"),
            Entry("agencies", "/agencies", Permission.READ_DOSSIERS, "a", below="/agencies/"),
            Entry("procedures", "/procedures", Permission.READ_DOSSIERS, "p", below="/procedures/"),
        ),
    ),
    Part("audit", (Entry("integrity", "/integrity", Permission.READ_AUDIT, "n"),)),
    Part("repairing", (Entry("repairs", "/repairs", Permission.READ_REPAIRS, "r", below="/repairs/"),)),
    Part("books", (Entry("reports", "/reports", Permission.READ_REPORTS, "b", below="/reports/"),)),
)
"""An entry appears when its page does."""


def parts_for(viewer: Viewer) -> Iterator[Part]:
    """Yield what a viewer may open; a heading without entries is left out."""
    for part in PARTS:
        entries = tuple(entry for entry in part.entries if viewer.may(entry.permission))
        if entries:
            yield Part(part.name, entries)


def is_current(entry: Entry, path: str) -> bool:
    """Whether a page is an entry's own."""
    return path == entry.path or (entry.below is not None and path.startswith(entry.below))
