"""A word all messages with department systems share."""

from typing import Annotated

from pydantic import StringConstraints

SystemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
"""A department system's identifier: small letters, digits and hyphens."""
