"""The organisation as of a date: who stands where an agency stood, and who is below whom (R69–R73)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from motcua.agencies.agency import Agency
from motcua.agencies.directory import Directory
from motcua.errors import InvalidInputError, MotcuaError


class Membership(NamedTuple):
    """Which dossiers belong to an agency with all below it: by deciding agency, and by place where one was split."""

    whole: frozenset[str]
    parts: tuple[tuple[str, frozenset[str]], ...] = ()
    """Agencies that were split, each with the territories of which the work is here."""
    rest: tuple[tuple[str, frozenset[str]], ...] = ()
    """Agencies that were split, each with the territories of which the work is elsewhere: all others are here."""


class Structure:
    """Agencies as they stood on a local date. Dossiers of an agency that had ended are its successor's then; those of
    an agency that did not exist yet are its predecessor's, where there was one and no other."""

    def __init__(self, directory: Directory, on: date) -> None:
        self.on = on
        self._directory = directory
        self._before: dict[str, list[str]] = {}
        for step in directory.successions:
            if step.on > on:
                self._before.setdefault(directory.get(step.to_id).id, []).append(directory.get(step.from_id).id)

    def holder(self, agency: str, territory: str | None = None) -> str:
        """Return whose an agency's dossiers of a place were on the date; its own id where nobody can be named."""
        if not self._directory.knows(agency):
            return agency
        known = self._directory.get(agency)
        if known.active(self.on):
            return known.id
        if known.valid_from > self.on:
            return self._earlier(known, territory)
        try:
            return self._directory.successor(known.id, self.on, territory=territory).id
        except MotcuaError:
            return known.id

    def below(self, top: str) -> Membership:
        """Return what belongs to an agency and all below it on the date.

        Raises:
            NotFoundError: Nobody knows the agency.
            InvalidInputError: It did not exist on the date.
        """
        agency = self._directory.get(top)
        if not agency.active(self.on):
            raise _not_there(agency, self.on)
        return self._held_by(self._inside(agency.id))

    def alone(self, agency: str) -> Membership:
        """Return what is an agency's own on the date: its dossiers and those of agencies it stood in the place of.

        An agency nobody knows has its own dossiers, if there are any.
        """
        known = self._directory.knows(agency)
        return self._held_by(frozenset({self._directory.get(agency).id if known else agency}))

    def _held_by(self, holders: frozenset[str]) -> Membership:
        """Return the agencies whose dossiers some held on the date."""
        ids = list(dict.fromkeys([*(each.id for each in self._directory.agencies), *sorted(holders)]))
        whole = frozenset(each for each in ids if not self.split(each) and self.holder(each) in holders)
        parts, rest = [], []
        for each in filter(self.split, ids):
            held = frozenset(place for place in self.split(each) if self.holder(each, place) in holders)
            if self.holder(each) in holders:
                rest.append((each, frozenset(self.split(each)) - held))
            elif held:
                parts.append((each, held))
        return Membership(whole, tuple(parts), tuple(rest))

    def split(self, agency: str) -> tuple[str, ...]:
        """Return the territories by which an agency that had ended was split; none where it was not."""
        return self._splits.get(agency, ())

    @property
    def split_agencies(self) -> tuple[str, ...]:
        """Return the agencies whose dossiers belong to one or another by their place."""
        return tuple(self._splits)

    @property
    def _splits(self) -> dict[str, tuple[str, ...]]:
        return _splits(self._directory, self.on)

    def _inside(self, top: str) -> frozenset[str]:
        children: dict[str, list[str]] = {}
        for agency in self._directory.agencies:
            if agency.parent and agency.active(self.on):
                children.setdefault(self._directory.get(agency.parent).id, []).append(agency.id)
        reached, waiting = {top}, [top]
        while waiting:
            new = [each for each in children.get(waiting.pop(), ()) if each not in reached]
            reached.update(new)
            waiting.extend(new)
        return frozenset(reached)

    def _earlier(self, agency: Agency, territory: str | None) -> str:
        """Return who did the work before an agency began; itself where it had several predecessors for the place."""
        before = [each for each in self._before.get(agency.id, ()) if self._directory.get(each).active(self.on)]
        mine = [each for each in before if self._directory.get(each).territory == territory] or before
        return mine[0] if len(mine) == 1 else agency.id


@lru_cache(maxsize=32)
def _splits(directory: Directory, on: date) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    ended = (step for step in directory.successions if step.on <= on and not directory.get(step.from_id).active(on))
    for step in ended:
        kind, _, place = step.scope.partition(":")
        if kind == "territory":
            found.setdefault(directory.get(step.from_id).id, []).append(place)
    return {agency: tuple(_every(places)) for agency, places in found.items()}


def _every(places: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(places))


def _not_there(agency: Agency, on: date) -> InvalidInputError:
    until = f" It existed until {agency.valid_to}." if agency.valid_to else f" It exists from {agency.valid_from}."
    return InvalidInputError(
        f"Agency {agency.id} did not exist on {on}.{until}",
        vi=f"Cơ quan {agency.name.vi} không tồn tại vào ngày {on:%d/%m/%Y}.",
        field="agency",
        rule="R73",
        hint="Choose the structure of another date, or the agency that stood in its place.",
        hint_vi="Chọn cơ cấu tổ chức tại ngày khác, hoặc cơ quan khi đó giữ vị trí này.",
    )
