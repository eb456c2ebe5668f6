"""Whether an unsafe request was meant by the person whose session it carries: CSRF."""

from urllib.parse import parse_qs, urlsplit

from fastapi import Request

from motcua.errors import ForbiddenError
from motcua.supervision.access.house import Access
from motcua.supervision.access.tokens import same
from motcua.supervision.access.viewer import Viewer

SAFE = ("GET", "HEAD", "OPTIONS")
FIELD = "csrf"
HEADER = "X-CSRF-Token"
FORM = "application/x-www-form-urlencoded"


async def must_be_meant(request: Request, viewer: Viewer, access: Access) -> None:
    """Return if a request changes nothing, or comes from our own page with the session's token.

    Raises:
        ForbiddenError: It comes from elsewhere, or without the token.
    """
    if request.method in SAFE:
        return
    if not _from_here(request, access):
        raise _not_meant("It came from another site.", "Yêu cầu đến từ trang khác.")
    if not same(await _token(request), viewer.csrf or ""):
        raise _not_meant(
            "It does not carry the token of your session.", "Yêu cầu không mang mã xác nhận của phiên làm việc."
        )


def _from_here(request: Request, access: Access) -> bool:
    """Whether the browser says that one of our pages sent it; browsers that say nothing are held to the token."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own = (_origin(access.settings.site), f"{request.url.scheme}://{request.url.netloc}")
    return site in (None, "same-origin") and (origin is None or origin in own)


def _origin(site: str) -> str:
    parts = urlsplit(site)
    return f"{parts.scheme}://{parts.netloc}"


async def _token(request: Request) -> str:
    """Return the token a request carries: the header's, or the form's field; a form with files uses the header."""
    if token := request.headers.get(HEADER):
        return token
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != FORM:
        return ""
    fields = parse_qs((await request.body()).decode("utf-8", "replace"))
    return fields.get(FIELD, [""])[0]


def _not_meant(en: str, vi: str) -> ForbiddenError:
    return ForbiddenError(
        f"This request was not taken for yours. {en}",
        vi=f"Không thực hiện vì không chắc yêu cầu là của bạn. {vi}",
        field=FIELD,
        hint="Load the page again and repeat it.",
        hint_vi="Tải lại trang rồi thực hiện lại.",
    )
