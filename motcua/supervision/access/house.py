"""What recognising people and systems stands on, in one API process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.access.limits import Limit
from motcua.supervision.access.provider import Provider


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Access:
    """The door of one process: where accounts, keys and sessions are, by which clock, within which limits."""

    register: Register
    ground: Ground
    settings: Settings
    clock: Callable[[], datetime] = _now
    persons: Limit = field(init=False)
    systems: Limit = field(init=False)
    unknown: Limit = field(init=False)
    provider: Provider | None = field(init=False)
    """Where persons sign in; None: nobody does."""

    def __post_init__(self) -> None:
        """Set the limits."""
        object.__setattr__(self, "persons", Limit(self.settings.requests_per_minute))
        object.__setattr__(self, "systems", Limit(self.settings.system_requests_per_minute))
        object.__setattr__(self, "unknown", Limit(self.settings.unknown_requests_per_minute))

        object.__setattr__(self, "provider", self._provider())

    def _provider(self) -> Provider | None:
        known = self.settings
        if known.oidc_issuer is None:
            return None
        return Provider(known.oidc_issuer, known.oidc_client_id, known.oidc_client_secret, self.clock)

    @property
    def secure(self) -> bool:
        """Whether people come by HTTPS: cookies then are `Secure` and bear the `__Host-` prefix."""
        return self.settings.site.startswith("https://")

    @property
    def idle(self) -> timedelta:
        """Return after how long without a request a session ends."""
        return timedelta(minutes=self.settings.session_idle_minutes)

    @property
    def longest(self) -> timedelta:
        """Return after how long a session ends however much it is used."""
        return timedelta(hours=self.settings.session_hours)

    def cookie(self, name: str) -> str:
        """Return the name a cookie has here."""
        return f"__Host-{name}" if self.secure else name
