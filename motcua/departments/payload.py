"""The words two systems share: those of every message, and a department system's identifier."""

from typing import Annotated

from pydantic import StringConstraints

from motcua.exchange.payload import MAX_BODY as MAX_BODY
from motcua.exchange.payload import Content as Content
from motcua.exchange.payload import Key as Key
from motcua.exchange.payload import Line as Line
from motcua.exchange.payload import Sentence as Sentence
from motcua.exchange.payload import digest as digest

SystemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
"""A department system's identifier: small letters, digits and hyphens."""
