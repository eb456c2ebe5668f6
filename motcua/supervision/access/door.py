"""The dependencies of routes: who is asking, and whether they may.

A route or a router that is for somebody says `dependencies=[needs(Permission.X)]`, and takes `viewer: TheViewer` where
it has to know who. What is for everybody says `dependencies=[open_to_all("why")]`: a test looks at every route.
"""

import asyncio
from contextlib import suppress
from typing import Annotated, Any

from fastapi import Depends, Request

from motcua.errors import MotcuaError, NotSignedInError
from motcua.supervision.access.asker import NOBODY, asker_of, note_asker
from motcua.supervision.access.house import Access
from motcua.supervision.access.origin import must_be_meant
from motcua.supervision.access.recognising import viewer_of_account, viewer_of_key
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.tokens import csrf_of, digest_of, id_of_key, same
from motcua.supervision.access.viewer import Viewer
from motcua.worktime.words import Words

SESSION = "motcua_session"
"""Name of the session's cookie; `__Host-` before it under HTTPS."""
POLL = "X-Motcua-Poll"
"""Said by a page that looks for news by itself: such a request does not keep a session alive."""
ASK_FOR_A_KEY = Words("Xin cấp khoá mới.", "Ask for a new one.")
SIGN_IN = Words("Đăng nhập, hoặc gửi khoá truy cập.", "Sign in, or send a key.")
SIGN_IN_AGAIN = Words("Đăng nhập lại.", "Sign in again.")


def access_of(request: Request) -> Access:
    """Return the door of the app a request came to."""
    access: Access = request.app.state.access
    return access


TheAccess = Annotated[Access, Depends(access_of)]


def address_of(request: Request) -> str:
    """Return the address a request came from, as far as the proxies in front are trusted (uvicorn's setting)."""
    return request.client.host if request.client else "unknown"


async def viewer_of(request: Request, access: TheAccess) -> Viewer:
    """Return who is asking; known once per request.

    Raises:
        NotSignedInError: Nobody: neither a good key nor a live session came with it.
        ForbiddenError: The account or its agency has ended, or the request was not meant by the person.
        TooManyRequestsError: They ask too often.
    """
    known: Viewer | None = getattr(request.state, "viewer", None)
    if known is None:
        known = await _recognised(request, access)
        if known.is_person:
            await must_be_meant(request, known, access)
        request.state.viewer = known
    return known


TheViewer = Annotated[Viewer, Depends(viewer_of)]


async def _recognised(request: Request, access: Access) -> Viewer:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme.lower() == "bearer":
            viewer = await asyncio.to_thread(_by_key, request, key.strip(), access)
            access.systems.take(viewer.subject)
            return viewer
        secret = request.cookies.get(access.cookie(SESSION), "")
        viewer = await asyncio.to_thread(_by_session, request, secret, access, by_hand=POLL not in request.headers)
    except NotSignedInError:
        access.unknown.take(address_of(request))
        raise
    access.persons.take(viewer.subject)
    return viewer


async def look_who_asked(request: Request) -> None:
    """Note who sent what was refused before anybody was asked, as of a body that nobody can read; it stays refused."""
    if asker_of(request) == NOBODY:
        with suppress(MotcuaError):
            await _recognised(request, access_of(request))


def _by_key(request: Request, key: str, access: Access) -> Viewer:
    now, id = access.clock(), id_of_key(key)
    kept = access.register.api_key(id) if id else None
    if kept is None or not same(kept.digest, digest_of(key)):
        raise _not_signed_in("This key is not known.", "Khoá truy cập không đúng.", ASK_FOR_A_KEY)
    note_asker(request, kept)
    if kept.ended(now):
        raise _not_signed_in("This key has ended.", "Khoá truy cập đã hết hạn hoặc bị thu hồi.", ASK_FOR_A_KEY)
    viewer = viewer_of_key(kept, access.ground.as_it_is(), now)
    if kept.last_used_on != now.date():
        access.register.api_key_used(kept.id, now.date())
    return viewer


def _by_session(request: Request, secret: str, access: Access, *, by_hand: bool) -> Viewer:
    now = access.clock()
    session = access.register.session(digest_of(secret)) if secret else None
    if session is None:
        raise _not_signed_in("Nobody has signed in.", "Chưa đăng nhập.", SIGN_IN)
    if (account := access.register.account(session.subject)) is not None:
        note_asker(request, account)
    if not session.live(now, access.idle, access.longest):
        access.register.end_session(session.digest, now)
        raise _not_signed_in("Your session has ended.", "Phiên làm việc đã kết thúc.", SIGN_IN_AGAIN)
    if by_hand:
        access.register.session_seen(session, now)
    return viewer_of_account(account, access.ground.as_it_is(), now, csrf=csrf_of(secret))


def _not_signed_in(en: str, vi: str, hint: Words) -> NotSignedInError:
    return NotSignedInError(en, vi=vi, hint=hint.en, hint_vi=hint.vi)


class Guard:
    """A dependency that lets through who has one of some permissions; `scope` is left to the route."""

    def __init__(self, *permissions: Permission) -> None:
        self.permissions = permissions

    async def __call__(self, viewer: TheViewer) -> None:
        """Return if the viewer has one of them.

        Raises:
            ForbiddenError: They have none; the first is named.
        """
        if not any(viewer.may(permission) for permission in self.permissions):
            viewer.must(self.permissions[0])


class OpenDoor:
    """A dependency that lets everybody in, counted by address; it bears the reason."""

    def __init__(self, reason: str, *, counted: bool) -> None:
        self.reason = reason
        self.counted = counted

    async def __call__(self, request: Request, access: TheAccess) -> None:
        """Count the request, unless it is one of the platform's own.

        Raises:
            TooManyRequestsError: There were too many from this address.
        """
        if self.counted:
            access.unknown.take(address_of(request))


class SignedDoor:
    """A dependency of routes that believe a signature over the message, whoever sends it; it bears the reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    async def __call__(self) -> None:
        """Do nothing: the route verifies the signature before anything else."""


def needs(*permissions: Permission) -> Any:
    """Return the dependency of what is for those who have one of these permissions."""
    return Depends(Guard(*permissions))


def open_to_all(reason: str, *, counted: bool = True) -> Any:
    """Return the dependency of what is for everybody, with the reason why; `counted` by address."""
    return Depends(OpenDoor(reason, counted=counted))


def signed_instead(reason: str) -> Any:
    """Return the dependency of what is believed by its signature, with the reason why."""
    return Depends(SignedDoor(reason))
