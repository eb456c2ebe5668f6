"""Where a browser goes to sign in, and where it may come back to."""

from urllib.parse import quote, urlsplit

from fastapi import Request


def own_path(next: str) -> str:
    """Return a path of ours as it is, and the front page for everything that could lead elsewhere."""
    parts = urlsplit(next)
    plain = next.isprintable() and not any(mark in next for mark in ("\\", "//")) and next.startswith("/")
    ours = plain and not parts.scheme and not parts.netloc and not parts.path.startswith("/sign-")
    return next if ours else "/"


def address_of_sign_in(request: Request) -> str:
    """Return where somebody signs in who wanted to see what a request asks for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/sign-in?next={quote(wanted if request.method == 'GET' else '/', safe='/')}"
