"""The words of all pages: one catalogue per language, read once."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Lang = Literal["vi", "en"]
LANGUAGES: tuple[Lang, ...] = ("vi", "en")
WORDS = Path(__file__).parent / "words"


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """Return the words of a language by their dotted keys: `stuck.title`."""
    content = yaml.safe_load((WORDS / f"{lang}.yaml").read_text(encoding="utf-8"))
    return dict(_flat(content, ""))


def _flat(part: Any, at: str) -> Iterator[tuple[str, str]]:
    for key, value in part.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{at}{key}.")
        else:
            yield f"{at}{key}", str(value)
