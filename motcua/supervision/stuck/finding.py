"""Words without accents, turned into the procedures, agencies, steps, codes and papers they stand for."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from motcua.agencies.directory import Directory
from motcua.dossiers.ground import Ground
from motcua.errors import InvalidInputError
from motcua.letters.forms import MARKS, Form
from motcua.procedures.catalogue import Catalogue
from motcua.register.sought import Sought, SoughtPaper
from motcua.supervision.telling.labels import ACTORS

MOST_WORDS = 16
PAPER = re.compile(r"(?P<number>\d{1,7})/(?P<mark>[A-ZĐ]{2,6})(?:/(?P<year>20\d\d))?", re.ASCII)
END_OF_CODE = re.compile(r"\d{6}-\d{4}|\d{8}-\d{7}", re.ASCII)
"""Date and number, which follow the agency in a code."""


def folded(text: str) -> str:
    """Return a text in small letters without accents, so that `Đất đai` and `dat dai` are the same."""
    spread = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def sought(text: str, ground: Ground, on: date) -> tuple[Sought, ...]:
    """Return what has to be found, word by word; words that are no name, code or number find nothing.

    Raises:
        InvalidInputError: There are too many words, or characters that no name has.
    """
    words = text.split()
    if len(words) > MOST_WORDS or not text.isprintable():
        raise InvalidInputError(
            f"At most {MOST_WORDS} words are looked for, of letters and digits.",
            vi=f"Tìm tối đa {MOST_WORDS} từ, gồm chữ và số.",
            field="q",
        )
    return tuple(_of(word, ground, on) for word in dict.fromkeys(words))


def _of(word: str, ground: Ground, on: date) -> Sought:
    plain, upper = folded(word), word.upper()
    if not plain:
        return Sought()
    return Sought(
        procedures=frozenset(code for code, name in _procedures(ground.catalogue) if plain in name),
        agencies=frozenset(id for id, name in _agencies(ground.directory) if plain in name),
        steps=frozenset(step for step, name in _steps(ground.catalogue) if plain in name),
        codes=frozenset(f"{code}-{upper}" for code in _codes(ground.directory))
        if END_OF_CODE.fullmatch(upper)
        else frozenset(),
        begins=upper if any(letter.isdigit() for letter in upper) else None,
        paper=_paper(upper, ground, on),
    )


def _paper(word: str, ground: Ground, on: date) -> SoughtPaper | None:
    said = PAPER.fullmatch(word)
    forms = tuple(form.value for form in Form if said and MARKS.get(form) == said["mark"])
    if said is None or not forms:
        return None
    agencies = tuple(sorted(agency.id for agency in ground.directory.agencies))
    year = int(said["year"]) if said["year"] else on.year
    return SoughtPaper(forms=forms, agencies=agencies, year=year, number=int(said["number"]))


@lru_cache(maxsize=4)
def _procedures(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    named = ((code, catalogue.versions(code)) for code in catalogue.codes())
    return tuple((code, " ".join(_both(v.name) for v in versions) + f" {code}") for code, versions in named)


@lru_cache(maxsize=4)
def _agencies(directory: Directory) -> tuple[tuple[str, str], ...]:
    named = ((agency.id, _both(agency.name)) for agency in directory.agencies)
    return (*named, *((actor, _both(words)) for actor, words in ACTORS.items()))


@lru_cache(maxsize=4)
def _steps(catalogue: Catalogue) -> tuple[tuple[tuple[str, str], str], ...]:
    return tuple(((each.code, step.id), _both(step.name)) for each in catalogue for step in each.steps)


@lru_cache(maxsize=4)
def _codes(directory: Directory) -> frozenset[str]:
    return frozenset(_every_code(directory))


def _every_code(directory: Directory) -> Iterator[str]:
    for agency in directory.agencies:
        yield from agency.codes


def _both(name: object) -> str:
    return folded(f"{getattr(name, 'vi', '')} {getattr(name, 'en', '')}")
