"""Sessions while they last: meant by the person, ended in time, ended with the account and the agency."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import httpx2
import pytest

from motcua.dossiers.ground import Ground
from motcua.errors import ForbiddenError
from motcua.register.accounts import Account
from motcua.supervision.access.door import SESSION
from motcua.supervision.access.recognising import viewer_of_account
from motcua.supervision.access.roles import Role
from motcua.supervision.access.tokens import csrf_of, digest_of, new_secret
from tests.access.conftest import WARD, Clock, House

MINE = "/api/v1/notices/999999/seen"


class Signed(httpx2.AsyncClient):
    """A browser that is signed in."""

    account: Account
    secret: str

    @property
    def token(self) -> dict[str, str]:
        """Return the header that unsafe requests carry."""
        return {"X-CSRF-Token": csrf_of(self.secret)}

    @property
    def said(self) -> dict[str, object]:
        """Return a body that says who acts."""
        return {"by": {"agency": self.account.agency, "officer": self.account.officer}}


@pytest.fixture
async def signed(house: House) -> AsyncIterator[Signed]:
    """Return a browser signed in as an officer of a ward."""
    async with Signed(base_url=house.address, trust_env=False, timeout=30) as client:
        client.account = house.account(Role.OFFICER)
        client.secret = new_secret()
        house.register.start_session(digest_of(client.secret), client.account.subject, house.clock())
        client.cookies.set(SESSION, client.secret, domain="127.0.0.1")
        yield client


async def test_what_a_session_does_carries_its_token(signed: Signed) -> None:
    answer = await signed.post(MINE, json=signed.said, headers=signed.token)
    assert answer.status_code == 404  # the notice is missing, nothing else


@pytest.mark.parametrize(
    ("what", "headers"),
    [
        ("no token", {}),
        ("a wrong token", {"X-CSRF-Token": "x" * 43}),
        ("another site says so", {"Sec-Fetch-Site": "cross-site"}),
        ("a neighbour of the same domain", {"Sec-Fetch-Site": "same-site"}),
        ("another origin", {"Origin": "https://elsewhere.example"}),
        ("no origin it would name", {"Origin": "null"}),
    ],
)
async def test_what_was_not_meant_is_not_done(signed: Signed, what: str, headers: dict[str, str]) -> None:
    carried = {} if "token" in what else signed.token
    answer = await signed.post(MINE, json=signed.said, headers=carried | headers)
    assert answer.status_code == 403, what
    assert answer.json()["field"] == "csrf"


async def test_our_own_page_is_believed(signed: Signed, house: House) -> None:
    own = {"Origin": house.address, "Sec-Fetch-Site": "same-origin"}
    assert (await signed.post(MINE, json=signed.said, headers=signed.token | own)).status_code == 404


async def test_the_token_of_another_session_does_not_fit(signed: Signed) -> None:
    answer = await signed.post(MINE, json=signed.said, headers={"X-CSRF-Token": csrf_of(new_secret())})
    assert answer.status_code == 403


async def test_a_session_ends_when_it_is_not_used(signed: Signed, moved: Clock) -> None:
    moved.ahead = timedelta(minutes=29)
    assert (await signed.get("/api/v1/me")).status_code == 200
    moved.ahead = timedelta(minutes=58)
    assert (await signed.get("/api/v1/me")).status_code == 200
    moved.ahead = timedelta(minutes=89)
    ended = await signed.get("/api/v1/me")
    assert ended.status_code == 401
    assert "Phiên" in ended.json()["detail_vi"]
    moved.ahead = timedelta(0)
    assert (await signed.get("/api/v1/me")).status_code == 401, "an ended session stays ended"


async def test_a_session_ends_after_ten_hours_however_much_it_is_used(signed: Signed, moved: Clock) -> None:
    for minutes in range(20, 600, 20):
        moved.ahead = timedelta(minutes=minutes)
        assert (await signed.get("/api/v1/me")).status_code == 200
    moved.ahead = timedelta(minutes=601)
    assert (await signed.get("/api/v1/me")).status_code == 401


async def test_an_account_that_ends_ends_at_once(signed: Signed, house: House) -> None:
    assert (await signed.get("/api/v1/me")).status_code == 200
    house.register.end_account(signed.account.subject)
    assert (await signed.get("/api/v1/me")).status_code == 403


async def test_a_browser_without_session_is_led_to_the_sign_in(web: httpx2.AsyncClient) -> None:
    answer = await web.post("/sign-out", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/"
    by_htmx = await web.post("/sign-out", headers={"HX-Request": "true"})
    assert by_htmx.status_code == 401
    assert by_htmx.headers["hx-redirect"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("at", "may"),
    [
        ("2025-06-30T23:59:59+07:00", True),
        ("2025-07-01T00:00:00+07:00", False),  # Tuesday: its last day ended at 24:00
        ("2025-06-30T17:00:00+00:00", False),  # the same moment, told in UTC
    ],
)
def test_R72_what_people_of_an_abolished_agency_may_do_ends_with_its_last_day(
    ground: Ground, at: str, may: bool
) -> None:
    account = Account(
        subject="s",
        name="n",
        agency="bentre.ttpvhcc",
        officer="bt-01",
        roles=("one_stop",),
        agencies=("bentre.ttpvhcc",),
    )
    if may:
        viewer = viewer_of_account(account, ground, datetime.fromisoformat(at))
        assert viewer.scope.agencies == {"bentre.ttpvhcc"}
        return
    with pytest.raises(ForbiddenError) as refused:
        viewer_of_account(account, ground, datetime.fromisoformat(at))
    assert refused.value.rule == "R72"


async def test_an_officer_acts_as_herself_and_for_her_agency_only(signed: Signed) -> None:
    for by in (
        {"agency": WARD, "officer": "somebody-else"},
        {"agency": WARD},
        {"agency": "an-hoi.cong-an", "officer": signed.account.officer},
        {"agency": "law"},
        {"agency": "applicant"},
        {"agency": "system:payment"},
    ):
        answer = await signed.post(
            "/api/v1/dossiers/000.01.41.H61-261120-0001/actions",
            json={"key": "k", "by": by, "do": {"kind": "accept"}},
            headers=signed.token,
        )
        assert answer.status_code == 403, by
