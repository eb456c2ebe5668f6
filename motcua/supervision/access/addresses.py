"""Where a browser goes to sign in, and where it may come back to."""

from urllib.parse import quote, urlsplit

from fastapi import Request


def own_path(next: str) -> str:
    """Return a path of ours as it is, and the front page for everything that could lead elsewhere."""
    plain = next.isprintable() and not any(mark in next for mark in ("\\", "//")) and next.startswith("/")
    return next if plain and not urlsplit(next).path.startswith("/sign-") else "/"


def address_of_sign_in(request: Request) -> str:
    """Return where somebody signs in who wanted to see what a request asks for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/sign-in?next={quote(wanted if request.method == 'GET' else '/', safe='/')}"
