"""Styles, scripts and pictures under names that change with their content, kept by browsers for a year."""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

STATIC = "/static"
FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
KEPT = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


class File(NamedTuple):
    """A file as it is served."""

    body: bytes
    packed: bytes
    """The same, by gzip."""
    type: str


@cache
def names() -> dict[str, str]:
    """Return the served name of each file: `style.css` as `style.1f3a5b7c9d.css`."""
    return {path.name: _named(path) for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}


@cache
def served() -> dict[str, File]:
    """Return every file by its served name."""
    return {named: _file(FOLDER / name) for name, named in names().items()}


def _file(path: Path) -> File:
    body = path.read_bytes()
    return File(body, gzip.compress(body, mtime=0), TYPES[path.suffix])


def address(name: str) -> str:
    """Return where a file is; one that is not there is a KeyError while the page is written."""
    return f"{STATIC}/{names()[name]}"


def _named(path: Path) -> str:
    stem, _, ending = path.name.rpartition(".")
    return f"{stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:10]}.{ending}"


async def static_files(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one file, or say that there is none of this name."""
    file = served().get(scope["path"].rpartition("/")[2]) if scope["type"] == "http" else None
    if file is None:
        await Response(status_code=404)(scope, receive, send)
        return
    if b"gzip" in dict(scope["headers"]).get(b"accept-encoding", b""):
        answer = Response(file.packed, media_type=file.type, headers=KEPT | {"Content-Encoding": "gzip"})
    else:
        answer = Response(file.body, media_type=file.type, headers=KEPT)
    await answer(scope, receive, send)
