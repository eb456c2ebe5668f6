"""Who a request came from, as logs name them, known as soon as a key or a session is: also where it is refused then."""

from fastapi import Request

from motcua.register.accounts import Account
from motcua.register.api_keys import ApiKey

NOBODY = "nobody"
"""Whom neither a key nor a session tells."""


def note_asker(request: Request, who: Account | ApiKey) -> None:
    """Note whose account or key came with a request, whether or not it still opens anything."""
    name = who.officer if isinstance(who, Account) else f"key:{who.id}"
    request.state.asker = f"{who.agency}/{name}"


def asker_of(request: Request) -> str:
    """Return `AGENCY/OFFICER` or `AGENCY/key:ID`, or that it is nobody who is known."""
    return getattr(request.state, "asker", NOBODY)
