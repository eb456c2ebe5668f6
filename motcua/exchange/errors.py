"""What can go wrong between two systems, before anybody has read what was said."""

from motcua.errors import InvalidInputError, UnavailableError


class ExchangeError(UnavailableError):
    """Nothing came back. The address is in none of these errors, nor is anything that was sent.

    Attributes:
        again: Whether the same exchange can succeed without anybody on our side changing something.
        what: Continues the partner's name in a sentence ("did not answer in time").
        what_vi: The same in Vietnamese.
    """

    kind = "exchange-failed"
    again = True

    def __init__(self, what: str, *, vi: str, hint: str | None = None, hint_vi: str | None = None) -> None:
        super().__init__(f"The other system {what}.", vi=f"Hệ thống bên kia {vi}.", hint=hint, hint_vi=hint_vi)
        self.what = what
        self.what_vi = vi


class UnreachableError(ExchangeError):
    """No connection, or one that broke; whether the message arrived is not known."""

    kind = "unreachable"


class LateError(ExchangeError):
    """A time limit passed; whether the message arrived is not known."""

    kind = "late"


class UntrustedError(ExchangeError):
    """The certificate shown is not theirs, not valid, or ours was not taken; nothing was sent."""

    kind = "untrusted"


class AddressRefusedError(ExchangeError):
    """The name leads to an address that may not be spoken to; no connection was made."""

    kind = "address-refused"
    again = False


class TokenRefusedError(ExchangeError):
    """The authorization server gave no token that can be used; nothing was sent to the partner itself.

    Attributes:
        status: The HTTP status it gave, or None where the trouble lies in what it said.
    """

    kind = "token-refused"

    def __init__(
        self,
        what: str,
        *,
        vi: str,
        status: int | None = None,
        hint: str | None = None,
        hint_vi: str | None = None,
    ) -> None:
        super().__init__(what, vi=vi, hint=hint, hint_vi=hint_vi)
        self.status = status


class SignatureRefusedError(InvalidInputError):
    """A message without a signature, with a wrong one, or with one from another time; nothing in it is believed."""

    kind = "signature-refused"
