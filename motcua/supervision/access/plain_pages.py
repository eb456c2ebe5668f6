"""Pages that say one thing, before anybody is signed in: both languages, nothing loaded."""

from html import escape

from fastapi.responses import HTMLResponse

from motcua.errors import MotcuaError, UnavailableError

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{vi}</title></head><body><main>
<h1>{vi}</h1><p>{said_vi} {hint_vi}</p><p lang="en">{en}. {said_en} {hint_en}</p>
<p><a href="{again}">Đăng nhập · Sign in</a></p></main></body></html>"""


def plain_page(vi: str, en: str, error: MotcuaError | None, *, again: str) -> HTMLResponse:
    """Return a page with a title in both languages, what went wrong, and where to begin again."""
    said = dict.fromkeys(("said_vi", "said_en", "hint_vi", "hint_en"), "")
    if error is not None:
        said |= {"said_vi": error.message_vi, "said_en": error.message}
        said |= {"hint_vi": error.hint_vi or "", "hint_en": error.hint or ""}
    body = PAGE.format(vi=escape(vi), en=escape(en), again=escape(again), **{k: escape(v) for k, v in said.items()})
    return HTMLResponse(body, _status(error))


def _status(error: MotcuaError | None) -> int:
    if error is None:
        return 200
    if isinstance(error, UnavailableError):
        return 503
    return 403 if error.kind == "forbidden" else 401
