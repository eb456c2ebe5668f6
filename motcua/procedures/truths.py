"""Every case that a set of conditions tells apart, tried out one by one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise, product

from pydantic import JsonValue

from motcua.procedures.cells import NUMBER, QUOTED, choices_of, conditions_of
from motcua.procedures.conditions import Fields, holds, names_in
from motcua.procedures.fields import FieldType
from motcua.procedures.tables import Table

MOST = 20_000
"""Cases looked at; where there are more, nothing is tried out."""

_SIGN = r"(?:<=|>=|==|!=|<|>)"
_BEFORE, _AFTER = r"(?:^|(?<=[(&|!?:,]))\s*", r"\s*(?=$|[)&|?:,])"

Values = Mapping[str, JsonValue]


@dataclass(frozen=True)
class Truth:
    """One case."""

    values: Values
    """What the names stand for, those that tables derive included; names that cannot be tried out are left out."""
    holds: Mapping[str, bool]
    """Which conditions are true in it."""
    rows: Mapping[str, int | None]
    """The place of the row of each table that fires; None where none does."""

    def __str__(self) -> str:
        """Return the case in words: `channel = online, area = 99`."""
        return ", ".join(f"{name} = {_said(value)}" for name, value in self.values.items()) or "every case"


@dataclass(frozen=True)
class Truths:
    """Which combinations of truth a set of conditions can have, and which rows of tables fire with them.

    Conditions over yes/no data, choices and the channel are decided by trying every value; a number or text that is
    only compared with fixed values, by trying these, and one below, between and above them. Any other condition may be
    true or false independently of the rest: that is more cases than there are, never fewer.
    """

    fields: Fields
    conditions: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    """Tables whose rows are told apart too; those that derive data the conditions use are among them."""

    @cached_property
    def rows(self) -> Mapping[str, tuple[str, ...]]:
        """Return the conditions of each table's rows."""
        return {table.id: conditions_of(table, self.fields) for table in self.tables}

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Return every condition, once."""
        return tuple(dict.fromkeys((*(c for rows in self.rows.values() for c in rows), *self.conditions)))

    @cached_property
    def derived(self) -> frozenset[str]:
        """Return the names that the tables give values to."""
        return frozenset(name for table in self.tables for given in table.all_given for name in given.sets)

    @cached_property
    def choices(self) -> dict[str, tuple[JsonValue, ...]]:
        """Return the values each name may take, for the names that can be tried out."""
        used = {name for condition in self.asked for name in names_in(condition, self.fields)} - self.derived
        return {name: values for name in sorted(used) if (values := self._values(name))}

    @cached_property
    def open(self) -> tuple[str, ...]:
        """Return the conditions that cannot be tried out."""
        known = self.choices.keys() | self.derived
        return tuple(c for c in self.asked if not set(names_in(c, self.fields)) <= known)

    @cached_property
    def count(self) -> int:
        """Return how many combinations there are to try."""
        total = 1 << len(self.open)
        for values in self.choices.values():
            total *= len(values)
        return total

    def __iter__(self) -> Iterator[Truth]:
        """Yield what is true, once for each combination."""
        for values in product(*self.choices.values()):
            data = dict(zip(self.choices, values, strict=True))
            for guesses in product((True, False), repeat=len(self.open)):
                yield self._tried(data, dict(zip(self.open, guesses, strict=True)))

    def _tried(self, data: Values, guessed: Mapping[str, bool]) -> Truth:
        """Return one case: the tables in their order, each with what those before it derive, then the conditions."""
        known = {**_defaults(self.fields), **data}
        rows: dict[str, int | None] = {}
        for table in self.tables:
            fires = (self._holds(condition, known, guessed) for condition in self.rows[table.id])
            rows[table.id] = place = next((place for place, true in enumerate(fires) if true), None)
            given = table.given_by(place)
            known |= given.sets if given is not None else {}
        truth = {condition: self._holds(condition, known, guessed) for condition in self.asked}
        told = {name: value for name, value in known.items() if name in data or name in self.derived}
        return Truth(told, truth, rows)

    def _holds(self, condition: str, known: Values, guessed: Mapping[str, bool]) -> bool:
        return guessed[condition] if condition in guessed else holds(condition, self.fields, known)

    def _values(self, name: str) -> tuple[JsonValue, ...]:
        field = self.fields.get(name)
        if field is None or field.type is FieldType.CHOICE:
            return choices_of(name, field)
        using = [condition for condition in self.asked if name in names_in(condition, self.fields)]
        match field.type:
            case FieldType.BOOL:
                return (True, False)
            case FieldType.TEXT:
                return _texts(name, using)
            case _:
                return _numbers(name, using, whole=field.type is FieldType.INT)


def deriving(tables: Sequence[Table], conditions: Sequence[str], fields: Fields) -> tuple[Table, ...]:
    """Return, in their order, the tables that derive data which conditions use, directly or through one another."""
    found: list[Table] = []
    names = {name for condition in conditions for name in names_in(condition, fields)}
    for table in reversed(tables):
        if names & {name for given in table.all_given for name in given.sets}:
            found.append(table)
            names |= {name for condition in conditions_of(table, fields) for name in names_in(condition, fields)}
    return tuple(reversed(found))


def _defaults(fields: Fields) -> dict[str, JsonValue]:
    """Return what derived data are where no row sets them. One without a default has some value of its type then.

    That it is not always set is found elsewhere; here it must not hide other faults.
    """
    empty: dict[FieldType, JsonValue] = {FieldType.BOOL: False, FieldType.INT: 0, FieldType.DECIMAL: "0"}
    return {
        name: field.default if field.default is not None else (field.choices or (empty.get(field.type, ""),))[0]
        for name, field in fields.items()
        if field.derived
    }


def _numbers(name: str, using: Sequence[str], *, whole: bool) -> tuple[JsonValue, ...]:
    """Return numbers that stand for all there are, where a number is only compared with fixed ones; else nothing."""
    fixed = _fixed(name, [QUOTED.sub('""', condition) for condition in using], NUMBER)
    points = sorted({Decimal(text) for text in fixed or ()})
    if not points:
        return ()
    if whole:
        near = {int(point) + step for point in points for step in (-1, 0, 1)}
        return tuple(sorted(near))
    between = [(low + high) / 2 for low, high in pairwise(points)]
    return tuple(f"{number.normalize():f}" for number in sorted([points[0] - 1, *points, *between, points[-1] + 1]))


def _texts(name: str, using: Sequence[str]) -> tuple[JsonValue, ...]:
    """Return texts that stand for all there are, where a text is only compared with fixed ones; else nothing."""
    fixed = _fixed(name, list(using), QUOTED.pattern)
    return (*sorted({text[1:-1] for text in fixed}), "…") if fixed else ()


def _fixed(name: str, using: Sequence[str], literal: str) -> list[str] | None:
    """Return the literals a name is compared with; None where it is used in any other way."""
    ways = (
        rf"{_BEFORE}{name}\s*{_SIGN}\s*({literal}){_AFTER}",
        rf"{_BEFORE}({literal})\s*{_SIGN}\s*{name}{_AFTER}",
        rf"{_BEFORE}{name}\s+in\s*\[((?:\s*(?:{literal})\s*,?)*)\]{_AFTER}",
    )
    found: list[str] = []
    for condition in using:
        matches = [match for way in ways for match in re.finditer(way, condition)]
        if len(matches) != len(re.findall(rf"\b{name}\b", QUOTED.sub('""', condition))):
            return None
        found += [text for match in matches for text in re.findall(literal, match[1])]
    return found


def _said(value: JsonValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
