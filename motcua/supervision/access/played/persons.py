"""The persons that can be played."""

from pathlib import Path

from motcua.errors import NotFoundError
from motcua.supervision.access.account_entries import Entry, entries_of

FILE = Path(__file__).with_name("persons.yaml")


def persons(known_agencies: "frozenset[str] | None" = None) -> list[Entry]:
    """Return the played persons; with another directory than the shipped one, those whose agencies it knows."""
    every = entries_of(FILE)
    if known_agencies is None:
        return every
    return [e for e in every if {e.agency, *e.sees} - {"*"} <= known_agencies]


def person(subject: str) -> Entry:
    """Return one of them.

    Raises:
        NotFoundError: There is none of that subject.
    """
    for entry in persons():
        if entry.subject == subject:
            return entry
    raise NotFoundError(f"Nobody here is {subject!r}.", vi=f"Không có người {subject!r}.", field="subject")
