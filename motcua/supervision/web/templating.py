"""Templates: everything escaped, nothing undefined, one environment per language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from motcua.supervision.web.files import address
from motcua.supervision.web.voice import Voice

FOLDER = Path(__file__).parent / "templates"
SAYING = ("say", "number", "percent", "day", "long_day", "clock", "when", "when_in_two", "lasting")
"""What a voice says, as filters."""


@cache
def environment(voice: Voice) -> Environment:
    """Return the templates in one language; `t` says words of the catalogue."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"t": voice, "lang": voice.lang, "static": address}
    made.filters |= {name: getattr(voice, name) for name in SAYING}
    return made


def rendered(name: str, voice: Voice, values: Mapping[str, Any], block: str | None = None) -> str:
    """Return a page, or one of its blocks alone where it has one of that name."""
    template = environment(voice).get_template(name)
    if block is None or block not in template.blocks:
        return template.render(values)
    return "".join(template.blocks[block](template.new_context(dict(values))))
