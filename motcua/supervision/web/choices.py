"""What a reader chose for all pages: language and theme, said in the address or kept in a cookie."""

from typing import Literal, NamedTuple, cast, get_args
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from motcua.supervision.web.languages import Lang

Theme = Literal["light", "dark"]
LANG, THEME = "motcua_lang", "motcua_theme"
A_YEAR = 31_536_000


class Choices(NamedTuple):
    """How somebody reads."""

    lang: Lang
    theme: Theme | None
    """None: as the machine is set."""


def choices_of(request: Request) -> Choices:
    """Return what a request says, else what a cookie says, else Vietnamese in the machine's own theme."""
    asked, kept = request.query_params, request.cookies
    lang = _known(asked.get("lang"), Lang) or _known(kept.get(LANG), Lang) or "vi"
    theme = _known(asked.get("theme"), Theme) or _known(kept.get(THEME), Theme)
    return Choices(cast(Lang, lang), cast("Theme | None", theme))


def keep_choices(request: Request, response: Response, *, secure: bool) -> None:
    """Keep in cookies what the address said; they say nothing about anybody."""
    for name, field, kind in ((LANG, "lang", Lang), (THEME, "theme", Theme)):
        if said := _known(request.query_params.get(field), kind):
            response.set_cookie(name, said, max_age=A_YEAR, path="/", secure=secure, samesite="lax")


def address_with(request: Request, **said: str) -> str:
    """Return the address of this page with another choice; everything else in it stays."""
    fields = [(k, v) for k, v in parse_qsl(request.url.query, keep_blank_values=True) if k not in ("lang", "theme")]
    path = "/" + request.url.path.lstrip("/")  # with two strokes it would be another host's
    return f"{path}?{urlencode([*fields, *said.items()])}"


def _known(value: str | None, kind: object) -> str | None:
    return value if value in get_args(kind) else None
