"""What a page for everybody is written on: nobody signs in, nothing is said of anybody, and each look is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from motcua.supervision.access.door import TheAccess
from motcua.supervision.api.office import Office, TheOffice
from motcua.supervision.telling.stuck import agency_name
from motcua.supervision.web.choices import Choices, choices_of, keep_choices
from motcua.supervision.web.forms import form_of
from motcua.supervision.web.frame import frame_of
from motcua.supervision.web.templating import rendered
from motcua.supervision.web.voice import Voice

LONGEST = 60
"""Characters of the longest code or check value that is looked at."""


@dataclass(frozen=True)
class PublicSheet:
    """One page for everybody."""

    request: Request
    office: Office
    choices: Choices
    now: datetime
    secure: bool

    @property
    def voice(self) -> Voice:
        """Return the language it is written in."""
        return Voice(self.choices.lang, self.office.ground.calendars["vn"].tz)

    async def asked(self) -> dict[str, str]:
        """Return what was typed: the dossier's code and the check value of a paper."""
        form = await form_of(self.request)
        said = {name: form.get(name) for name in ("code", "check")}
        return {name: text.strip()[:LONGEST] if isinstance(text, str) else "" for name, text in said.items()}

    def page(self, template: str, *, again: Mapping[str, str], status: int = 200, **values: Any) -> Response:
        """Return a page; `again` is what was typed, which stays where the language is changed."""
        ground = self.office.ground
        frame = frame_of(self.request, self.choices, self.now, ground.calendars["vn"], None, {})
        names = {"agency": lambda id: agency_name(id, ground), "again": again}
        response = HTMLResponse(rendered(template, self.voice, frame | names | values), status, {"Vary": "Cookie"})
        keep_choices(self.request, response, secure=self.secure)
        return response


def public_sheet_of(request: Request, office: TheOffice, access: TheAccess) -> PublicSheet:
    """Return the sheet of a request."""
    return PublicSheet(request, office, choices_of(request), datetime.now(UTC), access.secure)


ThePublicSheet = Annotated[PublicSheet, Depends(public_sheet_of)]
