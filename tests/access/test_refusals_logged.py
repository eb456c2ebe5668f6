"""Every refusal is logged in one line: who, what kind, where, which rule; never what was sent; nothing changes."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from structlog.testing import capture_logs

from motcua.procedures.confidentiality import Confidentiality
from motcua.supervision.access.door import SESSION
from motcua.supervision.access.roles import Role
from motcua.supervision.access.tokens import csrf_of, digest_of, id_of_key, new_secret
from tests.access.conftest import WARD, House
from tests.access.test_seeing import OURS, THEIRS, paper
from tests.access.unchanged import kept

SENT = "Nguyễn Văn Thử"
"""Stands for what a person might send, and no log may hold."""
SLUG = "nguyen_van_thu"
OPENED = {"procedure": "1.013831", "territory": "28777", "channel": "direct"}
Told = dict[str, Any]


@pytest.fixture(scope="module")
async def house(new_house: Callable[..., Any]) -> House:
    """Return a house with a dossier of An Hội, which was opened under a key, and one of Phú Khương."""
    built: House = await new_house(unknown_requests_per_minute=1000)
    paper(built, OURS, WARD, "an-hoi.ubnd")
    paper(built, THEIRS, "phu-khuong.ttpvhcc", "phu-khuong.ubnd")
    return built


@pytest.fixture
async def signed(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    """Return a browser signed in as an officer of the ward, that does not say its token by itself."""
    account, secret = house.account(Role.OFFICER), new_secret()
    house.register.start_session(digest_of(secret), account.subject, house.clock())
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=30) as client:
        client.cookies.set(SESSION, secret, domain="127.0.0.1")
        client.headers["X-Test-Officer"] = account.officer
        yield client


@contextmanager
def logged(house: House) -> Iterator[list[Told]]:
    """Yield, once over, the refusals logged meanwhile; none holds what was sent, and nothing has changed."""
    before, refusals = kept(house.register), []
    with capture_logs() as lines:
        yield refusals
    refusals += [line for line in lines if line["event"] == "request_refused"]
    for line in refusals:
        assert SENT not in str(line)
        assert SLUG not in str(line)
    assert {table: rows for table, rows in kept(house.register).items() if rows != before[table]} == {}


def of_key(key: dict[str, str], agency: str = WARD) -> str:
    """Return how logs name a key."""
    return f"{agency}/key:{id_of_key(key['Authorization'].removeprefix('Bearer '))}"


def line(who: str, kind: str, status: int, method: str, route: str | None, **more: Any) -> Told:
    """Return a whole line."""
    told = {"event": "request_refused", "log_level": "warning", "who": who, "kind": kind, "status": status}
    return told | {"method": method, "route": route, "field": None, "rule": None} | more


async def test_a_missing_role_is_logged_with_the_key_that_lacks_it(house: House, web: httpx2.AsyncClient) -> None:
    key = house.key(Role.AUDITOR)
    with logged(house) as refusals:
        sent = await web.post(f"/api/v1/dossiers/{OURS}/applicant", json={"purpose": SENT}, headers=key)
    assert sent.status_code == 403
    assert refusals == [line(of_key(key), "forbidden", 403, "POST", "/api/v1/dossiers/{code}/applicant")]


async def test_a_dossier_of_another_agency_is_logged_without_its_address(house: House, web: httpx2.AsyncClient) -> None:
    key = house.key(Role.OFFICER)
    with logged(house) as refusals:
        assert (await web.get(f"/api/v1/dossiers/{THEIRS}", headers=key)).status_code == 403
    where = "/api/v1/dossiers/{code}"
    assert refusals == [line(of_key(key), "forbidden", 403, "GET", where, field="code")]
    assert THEIRS not in str(refusals)


async def test_what_a_person_did_not_mean_is_logged_of_her_session(house: House, signed: httpx2.AsyncClient) -> None:
    who = f"{WARD}/{signed.headers['X-Test-Officer']}"
    with logged(house) as refusals:
        assert (await signed.post("/api/v1/notices/1/seen", json={"by": {"agency": WARD}})).status_code == 403
        assert (await signed.post(f"/dossiers/{OURS}/actions", data={"offer": SENT})).status_code == 403
    routes = ("/api/v1/notices/{number}/seen", "/dossiers/{code}/actions")
    assert refusals == [line(who, "forbidden", 403, "POST", route, field="csrf") for route in routes]


async def test_an_ended_session_is_logged_of_whose_it_was(
    house: House, signed: httpx2.AsyncClient, moved_here: None
) -> None:
    who = f"{WARD}/{signed.headers['X-Test-Officer']}"
    with logged(house) as refusals:
        assert (await signed.get("/api/v1/me")).status_code == 401
        assert (await signed.get("/stuck", headers={"Accept": "text/html"})).status_code == 303
    told = [(each["who"], each["kind"], each["status"], each["route"]) for each in refusals]
    assert told == [(who, "not-signed-in", 401, "/api/v1/me"), (who, "not-signed-in", 401, "/stuck")]


@pytest.fixture
def moved_here(house: House, signed: httpx2.AsyncClient) -> Iterator[None]:
    """Let an hour pass after signing in."""
    house.clock.ahead = timedelta(hours=1)
    yield
    house.clock.ahead = timedelta(0)


async def test_a_revoked_key_is_logged_by_its_id_and_one_nobody_has_by_none(
    house: House, web: httpx2.AsyncClient
) -> None:
    key = house.key(Role.OFFICER)
    id = id_of_key(key["Authorization"].removeprefix("Bearer "))
    assert id is not None
    house.register.revoke_api_key(id)
    with logged(house) as refusals:
        for headers in (key, {"Authorization": f"Bearer mck_{SLUG}_x"}, {}):
            assert (await web.get("/api/v1/me", headers=headers)).status_code == 401
    assert [each["who"] for each in refusals] == [of_key(key), "nobody", "nobody"]
    assert {each["kind"] for each in refusals} == {"not-signed-in"}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"cursor": f"{SENT}"}, "cursor"),
        ({"cursor": "e30"}, "cursor"),
        ({"agency": SENT}, "agency"),
        ({"procedure": "1' OR '1'='1"}, "procedure"),
        ({"late_by": SENT}, "late_by"),
        ({"limit": SENT}, "limit"),
        ({"system": SENT}, "system"),
    ],
)
async def test_a_tampered_cursor_or_a_hostile_filter_is_logged_by_its_field_alone(
    house: House, web: httpx2.AsyncClient, asked: dict[str, str], field: str
) -> None:
    key = house.key(Role.SUPERVISOR, whole=True)
    with logged(house) as refusals:
        assert (await web.get("/api/v1/stuck", params=asked, headers=key)).status_code == 422
    (told,) = refusals
    assert (told["who"], told["status"], told["field"]) == (of_key(key, WARD), 422, field)
    assert told["route"] == "/api/v1/stuck"


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({SLUG: "x"}, 422, "…"),  # a field that somebody thought up bears a name of theirs
        ({SENT: "x"}, 422, "…"),
        ({"by": {"agency": WARD, SLUG: "x"}}, 422, "by.…"),
        ({"data": {SLUG: 1}}, 422, "do.data.…"),
        ({"applicant": {"name": [SENT]}}, 422, "applicant.…"),
        ({"territory": SENT}, 404, "seat"),
    ],
)
async def test_of_a_body_that_does_not_fit_no_name_and_no_value_of_the_senders_is_logged(
    house: House, web: httpx2.AsyncClient, wrong: dict[str, Any], status: int, field: str
) -> None:
    key = house.key(Role.ONE_STOP)
    asked = OPENED | {"key": "new-1", "by": {"agency": WARD, "officer": "tn-1"}} | wrong
    with logged(house) as refusals:
        answer = await web.post("/api/v1/dossiers", json=asked, headers=key)
        assert answer.status_code == status, answer.text
    (told,) = refusals
    assert (told["who"], told["field"], told["route"]) == (of_key(key), field, "/api/v1/dossiers")


async def test_of_a_decision_no_name_that_somebody_thought_up_is_logged(house: House, web: httpx2.AsyncClient) -> None:
    key = house.key(Role.OPERATOR, whole=True, clearance=Confidentiality.RESTRICTED)
    asked = {"by": {"agency": WARD}, "reason": "bão", "decision": {SLUG: 1}}
    with logged(house) as refusals:
        assert (await web.post("/api/v1/calendars/decisions", json=asked, headers=key)).status_code == 422
    (told,) = refusals
    assert SLUG not in str(told)


async def test_what_nobody_can_read_is_logged_of_the_key_that_sent_it(house: House, web: httpx2.AsyncClient) -> None:
    key = house.key(Role.ONE_STOP) | {"Content-Type": "application/json"}
    with logged(house) as refusals:
        assert (await web.post("/api/v1/dossiers", content=f"{{{SENT}", headers=key)).status_code == 400
        huge = await web.post("/api/v1/dossiers", content=b"x" * 300_000, headers=key)
    assert huge.status_code == 413
    kinds = [("not-json", 400), ("too-large", 413)]
    assert refusals == [line(of_key(key), *kind, "POST", "/api/v1/dossiers", field="body") for kind in kinds]


async def test_R74_a_key_that_was_used_for_something_else_is_logged(house: House, web: httpx2.AsyncClient) -> None:
    key, by = house.key(Role.ONE_STOP), {"agency": WARD, "officer": "tn-1"}
    allotted = house.register.allot("once", WARD, "another", "000.01.41.H61", datetime.now(UTC).date())
    paper(house, allotted.code, WARD, "an-hoi.ubnd")
    with logged(house) as refusals:
        answer = await web.post("/api/v1/dossiers", json=OPENED | {"key": "once", "by": by}, headers=key)
        assert answer.status_code == 409, answer.text
    (told,) = refusals
    assert (told["who"], told["kind"], told["status"]) == (of_key(key), "conflict", 409)
    assert told["rule"] == answer.json().get("rule")


async def test_whoever_asks_too_often_is_logged(new_house: Callable[..., Any]) -> None:
    house: House = await new_house(system_requests_per_minute=1, unknown_requests_per_minute=1)
    key = house.key(Role.AUDITOR)
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as web:
        assert (await web.get("/api/v1/me", headers=key)).status_code == 200
        assert (await web.get("/api/v1/docs")).status_code == 200
        with logged(house) as refusals:
            assert (await web.get("/api/v1/me", headers=key)).status_code == 429
            assert (await web.get("/api/v1/docs")).status_code == 429
    told = [(each["who"], each["kind"], each["route"]) for each in refusals]
    assert told == [(of_key(key), "too-many-requests", "/api/v1/me"), ("nobody", "too-many-requests", "/api/v1/docs")]


async def test_an_address_that_does_not_exist_is_logged_without_it(house: House, web: httpx2.AsyncClient) -> None:
    with logged(house) as refusals:
        assert (await web.get(f"/{SLUG}")).status_code == 404
        assert (await web.delete("/api/v1/stuck")).status_code == 405
    told = [(each["who"], each["kind"], each["route"]) for each in refusals]
    assert told == [("nobody", "http-404", None), ("nobody", "http-405", "/api/v1/stuck")]


async def test_what_is_refused_on_a_page_is_logged_as_over_the_api(house: House, signed: httpx2.AsyncClient) -> None:
    who = f"{WARD}/{signed.headers['X-Test-Officer']}"
    token = {"X-CSRF-Token": csrf_of(signed.cookies[SESSION]), "Accept": "text/html"}
    with logged(house) as refusals:
        assert (await signed.get(f"/dossiers/{THEIRS}", headers=token)).status_code == 403
        wrong = {"offer": "", "seq": SENT}
        assert (await signed.post(f"/dossiers/{OURS}/actions", data=wrong, headers=token)).status_code == 422
        nul = {"offer": "accept", "seq": "2", SLUG: "\x00"}
        assert (await signed.post(f"/dossiers/{OURS}/actions", data=nul, headers=token)).status_code == 422
    told = [(each["who"], each["status"], each["route"], each["field"]) for each in refusals]
    assert told == [
        (who, 403, "/dossiers/{code}", "code"),
        (who, 422, "/dossiers/{code}/actions", "offer"),
        (who, 422, "/dossiers/{code}/actions", "…"),
    ]
