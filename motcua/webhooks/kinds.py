"""The types of events: one for each kind of fact, under a name that stays."""

from typing import Final, get_args

from motcua.dossiers.facts import AnyFact

PREFIX: Final = "vn.motcua.dossier."
VERSION: Final = ".v1"
"""Fields may be added to what a version says; none is taken away or changes its meaning."""
KINDS: Final[tuple[str, ...]] = tuple(sorted(fact.model_fields["kind"].default for fact in get_args(AnyFact)))
"""Every kind of fact there is."""


def event_type(kind: str) -> str:
    """Return the CloudEvents type of a kind of fact."""
    return f"{PREFIX}{kind}{VERSION}"


def kind_named(name: str) -> str:
    """Return the kind of fact somebody names, by itself or as an event's type.

    Raises:
        ValueError: There is none of that name.
    """
    kind = name.removeprefix(PREFIX).removesuffix(VERSION)
    if kind not in KINDS:
        raise ValueError(f"no event is called {name}; known: {', '.join(KINDS)}")
    return kind
