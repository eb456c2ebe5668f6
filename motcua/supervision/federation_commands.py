"""`motcua federation`: the ways to agencies that ask their department systems themselves."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from motcua.dossiers.parts import Model
from motcua.supervision.connection import connect
from motcua.supervision.endpoints import Way, make_endpoint, make_namespace, namespaces, ways
from motcua.supervision.terminal import AsJson, Language, print_json, print_table, said, table
from motcua.worktime.words import Words

T = TypeVar("T")
FEDERATION = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
HEADS = (Words("Điểm nối", "Endpoint"), Words("Không gian", "Namespace"), Words("Hàng việc", "Task queue"))
MADE, THERE = Words("đã tạo", "made"), Words("đã có", "there already")


class WayView(Model):
    """Where an endpoint leads."""

    endpoint: str
    namespace: str
    task_queue: str


class FederationView(Model):
    """What a server knows of a federation."""

    namespaces: tuple[str, ...]
    endpoints: tuple[WayView, ...]


@FEDERATION.callback()
def federation() -> None:
    """Liên kết các cơ quan · Agencies that ask their own systems: docs/federation.md."""


@FEDERATION.command("list")
def show(as_json: AsJson = False, lang: Language = "vi") -> None:
    """Các điểm nối · Show the server's endpoints, and its namespaces."""
    found = asyncio.run(_found())
    if as_json:
        print_json(found)
        return
    rows = table(HEADS, lang)
    for way in found.endpoints:
        rows.add_row(way.endpoint, way.namespace, way.task_queue)
    print_table(rows)
    typer.echo(f"{said(HEADS[1], lang)}: {', '.join(found.namespaces)}")


@FEDERATION.command("namespace")
def namespace(name: Annotated[str, typer.Argument(help="The agency's namespace.")], lang: Language = "vi") -> None:
    """Tạo không gian cho một cơ quan · Make a namespace for an agency."""
    _say(name, _with_client(lambda client: make_namespace(client, name)), lang)


@FEDERATION.command("endpoint")
def endpoint(
    name: Annotated[str, typer.Argument(help="What profiles call it: `via: {nexus: NAME}`.")],
    to_namespace: Annotated[str, typer.Option("--namespace", help="The agency's namespace.")],
    queue: Annotated[str, typer.Option(help="The agency's MOTCUA_NEXUS_QUEUE.")] = "departments",
    lang: Language = "vi",
) -> None:
    """Tạo điểm nối tới một cơ quan · Make an endpoint, or have one lead elsewhere."""
    _say(name, _with_client(lambda client: make_endpoint(client, Way(name, to_namespace, queue))), lang)


async def _found() -> FederationView:
    client = await connect()
    endpoints = tuple(WayView(**way._asdict()) for way in await ways(client))
    return FederationView(namespaces=tuple(await namespaces(client)), endpoints=endpoints)


def _with_client(work: Callable[..., Awaitable[T]]) -> T:
    async def connected() -> T:
        return await work(await connect())

    return asyncio.run(connected())


def _say(name: str, made: bool, lang: str) -> None:
    typer.echo(f"{name}: {said(MADE if made else THERE, lang)}")
