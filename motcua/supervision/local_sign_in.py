"""Signing in on a local stack: at a played provider, as one of the played persons, unless a real one is set up."""

from urllib.parse import urlsplit

from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.access.issuing import enter_account
from motcua.supervision.access.played.persons import persons
from motcua.supervision.local_state import LocalState

PROVIDER = "sign-in"
"""Name of the process."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def plays_sign_in(settings: Settings) -> bool:
    """Whether persons are played: no real provider is set up, and nobody from outside reaches the pages."""
    reached = urlsplit(settings.public_url).hostname if settings.public_url else settings.host
    return settings.oidc_issuer is None and settings.host in LOOPBACK and reached in LOOPBACK


def played_issuer(state: LocalState) -> str:
    """Return where the played provider is."""
    return f"http://127.0.0.1:{state.ports[PROVIDER]}"


def leave_played(register: Register) -> None:
    """End the played persons' accounts on a home where a real provider was set up since."""
    for entry in persons():
        account = register.account(entry.subject)
        if account is not None and account.ended_at is None:
            register.end_account(entry.subject)
            register.end_sessions_of(entry.subject)


def enter_played(register: Register, ground: Ground) -> None:
    """Enter the accounts of the played persons whose agencies the directory knows."""
    known = frozenset(agency.id for agency in ground.directory.agencies)
    for entry in persons(known):
        enter_account(register, ground, entry.account())
