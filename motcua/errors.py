"""The one family of errors: each names the field, the rule, and what to do about it."""


class MotcuaError(Exception):
    """Something motcua refuses or cannot do, said so that a person can act on it.

    Attributes:
        message: One sentence in English.
        message_vi: The same sentence in Vietnamese, or the English one where none is given.
        field: The input that is wrong, as the caller wrote it (`steps[2].after`), or None.
        rule: The rule that refuses (`R33`), or None where no rule of law is concerned.
        hint: What to do next in English, or None.
        hint_vi: The same in Vietnamese, or the English one where none is given.
    """

    kind = "error"
    """Stable name of the error, used in problem+json types and in logs."""

    def __init__(
        self,
        message: str,
        *,
        vi: str | None = None,
        field: str | None = None,
        rule: str | None = None,
        hint: str | None = None,
        hint_vi: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.message_vi = vi or message
        self.field = field
        self.rule = rule
        self.hint = hint
        self.hint_vi = hint_vi or hint

    def __str__(self) -> str:
        """Return the whole sentence in English: field, message, rule and advice."""
        return self._whole(self.message, self.hint)

    @property
    def whole_vi(self) -> str:
        """The whole sentence in Vietnamese: field, message, rule and advice."""
        return self._whole(self.message_vi, self.hint_vi)

    def _whole(self, message: str, hint: str | None) -> str:
        where = f"{self.field}: " if self.field else ""
        rule = f" [{self.rule}]" if self.rule else ""
        stop = "." if hint and not message.endswith((".", "!", "?", "…")) else ""
        advice = f" {hint}" if hint else ""
        return f"{where}{message}{stop}{rule}{advice}"


class InvalidInputError(MotcuaError):
    """The input is malformed or impossible; sending it again unchanged cannot help."""

    kind = "invalid-input"


class NotFoundError(MotcuaError):
    """What was asked for does not exist: a dossier, a procedure, an agency."""

    kind = "not-found"


class RefusedError(MotcuaError):
    """A well-formed command that the law or the state of the dossier does not allow; nothing changed."""

    kind = "refused"


class ConflictError(MotcuaError):
    """The same key was used before for something else."""

    kind = "conflict"


class CalendarError(MotcuaError):
    """A calendar cannot exist or cannot answer: no working day, or a date outside its years (R75)."""

    kind = "calendar"


class DefinitionError(MotcuaError):
    """A procedure definition cannot be read, or the proof-reader refuses it."""

    kind = "definition"


class NotSignedInError(MotcuaError):
    """Nobody knows who is asking: no key, no session, or one that has ended."""

    kind = "not-signed-in"


class ForbiddenError(MotcuaError):
    """Who is asking is known and may not do this; the message says what is missing, the hint whom to ask."""

    kind = "forbidden"


class TooManyRequestsError(MotcuaError):
    """More requests than anybody sends who means well; later ones are answered.

    Attributes:
        seconds: How long to wait before the next request.
    """

    kind = "too-many-requests"

    def __init__(
        self,
        message: str,
        *,
        seconds: int,
        vi: str | None = None,
        hint: str | None = None,
        hint_vi: str | None = None,
    ) -> None:
        super().__init__(message, vi=vi, hint=hint, hint_vi=hint_vi)
        self.seconds = seconds


class UnavailableError(MotcuaError):
    """A part the answer depends on is away; asking again later can help."""

    kind = "unavailable"
