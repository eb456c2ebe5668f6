"""The played provider over HTTP: discovery, a page to choose a person from, tokens, keys, signing out."""

from html import escape
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from motcua.agencies.shipped import directory as shipped_directory
from motcua.errors import InvalidInputError, MotcuaError
from motcua.supervision.access.account_entries import Entry
from motcua.supervision.access.played.codes import Asked, Desk
from motcua.supervision.access.played.persons import person, persons
from motcua.supervision.web.files import FOLDER

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>ĐĂNG NHẬP ĐÓNG VAI · PLAYED SIGN-IN</title>
<link rel="icon" href="wears/door.svg" type="image/svg+xml"><link rel="stylesheet" href="wears/style.css"></head>
<body class="public"><main><h1>Đăng nhập đóng vai <span class="mut" lang="en">Played sign-in</span></h1>
<section class="answer"><p><b>Không phải hệ thống định danh thật: ai vào được máy này đều chọn được bất kỳ ai.</b></p>
<p lang="en">This is no real identity provider: whoever is at this machine may choose anybody.</p></section>
<form method="post" action="authorize">{hidden}<ul class="played">{people}</ul></form></main></body></html>"""
PERSON = """<li><button class="btn" name="subject" value="{subject}">{name}<span class="sub">{agency}<br>\
<span lang="en">{roles}</span></span></button></li>"""
Field = Annotated[str, Form(max_length=4000)]


def build_app(desk: Desk, redirect_uri: str, left: str) -> FastAPI:
    """Return a provider.

    Args:
        desk: Its memory.
        redirect_uri: The only address that browsers are sent back to.
        left: The only address that browsers are sent to after signing out.
    """
    app = FastAPI(title="played identity provider", openapi_url=None, docs_url=None, redoc_url=None)
    app.add_exception_handler(MotcuaError, _refused)
    app.mount("/wears", StaticFiles(directory=FOLDER))

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return _discovery(desk.issuer)

    @app.get("/jwks")
    def jwks() -> dict[str, Any]:
        return {"keys": [desk.key.as_dict(private=False)]}

    @app.get("/authorize")
    def choose(request: Request) -> HTMLResponse:
        asked = _asked(dict(request.query_params), desk, redirect_uri)
        return HTMLResponse(_page(asked))

    @app.post("/authorize")
    def chosen(
        subject: Field, client_id: Field, state: Field, nonce: Field, code_challenge: Field, back: Field
    ) -> RedirectResponse:
        said = {"client_id": client_id, "state": state, "nonce": nonce, "code_challenge": code_challenge}
        said |= {"redirect_uri": back, "response_type": "code", "code_challenge_method": "S256"}
        asked = _asked(said, desk, redirect_uri)
        code = desk.give(asked, person(subject).subject)
        return RedirectResponse(f"{redirect_uri}?{urlencode({'code': code, 'state': asked.state})}", 303)

    @app.post("/token")
    def token(grant_type: Field, code: Field, redirect_uri: Field, code_verifier: Field, client_id: Field) -> Response:
        tokens = desk.take(code, client_id, redirect_uri, code_verifier) if grant_type == "authorization_code" else None
        headers = {"Cache-Control": "no-store"}
        return JSONResponse(tokens or {"error": "invalid_grant"}, 200 if tokens else 400, headers=headers)

    @app.get("/userinfo")
    def userinfo(authorization: Annotated[str, Header()] = "") -> Response:
        subject = desk.tokens.get(authorization.removeprefix("Bearer "))
        if subject is None:
            return JSONResponse({"error": "invalid_token"}, 401, headers={"WWW-Authenticate": "Bearer"})
        return JSONResponse({"sub": subject, "name": person(subject).name})

    @app.get("/end-session")
    def end_session(post_logout_redirect_uri: Annotated[str, Query()] = "") -> Response:
        if post_logout_redirect_uri != left:
            raise _wrong("post_logout_redirect_uri")
        return RedirectResponse(left, 303)

    return app


def _asked(said: dict[str, str], desk: Desk, redirect_uri: str) -> Asked:
    wanted = {"client_id": desk.client_id, "redirect_uri": redirect_uri, "response_type": "code"}
    wanted |= {"code_challenge_method": "S256"}
    for name, value in wanted.items():
        if said.get(name) != value:
            raise _wrong(name)
    for name in ("state", "nonce", "code_challenge"):
        if not said.get(name):
            raise _wrong(name)
    return Asked(said["client_id"], redirect_uri, said["state"], said["nonce"], said["code_challenge"])


def _page(asked: Asked) -> str:
    hidden = {"client_id": asked.client_id, "state": asked.state, "nonce": asked.nonce}
    hidden |= {"code_challenge": asked.challenge, "back": asked.redirect_uri}
    fields = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
    people = "".join(_line(each) for each in persons())
    return PAGE.format(hidden=fields, people=people)


def _line(person: Entry) -> str:
    known = shipped_directory()
    agency = known.get(person.agency).name.vi if known.knows(person.agency) else person.agency
    said = {"subject": person.subject, "name": person.name, "agency": agency, "roles": ", ".join(person.roles)}
    return PERSON.format(**{name: escape(text) for name, text in said.items()})


def _discovery(issuer: str) -> dict[str, Any]:
    places = {
        "authorization_endpoint": "authorize",
        "token_endpoint": "token",
        "userinfo_endpoint": "userinfo",
        "jwks_uri": "jwks",
        "end_session_endpoint": "end-session",
    }
    return {
        "issuer": issuer,
        **{name: f"{issuer}/{path}" for name, path in places.items()},
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
    }


def _wrong(name: str) -> InvalidInputError:
    return InvalidInputError(f"{name} is not what this provider takes.", vi=f"{name} không hợp lệ.", field=name)


async def _refused(_request: Request, error: Exception) -> Response:
    return JSONResponse({"error": "invalid_request", "error_description": str(error)}, 400)
