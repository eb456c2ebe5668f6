"""`motcua migrate`, `motcua up` and `motcua demo`: running it on one machine."""

import asyncio
import logging
import signal
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from motcua.settings import Settings
from motcua.supervision.access.own_key import key_file
from motcua.supervision.installation import register_of
from motcua.supervision.stack import Stack, running
from motcua.telemetry import set_up_logs

TOLD_TO_END = 128 + signal.SIGTERM
"""Exit code of what was told to end before it had an answer."""
Home = Annotated[Path | None, typer.Option(help="Folder of everything that is written (MOTCUA_HOME).")]


def migrate() -> None:
    """Create the register, or bring it to this version."""
    with register_of(Settings(), new=True):
        typer.echo("Sổ đã sẵn sàng · The register is ready.")


def up(
    home: Home = None,
    port: Annotated[int | None, typer.Option(help="Port of the API; 0: any free one (MOTCUA_PORT).")] = None,
) -> None:
    """Run server, worker, API and played department systems until Ctrl-C."""
    set_up_logs(json=False)
    asyncio.run(_up(_settings(home, port)))


def demo(home: Home = None) -> None:
    """Run real procedures on the whole stack, then show what is stuck and what was on time."""
    set_up_logs(json=False, level=logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="motcua-demo-") as fresh:
        settings = _settings(home or Path(fresh), 0)
        try:
            raise typer.Exit(asyncio.run(_demo(settings)))
        except asyncio.CancelledError:
            raise typer.Exit(TOLD_TO_END) from None


def _settings(home: Path | None, port: int | None) -> Settings:
    given: dict[str, Any] = {"home": home, "port": port}
    return Settings(**{name: value for name, value in given.items() if value is not None})


async def _demo(settings: Settings) -> int:
    """Play the demonstration; told to end, it ends what it started first."""
    from motcua.supervision.demo.play import play

    played = asyncio.ensure_future(play(settings))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, played.cancel)
    return await played


async def _up(settings: Settings) -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    async with running(settings) as stack:
        _say_where(stack)
        await stopped.wait()
        typer.echo("Đang dừng · Stopping …")


def _say_where(stack: Stack) -> None:
    lines = (
        ("Trang · pages", f"{stack.address}/"),
        ("API", f"{stack.address}/api/v1/docs"),
        ("Temporal, giao diện · its pages", stack.temporal_ui),
        ("Temporal, TEMPORAL_ADDRESS", stack.server.address),
        ("Hệ thống ngành (mô phỏng) · department systems (played)", stack.departments),
        ("Đăng nhập · sign in", f"{stack.address}/sign-in"),
        ("Khoá của máy này · this machine's key", str(key_file(stack.home))),
        ("Dữ liệu · data", str(stack.home)),
    )
    typer.echo("motcua đang chạy · is running")
    for name, place in lines:
        typer.echo(f"  {name}: {place}")
    if stack.sign_in:
        typer.echo("ĐĂNG NHẬP ĐÓNG VAI: ai ở máy này cũng chọn được bất kỳ ai · PLAYED SIGN-IN: anybody may be chosen.")
    typer.echo("Ctrl-C để dừng · to stop.")
