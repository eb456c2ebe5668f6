"""The map of agencies as pages need it: what stands below one, what ended and who stands in its place (R69–R72)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import structlog

from motcua.agencies.agency import Agency, Succession
from motcua.agencies.directory import Directory
from motcua.errors import ForbiddenError
from motcua.supervision.access.viewer import Viewer

log = structlog.get_logger(__name__)


class Ended(NamedTuple):
    """An agency that is no more, with those that took its work over."""

    agency: Agency
    steps: tuple[Succession, ...]
    """None: nobody was named; its work goes to a person's desk (R71)."""


def seen_agency(viewer: Viewer, asked: str, directory: Directory) -> Agency:
    """Return an agency a viewer may look at, by its id or a code.

    Raises:
        ForbiddenError: It lies outside their scope; the same is said where there is none, so that it tells nothing.
        NotFoundError: There is none, and they see all there are.
    """
    if viewer.scope.agencies is None:
        return directory.get(asked)
    if directory.knows(asked) and directory.get(asked).id in viewer.scope.agencies:
        return directory.get(asked)
    log.warning("agency_refused", who=viewer.signature)
    raise ForbiddenError(
        "This agency is not open to you, or there is none of that name.",
        vi="Bạn không được xem cơ quan này, hoặc không có cơ quan như vậy.",
        field="agency",
        hint="You see the agencies of your account with all below them and those they succeeded.",
        hint_vi="Bạn xem được các cơ quan của tài khoản, cơ quan cấp dưới và cơ quan tiền thân.",
    )


def units(directory: Directory, agency: str, on: date) -> tuple[Agency, ...]:
    """Return the agencies right below one on a local day."""
    return _children(directory, on).get(agency, ())


def subtree(directory: Directory, agency: str, on: date) -> frozenset[str]:
    """Return an agency and everything below it on a local day."""
    reached, waiting = {agency}, [agency]
    while waiting:
        new = [each.id for each in units(directory, waiting.pop(), on) if each.id not in reached]
        reached.update(new)
        waiting.extend(new)
    return frozenset(reached)


@lru_cache(maxsize=32)
def _children(directory: Directory, on: date) -> dict[str, tuple[Agency, ...]]:
    found: dict[str, list[Agency]] = {}
    for agency in directory.agencies:
        if agency.parent and agency.active(on):
            found.setdefault(directory.get(agency.parent).id, []).append(agency)
    return {parent: tuple(each) for parent, each in found.items()}


def ended(directory: Directory, on: date, within: Iterable[str] | None = None) -> list[Ended]:
    """Return the agencies that are over on a local day, the latest first; of some ids only where they are given."""
    chosen = None if within is None else frozenset(within)
    over = [each for each in directory.agencies if each.valid_to is not None and each.valid_to < on]
    mine = [each for each in over if chosen is None or each.id in chosen]
    ordered = sorted(mine, key=lambda each: (each.valid_to or on, each.id), reverse=True)
    return [Ended(each, heirs(directory, each.id)) for each in ordered]


def heirs(directory: Directory, agency: str) -> tuple[Succession, ...]:
    """Return the steps by which an agency's work goes on elsewhere."""
    return tuple(step for step in directory.successions if directory.get(step.from_id).id == agency)


def forerunners(directory: Directory, agency: str, on: date) -> tuple[Succession, ...]:
    """Return the steps by which an agency took over the work of others until a local day."""
    steps = (step for step in directory.successions if directory.get(step.to_id).id == agency)
    return tuple(step for step in steps if step.on <= on)
