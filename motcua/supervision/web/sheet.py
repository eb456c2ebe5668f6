"""What a page is written on: who reads it, in which language, with the frame around it.

A route takes `sheet: TheSheet`, asks the register off the loop, and returns `sheet.page("name.html", …)`. Where htmx
asks for one part of a page (`data-hx-get`, `data-hx-target="#live"`), only the template's block of that name is
rendered, and not at all where it is the same as before.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from motcua.dossiers.ground import Ground
from motcua.errors import MotcuaError
from motcua.register.register import Register
from motcua.supervision.access.door import TheAccess, TheViewer
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.api.faults import SentNameError
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.telling.stuck import agency_name, field_name
from motcua.supervision.web.choices import Choices, address_with, choices_of, keep_choices
from motcua.supervision.web.forms import form_of
from motcua.supervision.web.frame import counts_of, frame_of
from motcua.supervision.web.keeping import Dated
from motcua.supervision.web.templating import rendered
from motcua.supervision.web.voice import Voice
from motcua.worktime.calendar import WorkCalendar

T = TypeVar("T")
AT = "X-Motcua-At"
"""Says of what moment the oldest figures of a part are, as `09:10:04`."""
VARY = "HX-Request, HX-Target, Cookie"
"""What a page depends on besides its address."""


@dataclass(frozen=True)
class Sheet:
    """One page being written."""

    request: Request
    office: Office
    viewer: Viewer
    choices: Choices
    now: datetime
    counts: Mapping[str, int]
    secure: bool
    read_at: list[datetime] = field(default_factory=list)
    """The moments of the figures on it that are kept for all."""

    @property
    def register(self) -> Register:
        """Return the register."""
        return self.office.register

    @property
    def ground(self) -> Ground:
        """Return procedures, agencies and calendars."""
        return self.office.ground

    @property
    def calendar(self) -> WorkCalendar:
        """Return the working time of the reader's own agency."""
        return calendar_of(self.ground, self.viewer)

    @property
    def today(self) -> date:
        """Return the local day there."""
        return self.now.astimezone(self.calendar.tz).date()

    @property
    def voice(self) -> Voice:
        """Return the language it is written in."""
        return Voice(self.choices.lang, self.ground.calendars["vn"].tz)

    @property
    def part(self) -> str | None:
        """Return the part htmx asks for; None: the whole page."""
        asked = self.request.headers
        whole = "HX-Request" not in asked or "HX-History-Restore-Request" in asked
        return None if whole else asked.get("HX-Target") or None

    @property
    def frame(self) -> dict[str, Any]:
        """Return the values of what stands around every page."""
        return frame_of(self.request, self.choices, self.now, self.calendar, self.viewer, self.counts)

    def may_see(self, agency: str) -> bool:
        """Whether an agency has a page for the reader; applicants and ids nobody knows have none."""
        within = self.viewer.scope.agencies
        return self.ground.directory.knows(agency) and (within is None or agency in within)

    async def form(self) -> FormData:
        """Return the fields of a form that was sent; the guard has checked its token before.

        Raises:
            InvalidInputError: A field holds a character that no register keeps.
        """
        form = await form_of(self.request)
        for name, sent in form.multi_items():
            if "\x00" in str(sent):
                raise SentNameError("It holds a NUL character.", vi="Nội dung chứa ký tự NUL.", field=name)
        return form

    def figures(self, dated: Dated[T]) -> T:
        """Return figures that were counted for others too; the page says of what moment its oldest are."""
        self.read_at.append(dated.at)
        return dated.value

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page, or the part that is asked for."""
        part = self.part
        at = min([self.now, *self.read_at])
        names = {
            "agency": lambda id: agency_name(id, self.ground),
            "field_name": lambda field: field_name(field, self.ground),
            "may_see": self.may_see,
            "figures_at": at,
        }
        body = rendered(template, self.voice, self.frame | names | values, part).encode()
        headers = {AT: f"{at.astimezone(self.voice.zone):%H:%M:%S}", "Vary": VARY}
        if part is not None:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            if self.request.headers.get("If-None-Match") == headers["ETag"]:
                return Response(status_code=304, headers=headers)
        response = HTMLResponse(body, status, headers)
        keep_choices(self.request, response, secure=self.secure)
        return response

    def address(self, **said: str) -> str:
        """Return this page's address with another choice of language or theme."""
        return address_with(self.request, **said)


async def sheet_of(request: Request, office: TheOffice, access: TheAccess, viewer: TheViewer) -> Sheet:
    """Return the sheet of a request."""
    now = datetime.now(UTC)
    whole = "HX-Request" not in request.headers
    counts = await off_loop(counts_of, office.register, viewer) if whole else {}
    return Sheet(request, office, viewer, choices_of(request), now, counts, access.secure)


TheSheet = Annotated[Sheet, Depends(sheet_of)]


def calendar_of(ground: Ground, viewer: Viewer | None) -> WorkCalendar:
    """Return a reader's working time; the country's where the agency has none."""
    try:
        return ground.calendar_of(viewer.agency) if viewer else ground.calendars["vn"]
    except MotcuaError:
        return ground.calendars["vn"]
