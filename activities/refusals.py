"""Where a refusal of the house becomes a failure Temporal carries, and back."""

from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.messages import Refusal
from motcua.errors import (
    CalendarError,
    ConflictError,
    DefinitionError,
    InvalidInputError,
    MotcuaError,
    NotFoundError,
    RefusedError,
)

REFUSED = "Refused"
"""Type of every refusal: asking again unchanged cannot help."""

FINAL = (RefusedError, InvalidInputError, NotFoundError, DefinitionError, CalendarError, ConflictError)
KINDS: dict[str, type[MotcuaError]] = {error.kind: error for error in FINAL}


def refusal_of(error: MotcuaError) -> Refusal:
    """Return the error as a value, with its absent parts left out."""
    parts = {"field": error.field, "rule": error.rule, "hint": error.hint, "hint_vi": error.hint_vi}
    said = {name: part for name, part in parts.items() if part is not None}
    return Refusal(kind=error.kind, message=error.message, message_vi=error.message_vi, **said)


def failure(refusal: Refusal) -> ApplicationError:
    """Return the refusal as a failure that is not retried; it is an answer like another, and no fault to be logged."""
    benign = ApplicationErrorCategory.BENIGN
    return ApplicationError(refusal.message, refusal.model_dump(), type=REFUSED, non_retryable=True, category=benign)


def error_of(failed: ApplicationError) -> MotcuaError | None:
    """Return the refusal a failure carries as an error of the house, or None where it carries none."""
    if failed.type != REFUSED or not failed.details:
        return None
    refusal = Refusal.model_validate(failed.details[0])
    error = KINDS.get(refusal.kind, RefusedError)
    return error(
        refusal.message,
        vi=refusal.message_vi,
        field=refusal.field,
        rule=refusal.rule,
        hint=refusal.hint,
        hint_vi=refusal.hint_vi,
    )
