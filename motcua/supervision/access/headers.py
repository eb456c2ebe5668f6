"""What every response tells a browser: nothing from elsewhere, nothing inline, in no frame, kept nowhere."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from motcua.supervision.access.house import Access

HSTS = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    """Adds them; what a route has said of itself, such as that a file may be kept, stays."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._said = dict(_said(access))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response with the headers it lacks."""

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._said.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, adding if scope["type"] == "http" else send)


def _said(access: Access) -> Iterator[tuple[str, str]]:
    yield "Content-Security-Policy", policy(access.settings.oidc_issuer)
    yield "X-Content-Type-Options", "nosniff"
    yield "X-Frame-Options", "DENY"
    yield "Referrer-Policy", "same-origin"
    yield "Cross-Origin-Opener-Policy", "same-origin"
    yield "Cache-Control", "no-store"
    if access.secure:
        yield "Strict-Transport-Security", HSTS


def policy(issuer: str | None) -> str:
    """Return the content security policy; forms may lead to us, and by way of signing out to the provider."""
    parts = urlsplit(issuer or "")
    provider = f" {parts.scheme}://{parts.netloc}" if issuer else ""
    rules = ("default-src 'self'", f"form-action 'self'{provider}", "frame-ancestors 'none'", "base-uri 'none'")
    return "; ".join((*rules, "object-src 'none'"))
