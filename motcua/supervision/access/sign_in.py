"""Signing in and out in the browser: at the provider, back with a code, a session of our own."""

from datetime import timedelta
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from motcua.errors import MotcuaError, NotFoundError
from motcua.register.sessions import SignInBegun
from motcua.supervision.access.addresses import own_path
from motcua.supervision.access.door import SESSION, TheAccess, TheViewer, needs, open_to_all
from motcua.supervision.access.house import Access
from motcua.supervision.access.id_tokens import refused
from motcua.supervision.access.plain_pages import plain_page
from motcua.supervision.access.provider import Provider
from motcua.supervision.access.recognising import viewer_of_account
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.tokens import digest_of, new_secret, same
from motcua.supervision.api.office import off_loop

BROWSER = "motcua_sign_in"
"""Name of the cookie that ties a sign-in to the browser which began it."""
WITHIN = timedelta(minutes=10)
"""How long somebody has at the provider."""
KEEP_ENDED = timedelta(days=90)
"""How long it is kept that a session was there."""
BACK = "/sign-in/callback"

log = structlog.get_logger(__name__)
router = APIRouter(include_in_schema=False)
Text = Annotated[str, Query(max_length=4000)]


@router.get("/sign-in", dependencies=[open_to_all("Nobody is signed in before it.")])
async def sign_in(access: TheAccess, next: Text = "/") -> Response:
    """Send the browser to the provider, and remember where it wanted to go."""
    provider = _provider(access)
    state, nonce, verifier, browser = (new_secret() for _ in range(4))
    where = {"state": state, "nonce": nonce, "verifier": verifier, "redirect_uri": _back(access)}
    place, now = await provider.address_to_sign_in(**where), access.clock()
    begun = SignInBegun(
        digest=digest_of(state),
        browser=digest_of(browser),
        nonce=nonce,
        verifier=verifier,
        return_to=own_path(next),
        begun_at=now,
    )
    await off_loop(access.register.begin_sign_in, begun, forget_before=now - WITHIN)
    response = RedirectResponse(place, 303)
    _set(response, access, BROWSER, browser, WITHIN)
    return response


@router.get(BACK, dependencies=[open_to_all("The provider sends browsers here; the state they bring was ours.")])
async def callback(
    request: Request, access: TheAccess, code: Text = "", state: Text = "", error: Text = ""
) -> Response:
    """Take a browser back from the provider: check what it brings, and start a session."""
    try:
        begun = await off_loop(_finished, access, state, request.cookies.get(access.cookie(BROWSER), ""))
        if error or not code:
            raise refused("the provider did not sign you in")
        claims = await _provider(access).redeem(
            code, verifier=begun.verifier, nonce=begun.nonce, redirect_uri=_back(access)
        )
        old = request.cookies.get(access.cookie(SESSION))
        secret = await off_loop(_session, access, claims.subject, old)
    except MotcuaError as no:
        log.warning("sign_in_refused", error=no.kind, detail=no.message)
        return plain_page("Chưa đăng nhập được", "Not signed in", no, again="/sign-in")
    response = RedirectResponse(begun.return_to, 303)
    _set(response, access, SESSION, secret, access.longest)
    _unset(response, access, BROWSER)
    return response


@router.post("/sign-out", dependencies=[needs(Permission.READ_CATALOGUE)])
async def sign_out(request: Request, access: TheAccess, viewer: TheViewer) -> Response:
    """End the session here, and at the provider where it offers that."""
    secret = request.cookies.get(access.cookie(SESSION), "")
    await off_loop(access.register.end_session, digest_of(secret), access.clock())
    log.info("signed_out", who=viewer.signature)
    left = f"{access.settings.site}/signed-out"
    place = await _provider(access).address_to_sign_out(left)
    response = RedirectResponse(place or left, 303)
    _unset(response, access, SESSION)
    return response


@router.get("/signed-out", dependencies=[open_to_all("Whoever has signed out is nobody.")])
def signed_out() -> HTMLResponse:
    """Say that it is done."""
    return plain_page("Đã đăng xuất", "Signed out", None, again="/sign-in")


def _provider(access: Access) -> Provider:
    if access.provider is None:
        raise NotFoundError(
            "Nobody can sign in here: no identity provider is set up.",
            vi="Chưa cấu hình máy chủ định danh nên không thể đăng nhập.",
            field="MOTCUA_OIDC_ISSUER",
            hint="See docs/access.md.",
            hint_vi="Xem docs/access.md.",
        )
    return access.provider


def _finished(access: Access, state: str, browser: str) -> SignInBegun:
    """Return the sign-in a state belongs to; a state is good once, within ten minutes, in the browser it was given."""
    begun = access.register.finish_sign_in(digest_of(state))
    if begun is None or begun.begun_at < access.clock() - WITHIN:
        raise refused("this sign-in is over or was never begun")
    if not same(begun.browser, digest_of(browser)):
        raise refused("this sign-in was begun in another browser")
    return begun


def _session(access: Access, subject: str, old: str | None) -> str:
    """Start a session for a person with an account, never under a name the browser brought; return its secret."""
    now = access.clock()
    account = access.register.account(subject)
    viewer = viewer_of_account(account, access.ground.as_it_is(), now)
    secret = new_secret()
    access.register.start_session(digest_of(secret), subject, now, replacing=digest_of(old) if old else None)
    access.register.forget_sessions(now - KEEP_ENDED)
    log.info("signed_in", who=viewer.signature)
    return secret


def _back(access: Access) -> str:
    return f"{access.settings.site}{BACK}"


def _set(response: Response, access: Access, name: str, value: str, lives: timedelta) -> None:
    age = int(lives.total_seconds())
    response.set_cookie(
        access.cookie(name), value, max_age=age, path="/", secure=access.secure, httponly=True, samesite="lax"
    )


def _unset(response: Response, access: Access, name: str) -> None:
    response.delete_cookie(access.cookie(name), path="/", secure=access.secure, httponly=True, samesite="lax")
