"""Systems another agency asks for us: described by its Nexus endpoint alone, without address or credentials."""

from typing import Annotated

from pydantic import Field

from motcua.departments.payload import SystemId
from motcua.departments.system import Name
from motcua.exchange.authentication import Part

ELSEWHERE = "elsewhere"
"""The kind of a profile that leads to another agency; nobody writes it, `via` says it."""

EndpointName = Annotated[str, Field(pattern=r"^[a-zA-Z][a-zA-Z0-9-]{0,62}[a-zA-Z0-9]$")]
"""What the Temporal server calls an endpoint."""


class Via(Part):
    """The way to the agency that asks."""

    nexus: EndpointName
    """The endpoint behind which its worker offers the service `Departments`."""


class ElsewhereProfile(Part):
    """One department's system that an agency asks with credentials of its own."""

    system: SystemId
    name: Name
    via: Via
