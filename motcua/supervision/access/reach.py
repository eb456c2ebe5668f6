"""How far rights reach on a day: agencies with all below and before them, procedures a clearance does not open."""

from datetime import date
from functools import lru_cache

from motcua.agencies.directory import Directory
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.confidentiality import Confidentiality
from motcua.register.accounts import Rights
from motcua.register.scope import Scope


def scope_of(rights: Rights, directory: Directory, catalogue: Catalogue, on: date) -> Scope:
    """Return what rights let somebody see on a local day."""
    return Scope(
        agencies=None if rights.agencies is None else agencies_below(directory, rights.agencies, on),
        fields=None if rights.fields is None else frozenset(rights.fields),
        hidden=hidden_from(rights.clearance, catalogue),
    )


@lru_cache(maxsize=1024)
def agencies_below(directory: Directory, tops: tuple[str, ...], on: date) -> frozenset[str]:
    """Return the ids of agencies, of all that stand below them on a day, and of those they succeeded (R71, R73).

    An agency that was named and has ended brings nothing of its own: its powers ended with it (R72).
    """
    children: dict[str, list[str]] = {}
    for agency in directory.agencies:
        if agency.parent and agency.active(on):
            children.setdefault(directory.get(agency.parent).id, []).append(agency.id)
    found = _closure([a.id for a in map(directory.get, tops) if a.active(on)], children)
    return _closure(found, _predecessors(directory, on))


@lru_cache(maxsize=64)
def hidden_from(clearance: Confidentiality, catalogue: Catalogue) -> frozenset[str]:
    """Return the procedures above a clearance; the most confidential of a procedure's versions counts."""
    versions = ((code, catalogue.versions(code)) for code in catalogue.codes())
    return frozenset(code for code, each in versions if not all(clearance.allows(v.secrecy) for v in each))


def _predecessors(directory: Directory, on: date) -> dict[str, list[str]]:
    before: dict[str, list[str]] = {}
    for step in directory.successions:
        if step.on <= on:
            before.setdefault(directory.get(step.to_id).id, []).append(directory.get(step.from_id).id)
    return before


def _closure(tops: "list[str] | frozenset[str]", following: dict[str, list[str]]) -> frozenset[str]:
    """Return everything that is reached from some ids, themselves among it."""
    reached, waiting = set(tops), list(tops)
    while waiting:
        new = [each for each in following.get(waiting.pop(), ()) if each not in reached]
        reached.update(new)
        waiting.extend(new)
    return frozenset(reached)
