"""A thing under its id, and a moment in the zone it is read in."""

from datetime import datetime

from motcua.dossiers.parts import Moment
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.views import Named
from motcua.worktime.words import Words


def thing(key: str, words: Words) -> Named:
    """Return a thing under its id."""
    return Named(id=str(key), vi=words.vi, en=words.en)


def local(at: Moment | None, names: Naming) -> datetime | None:
    """Return a moment in the zone it is read in."""
    return at.astimezone(names.zone) if at else None
