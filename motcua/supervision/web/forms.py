"""What a browser sends with a form of ours."""

from starlette.datastructures import FormData
from starlette.requests import Request

SENT_AS = "application/x-www-form-urlencoded"
"""How our forms are sent, all of them; whatever else arrives is none of them, and is not read."""


async def form_of(request: Request) -> FormData:
    """Return the fields of a form; none where it was sent in another way, in which it may bear any coding."""
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return await request.form() if said == SENT_AS else FormData()
