"""Every page somebody can be shown, with an example of each: whoever adds a route adds where it is looked at."""

from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from fastapi import FastAPI
from playwright.async_api import Page
from starlette.responses import HTMLResponse

from motcua.supervision.reporting.asked import Kind
from tests.access.test_routes import routes
from tests.web.doing import Names, be_refused, find_a_paper, open_all, open_report, reveal

SUPERVISOR, LAND, AUDITOR, NOBODY = "played-giam-sat", "played-dat-dai", "played-kiem-toan", ""
COUNTER = "played-mot-cua"
WEB = "motcua.supervision.web."
SOME = quote('{"system":"tax","late_by":"5wd","due_before":"2026-12-01","q":"dat dai","at_risk":true}')
"""A question of the stuck list."""
LATE, PAYING, YEAR = "/dossiers/{late}", "/dossiers/{paying}", "period=2026"


class Look(NamedTuple):
    """One page as somebody sees it."""

    path: str
    """Its address; names in braces stand for what the house has."""
    who: str = SUPERVISOR
    does: Callable[[Page, Names], Awaitable[object]] | None = None
    """What they do on it before it is looked at."""
    refused: bool = False
    """Whether it is a refusal, which the console says too."""


EXAMPLES: dict[str, tuple[Look, ...]] = {
    "GET /": (Look("/"),),
    "GET /inbox": (Look("/inbox?lang=vi", LAND), Look("/inbox?box=mine", LAND), Look("/inbox", refused=True)),
    "GET /morning": (Look("/morning"), Look("/morning?day=2026-11-30&lang=en"), Look("/morning?day=x", refused=True)),
    "GET /intake": (Look("/intake", COUNTER), Look("/intake", LAND, refused=True)),
    "GET /intake/{procedure}": (Look("/intake/1.013225", COUNTER), Look("/intake/1.013831?lang=en", COUNTER)),
    "GET /stuck": (
        Look("/stuck", does=open_all),
        Look("/stuck?reason=moment&stopped=true"),
        Look("/stuck?field=x", refused=True),
    ),
    "GET /dossiers/{code}": (
        *(Look(LATE, does=open_all), Look(f"{PAYING}?lang=en"), Look(f"{PAYING}?as_of={{yesterday}}")),
        *(Look(LATE, LAND, open_all), Look(f"{PAYING}?as_of=2020-10-01T08:00", refused=True)),
    ),
    "POST /dossiers/{code}/applicant": (Look(LATE, LAND, reveal),),
    "POST /dossiers/{code}/actions": (Look(LATE, LAND, be_refused, refused=True),),
    "GET /dossiers/{code}/chain": (Look(f"{LATE}/chain", AUDITOR),),
    "GET /integrity": (Look("/integrity", AUDITOR), Look("/integrity?q=nothing&lang=en", AUDITOR)),
    "GET /find": (Look("/find?q=1/TNHS"),),
    "GET /agencies": (Look("/agencies"),),
    "GET /agencies/{agency}": (
        *(Look("/agencies/vinhlong.ubnd?whole=true&lang=en"), Look("/agencies/an-hoi.ttpvhcc?lang=vi")),
        *(Look("/agencies/vinhlong.vpdkdd"), Look("/agencies/bentre.thue", refused=True)),
    ),
    "GET /procedures": (Look("/procedures"),),
    "GET /procedures/{code}": (Look("/procedures/1.009645"),),
    "GET /repairs": (Look("/repairs"),),
    "GET /repairs/new": (
        *(Look(f"/repairs/new?what={what}") for what in ("skip", "resend", "correct_date")),
        *(Look(f"/repairs/new?what=retry&stuck={asked}&lang=vi") for asked in (SOME, "%7B%7D")),
    ),
    "GET /repairs/{id}": (Look("/repairs/{drafted}"), Look("/repairs/{done}?lang=en"), Look("/repairs/{done}?lang=vi")),
    "GET /reports": (Look("/reports"),),
    "GET /reports/orders/{number}": (Look("/reports/orders/{order}"),),
    "GET /reports/{kind}": tuple(Look(f"/reports/{kind.value}?{YEAR}", does=open_report) for kind in Kind),
    "GET /reports/{kind}/behind": (Look(f"/reports/form06/behind?{YEAR}&figure=3"),),
    "GET /status": (Look("/status", NOBODY),),
    "POST /status": (Look("/status", NOBODY, find_a_paper), Look("/status?lang=en", NOBODY, find_a_paper)),
    "GET /verify": (Look("/verify", NOBODY),),
    "POST /verify": (Look("/verify", NOBODY, find_a_paper),),
    "GET /signed-out": (Look("/signed-out", NOBODY),),
    "GET /api/v1/docs": (Look("/api/v1/docs", NOBODY),),
    "no route": (Look("/nowhere", refused=True), Look("/nowhere?lang=en", NOBODY, refused=True)),
}
LEADS_ON = frozenset(
    {
        *("POST /stuck/views", "POST /stuck/views/{id}/name", "POST /stuck/views/{id}/deletion"),
        *("POST /intake/{procedure}", "POST /repairs", "POST /repairs/{id}/confirmation", "POST /repairs/{id}/retry"),
        *("POST /repairs/{id}/undoing", "POST /reports/{kind}/orders", "GET /dossiers/{code}/actions"),
    }
)
"""What shows nothing itself: it leads to a page, or is refused as `/nowhere` is."""
LOOKS = [(route, look) for route, looks in EXAMPLES.items() for look in looks]


def shown_by(app: FastAPI) -> Iterator[str]:
    """Yield the routes of an app that answer people, as `METHOD /path`."""
    for method, path, route in routes(app):
        is_page = route.endpoint.__module__.startswith(WEB) or route.endpoint.__annotations__["return"] is HTMLResponse
        if is_page and method != "HEAD":
            yield f"{method} {path}"
