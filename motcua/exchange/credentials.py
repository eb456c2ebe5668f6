"""What makes a partner believe who we are, request by request."""

from typing import Protocol

from pydantic import SecretStr


class Credentials(Protocol):
    """Adds to a request what the partner knows us by. No secret is in its repr."""

    async def headers(self) -> dict[str, str]:
        """Return what is added to a request.

        Raises:
            ExchangeError: They have to be fetched, and that failed.
        """
        ...

    def renewable(self, refused: dict[str, str]) -> bool:
        """Tell whether it helps to ask for headers anew after these were answered by 401; forget them if so."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class NoCredentials:
    """Nothing is added: the partner knows us by signature, by certificate, or not at all."""

    async def headers(self) -> dict[str, str]:
        """Return nothing."""
        return {}

    def renewable(self, refused: dict[str, str]) -> bool:  # noqa: ARG002 - the protocol's
        """Return that there is nothing to renew."""
        return False

    async def close(self) -> None:
        """Do nothing."""


class ApiKey(NoCredentials):
    """A key in a header, the same each time.

    Args:
        header: The header's name.
        key: The secret.
    """

    def __init__(self, header: str, key: SecretStr) -> None:
        self._header = header
        self._key = key

    async def headers(self) -> dict[str, str]:
        """Return the header."""
        return {self._header: self._key.get_secret_value()}
