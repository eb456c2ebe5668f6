"""What the seats of a procedure are called: by the one agency that holds each, else by what such agencies are."""

from collections.abc import Mapping
from datetime import date

from motcua.agencies.agency import Agency
from motcua.agencies.directory import FIXED, Directory
from motcua.dossiers.ground import Ground
from motcua.dossiers.names import words_of
from motcua.procedures.definition import APPLICANT, Procedure
from motcua.supervision.web.agency_tree import subtree
from motcua.worktime.words import Words

THE_APPLICANT = Words("Người nộp", "the applicant")


def seat_names(procedure: Procedure, ground: Ground, on: date, reader: str) -> Mapping[str, Words]:
    """Return the name of every seat of a version on a local day, by the seat; as a reader's agency meets them.

    A seat that nobody holds any more bears the name of who held it. Of several that hold one, those below the same
    head as the reader's agency are meant, where there are any.
    """
    home = _home(ground.directory, reader, on)
    seats = {procedure.lead, *(step.seat for step in procedure.steps)}
    return {seat: _name(seat, ground, on, home) for seat in seats}


def _home(directory: Directory, agency: str, on: date) -> frozenset[str]:
    """Return everything below the head of a reader's agency; nothing where nobody knows the agency."""
    if not directory.knows(agency):
        return frozenset()
    head = directory.get(agency)
    passed = {head.id}
    while head.parent and directory.get(head.parent).id not in passed:
        head = directory.get(head.parent)
        passed.add(head.id)
    return subtree(directory, head.id, on)


def _name(seat: str, ground: Ground, on: date, home: frozenset[str]) -> Words:
    if seat == APPLICANT:
        return THE_APPLICANT
    directory = ground.directory
    if seat.startswith(FIXED):
        known = seat.removeprefix(FIXED)
        return words_of(directory.get(known).name) if directory.knows(known) else Words(known, known)
    ever = [each for each in directory.agencies if seat in each.seats]
    every = [each for each in ever if each.active(on)] or ever
    holders = [each for each in every if each.id in home] or every
    if not holders:
        return Words(seat, seat)
    first = words_of(_first(holders).name)
    more = len(holders) - 1
    return Words(f"{first.vi} và {more} nơi khác", f"{first.en} and {more} others") if more else first


def _first(holders: list[Agency]) -> Agency:
    return min(holders, key=lambda each: (len(each.territory), each.id))
