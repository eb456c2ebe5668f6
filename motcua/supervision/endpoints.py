"""The namespaces and Nexus endpoints of a server, as a federation of installations needs them."""

import asyncio
from datetime import timedelta
from typing import NamedTuple

from google.protobuf.duration_pb2 import Duration
from temporalio.api.nexus.v1 import Endpoint, EndpointSpec, EndpointTarget
from temporalio.api.operatorservice.v1 import (
    CreateNexusEndpointRequest,
    ListNexusEndpointsRequest,
    UpdateNexusEndpointRequest,
)
from temporalio.api.workflowservice.v1 import ListNamespacesRequest, RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from motcua.errors import InvalidInputError, UnavailableError

KEPT = timedelta(days=30)
"""How long a closed errand stays readable in a new namespace; the ledger keeps it for good."""
PATIENCE = 15.0
"""Seconds a server may take to know a namespace it has just made."""


class Way(NamedTuple):
    """Where an endpoint leads."""

    endpoint: str
    namespace: str
    task_queue: str


async def ways(client: Client) -> list[Way]:
    """Return the endpoints of the server, in order of name."""
    return sorted(_way(found) for found in await _endpoints(client))


async def namespaces(client: Client) -> list[str]:
    """Return the names of the server's namespaces."""
    found = await client.workflow_service.list_namespaces(ListNamespacesRequest(page_size=1000))
    return sorted(
        each.namespace_info.name for each in found.namespaces if each.namespace_info.name != "temporal-system"
    )


async def make_namespace(client: Client, name: str) -> bool:
    """Make a namespace for an agency; False where it is there already."""
    request = RegisterNamespaceRequest(
        namespace=name, workflow_execution_retention_period=Duration(seconds=int(KEPT.total_seconds()))
    )
    try:
        await client.workflow_service.register_namespace(request)
    except RPCError as error:
        if error.status is RPCStatusCode.ALREADY_EXISTS:
            return False
        raise _refused(error, "namespace") from error
    return True


async def make_endpoint(client: Client, way: Way) -> bool:
    """Make an endpoint, or have one lead elsewhere; False where it leads there already.

    Raises:
        InvalidInputError: The server refuses it: the name is none, or it knows no such namespace.
    """
    target = EndpointTarget(worker=EndpointTarget.Worker(namespace=way.namespace, task_queue=way.task_queue))
    spec = EndpointSpec(name=way.endpoint, target=target)
    known = next(iter(await _endpoints(client, way.endpoint)), None)
    if known is None:
        await _until_known(client, CreateNexusEndpointRequest(spec=spec))
        return True
    if _way(known) == way:
        return False
    change = UpdateNexusEndpointRequest(id=known.id, version=known.version, spec=spec)
    await client.operator_service.update_nexus_endpoint(change)
    return True


async def _until_known(client: Client, request: CreateNexusEndpointRequest) -> None:
    """Make an endpoint as soon as the server knows its namespace: a new one takes it some seconds."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            await client.operator_service.create_nexus_endpoint(request)
        except RPCError as error:
            new = error.status in (RPCStatusCode.FAILED_PRECONDITION, RPCStatusCode.NOT_FOUND)
            if not new or asyncio.get_running_loop().time() > until:
                raise _refused(error, "endpoint") from error
            await asyncio.sleep(0.2)
        else:
            return


async def _endpoints(client: Client, name: str = "") -> list[Endpoint]:
    try:
        found = await client.operator_service.list_nexus_endpoints(ListNexusEndpointsRequest(name=name, page_size=1000))
    except RPCError as error:
        raise UnavailableError(
            f"The server offers no Nexus endpoints: {error.message}.",
            vi="Máy chủ Temporal không hỗ trợ Nexus.",
            hint="Temporal 1.27 or newer; or let the agency serve the queue of its systems: docs/federation.md.",
            hint_vi="Cần Temporal 1.27 trở lên, hoặc để cơ quan phục vụ hàng đợi hệ thống mình: docs/federation.md.",
        ) from error
    return list(found.endpoints)


def _way(found: Endpoint) -> Way:
    worker = found.spec.target.worker
    return Way(found.spec.name, worker.namespace, worker.task_queue)


def _refused(error: RPCError, field: str) -> InvalidInputError:
    return InvalidInputError(
        f"The Temporal server refuses it: {error.message}.", vi="Máy chủ Temporal từ chối.", field=field
    )
