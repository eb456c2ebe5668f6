"""What can go wrong with another agency's system, sorted by whether asking again can help."""

from typing import Literal

from motcua.errors import InvalidInputError, MotcuaError, UnavailableError

Scope = Literal["system", "request"]
"""Whether a failure concerns everything that is asked of a system, or one request alone."""


class DepartmentUnavailableError(UnavailableError):
    """The system did not answer, or said "not now"; asking again under the same key can help.

    Connection errors, exceeded time limits, redirects, every 5xx, and the 4xx that speak of the moment or of the
    set-up (401, 404, 409, 429, …) rather than of this request.

    Attributes:
        system: The department system asked.
        retry_after: Seconds the system asked us to wait, or None where it named no time.
        scope: Whose trouble it is. `system`: every request would have met it (no connection, 5xx, 401, 404, 429), so
            it may be the beginning of an outage; `request`: only this one has to wait (409, 423, 425).
        status: The HTTP status, or None where none came.
    """

    kind = "department-unavailable"

    def __init__(
        self,
        message: str,
        *,
        system: str,
        vi: str,
        retry_after: float | None = None,
        hint: str | None = None,
        hint_vi: str | None = None,
        scope: Scope = "system",
        status: int | None = None,
    ) -> None:
        super().__init__(message, vi=vi, field=system, hint=hint, hint_vi=hint_vi)
        self.system = system
        self.retry_after = retry_after
        self.scope: Scope = scope
        self.status = status


class RequestRefusedError(MotcuaError):
    """The system says this request itself is wrong (400, 413, 422, …); asking again unchanged cannot help.

    Not a business refusal: that is an `Answer` whose outcome is "refused".

    Attributes:
        system: The department system asked.
        status: The HTTP status it gave.
    """

    kind = "request-refused"

    def __init__(self, message: str, *, system: str, status: int, vi: str) -> None:
        super().__init__(message, vi=vi, field=system)
        self.system = system
        self.status = status


class UnreadableAnswerError(InvalidInputError):
    """An answer that cannot be understood, or is not an answer to what was asked; it is never acted upon.

    Attributes:
        digest: SHA-256 of the payload in hexadecimal, so that both sides can find the same message in their logs.
            Of a payload over the limit, the part that was read.
    """

    kind = "unreadable-answer"

    def __init__(self, message: str, *, digest: str, vi: str, field: str | None = None) -> None:
        super().__init__(
            message,
            vi=vi,
            field=field,
            hint=f"The payload's SHA-256 is {digest}.",
            hint_vi=f"SHA-256 của nội dung nhận được là {digest}.",
        )
        self.digest = digest


class OutOfOrderError(UnreadableAnswerError):
    """A message that takes back what was said before it, or comes after the end; what was said before stands."""

    kind = "out-of-order"
