"""Of which dossiers a repair is asked for: what a question of the stuck list finds, and what can be chosen for them."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from pydantic import ValidationError

from motcua.errors import InvalidInputError, NotFoundError
from motcua.supervision.api.faults import from_faults
from motcua.supervision.repair_requests import WhichStuck
from motcua.supervision.telling.stuck import procedure_name
from motcua.supervision.web.decisions import system_name
from motcua.supervision.web.sheet import Sheet
from motcua.worktime.allowance import Allowance
from motcua.worktime.words import Words, allowance_words

LONGEST = 4000
"""Characters of a question in an address."""
LOOKED_AT = 200
"""Dossiers that say which steps and agencies there are to choose from."""


class Found(NamedTuple):
    """All that a question finds now, as the form shows it."""

    question: WhichStuck
    codes: list[str]
    """The first of them."""
    dossiers: int
    more: bool
    """Whether there are more than were counted."""
    page: str
    """Where they are listed."""
    procedure: Words | None
    system: Words | None
    late_by: Words | None


def which_stuck(text: str) -> WhichStuck | None:
    """Return the question a form or an address carries; None where it carries none.

    Raises:
        InvalidInputError: It is none, as the API refuses it.
    """
    if not text:
        return None
    try:
        return WhichStuck.model_validate_json(text)
    except ValidationError as unfit:
        faults = unfit.errors(include_context=False, include_url=False)
        raise from_faults([{**fault, "loc": ("stuck", *fault["loc"])} for fault in faults]) from None


def found_by(sheet: Sheet, asked: WhichStuck) -> Found:
    """Return what a question finds now, of what the reader may see.

    Raises:
        InvalidInputError: Something that is asked for does not exist.
    """
    try:
        wanted = asked.filter(sheet.ground, sheet.viewer.scope, sheet.now)
    except InvalidInputError as wrong:
        wrong.field = f"stuck.{wrong.field}"
        raise
    page = sheet.register.stuck(wanted, now=sheet.now, limit=LOOKED_AT)
    return Found(
        question=asked,
        codes=[each.code for each in page.dossiers],
        dossiers=page.total,
        more=page.counts.more,
        page=f"/stuck?{urlencode(asked.fields)}",
        procedure=procedure_name(asked.procedure, sheet.ground) if asked.procedure else None,
        system=system_name(asked.system) if asked.system else None,
        late_by=allowance_words(Allowance.parse(asked.late_by)) if asked.late_by else None,
    )


def choices(sheet: Sheet, codes: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the steps of the versions of these dossiers by id, and the agencies that hold work of them."""
    standing = sheet.register.standing_of(codes, sheet.viewer.scope)
    steps: dict[str, Any] = {}
    for procedure, version in sorted({(each.procedure, each.version) for each in standing}):
        try:
            steps |= {step.id: step.name for step in sheet.ground.procedure(procedure, version).steps}
        except NotFoundError:  # a version this process does not know yet
            continue
    return steps, sorted({each.holder_agency for each in standing if each.holder_agency})
