"""Pages that say one thing, before anybody is signed in: in both languages, in the house's own dress."""

from html import escape

from fastapi.responses import HTMLResponse

from motcua.errors import MotcuaError, UnavailableError
from motcua.supervision.web.files import address

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>{vi}</title>
<link rel="icon" href="{icon}" type="image/svg+xml"><link rel="stylesheet" href="{style}"></head>
<body class="public"><header class="mast"><a class="brand" href="/"><svg viewBox="0 0 24 24" aria-hidden="true">\
<use href="{icons}#i-door"/></svg>Một Cửa</a></header><main>
<h1>{vi}</h1><p lang="en" class="mut">{en}</p>{said}
<p class="btn-row"><a class="btn go" href="{again}">Đăng nhập · Sign in</a></p></main></body></html>"""
SAID = (
    """<section class="answer plain"><p><b>{said_vi}</b> {hint_vi}</p><p lang="en">{said_en} {hint_en}</p></section>"""
)


def plain_page(vi: str, en: str, error: MotcuaError | None, *, again: str) -> HTMLResponse:
    """Return a page with a title in both languages, what went wrong, and where to begin again."""
    words = _said(error) if error is not None else ""
    files = {"icon": address("door.svg"), "style": address("style.css"), "icons": address("icons.svg")}
    body = PAGE.format(vi=escape(vi), en=escape(en), again=escape(again), said=words, **files)
    return HTMLResponse(body, _status(error))


def _said(error: MotcuaError) -> str:
    said = {"said_vi": error.message_vi, "said_en": error.message}
    said |= {"hint_vi": error.hint_vi or "", "hint_en": error.hint or ""}
    return SAID.format(**{name: escape(text) for name, text in said.items()})


def _status(error: MotcuaError | None) -> int:
    if error is None:
        return 200
    if isinstance(error, UnavailableError):
        return 503
    return 403 if error.kind == "forbidden" else 401
