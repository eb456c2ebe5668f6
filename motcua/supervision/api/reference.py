"""What the API offers, for people and programs: its OpenAPI, and a page of its routes."""

from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from motcua.supervision.access.door import open_to_all
from motcua.supervision.web.files import address

router = APIRouter(
    include_in_schema=False, dependencies=[open_to_all("Describes the API, and says nothing of what is in it.")]
)

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>motcua API</title>
<link rel="icon" href="{icon}" type="image/svg+xml"><link rel="stylesheet" href="{style}"></head>
<body class="public"><main>
<h1>motcua API</h1>
<p><a href="openapi.json">OpenAPI</a> · mã truy cập · key: <code>Authorization: Bearer mck_…</code></p>
<table><thead><tr><th>Lệnh, đường dẫn · Method, path</th><th>Việc · What it does</th></tr></thead>
<tbody>{rows}</tbody></table></main></body></html>"""


@router.get("/openapi.json")
def openapi(request: Request) -> JSONResponse:
    """Return the OpenAPI of the API."""
    return JSONResponse(request.app.openapi())


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Return a page of all routes."""
    rows = "\n".join(_rows(request.app.openapi()["paths"]))
    return HTMLResponse(PAGE.format(rows=rows, icon=address("door.svg"), style=address("style.css")))


def _rows(paths: dict[str, Any]) -> Iterator[str]:
    for path, methods in paths.items():
        for method, said in methods.items():
            cells = (
                f'<code>{method.upper()}</code> <code class="wrap-any">{_breakable(path)}</code>',
                escape(_words(said)),
            )
            yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _breakable(path: str) -> str:
    """Return a path that a narrow window may break before each part but the first three."""
    return "<wbr>/".join(escape(path).replace("_", "_<wbr>").split("/")).replace("<wbr>/", "/", 3)


def _words(said: dict[str, Any]) -> str:
    return str(said.get("description") or said.get("summary") or "")
