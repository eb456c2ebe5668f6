"""Connecting to Temporal: address and credentials as every Temporal program takes them."""

import asyncio
import time
from typing import Any

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.envconfig import ClientConfig, ClientConnectConfig
from temporalio.service import GrpcCompression

from motcua.errors import UnavailableError
from workflows.attributes import TYPES
from workflows.converter import DATA_CONVERTER

STARTING = 20.0
"""Seconds a server may take from listening to answering."""
HERE = ("127.0.0.1", "localhost", "[::1]")
KINDS = {
    "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    "Bool": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
}


async def connect(address: str | None = None, *, lazy: bool = False) -> Client:
    """Return a client that speaks our models; the address comes from `TEMPORAL_ADDRESS` where none is given.

    A server that listens and is still starting is waited for, `STARTING` seconds at most.

    Raises:
        UnavailableError: Nothing answers there.
    """
    config = ClientConfig.load_client_connect_config()
    if address:
        config["target_host"] = address
    config.setdefault("target_host", "127.0.0.1:7233")
    ends = time.monotonic() + STARTING
    while True:
        try:
            return await Client.connect(**config, **_packing(config), data_converter=DATA_CONVERTER, lazy=lazy)
        except RuntimeError as away:
            if "not healthy yet" not in str(away) or time.monotonic() > ends:
                raise _no_server(config["target_host"]) from away
        await asyncio.sleep(0.25)


def _packing(config: ClientConnectConfig) -> dict[str, Any]:
    """Return how messages are packed: on one machine not at all, since packing costs more than it saves there."""
    host = config.get("target_host", "").rpartition(":")[0]
    return {"grpc_compression": GrpcCompression.NONE} if host in HERE else {}


def _no_server(address: str | None) -> UnavailableError:
    return UnavailableError(
        f"No Temporal server answers at {address}.",
        vi=f"Không kết nối được máy chủ Temporal tại {address}.",
        field="TEMPORAL_ADDRESS",
        hint="Start one with `make up`, or set TEMPORAL_ADDRESS.",
        hint_vi="Khởi động bằng `make up`, hoặc đặt TEMPORAL_ADDRESS.",
    )


async def ensure_search_attributes(client: Client) -> None:
    """Make our search attributes known to the server's namespace, where they are not."""
    operator = client.operator_service
    known = await operator.list_search_attributes(ListSearchAttributesRequest(namespace=client.namespace))
    missing = {name: KINDS[kind] for name, kind in TYPES.items() if name not in known.custom_attributes}
    if missing:
        request = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
        await operator.add_search_attributes(request)
