"""Signing in through a real provider over HTTP: the whole way, and every way of spoiling it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc.jwk import ECKey
from sqlalchemy import select, update

from motcua.errors import InvalidInputError
from motcua.register.access_tables import SessionRow, SignInRow
from motcua.supervision.access.addresses import own_path
from motcua.supervision.access.door import SESSION
from motcua.supervision.access.played.__main__ import must_be_here
from motcua.supervision.access.played.codes import Asked
from motcua.supervision.access.provider import Provider, challenge_of
from motcua.supervision.access.sign_in import BACK, BROWSER
from motcua.supervision.access.tokens import digest_of
from tests.access.browser import Browser
from tests.access.conftest import Clock, House, Played

SUPERVISOR = "played-giam-sat"


@pytest.fixture
async def browser(house: House) -> AsyncIterator[Browser]:
    """Return a browser without cookies."""
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=30) as client:
        yield Browser(client)


def code_in(back: str) -> str:
    """Return the code that stands in the address a browser is sent back to."""
    return parse_qs(urlsplit(back).query)["code"][0]


def spoil(house: House, back: str, **values: str) -> None:
    """Change what was kept of the sign-in that an address leads back to."""
    state = parse_qs(urlsplit(back).query)["state"][0]
    with house.register._store.writing() as connection:
        of_it = update(SignInRow).where(SignInRow.digest == digest_of(state))
        assert connection.execute(of_it.values(**values)).rowcount == 1


def all_sessions(house: House) -> list[str]:
    """Return the digests of all sessions there ever were."""
    with house.register._store.reading() as connection:
        return list(connection.scalars(select(SessionRow.digest)))


async def fresh_state(browser: Browser) -> str:
    """Begin a sign-in and return its state."""
    return parse_qs(urlsplit(await browser.begin()).query)["state"][0]


async def test_somebody_signs_in_and_comes_back_to_the_page_asked_for(browser: Browser) -> None:
    answer = await browser.sign_in(SUPERVISOR, "/stuck?agency=vinhlong.vpdkdd")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/stuck?agency=vinhlong.vpdkdd"
    me = (await browser.client.get("/api/v1/me")).json()
    assert (me["agency"], me["officer"], me["roles"]) == ("vinhlong.ubnd", "vl-gs-01", ["supervisor"])


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser, house: House) -> None:
    answer = await browser.sign_in(SUPERVISOR)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(SESSION))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    secret = browser.client.cookies[SESSION]
    with house.register._store.reading() as connection:
        kept = connection.exec_driver_sql("SELECT digest FROM session").scalars().all()
    assert digest_of(secret) in kept
    assert secret not in kept


async def test_no_secret_stands_in_an_address_of_ours(browser: Browser) -> None:
    place = await browser.begin()
    asked = parse_qs(urlsplit(place).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert "code_verifier" not in asked
    assert browser.client.cookies[BROWSER] not in place


async def test_a_state_is_good_once(browser: Browser) -> None:
    back = await browser.choose(await browser.begin(), SUPERVISOR)
    assert (await browser.client.get(back)).status_code == 303
    browser.client.cookies.delete(SESSION)
    again = await browser.client.get(back)
    assert again.status_code == 401
    assert SESSION not in browser.client.cookies


async def test_a_sign_in_begun_in_another_browser_is_refused(browser: Browser, house: House) -> None:
    back = await browser.choose(await browser.begin(), SUPERVISOR)
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as victim:
        await Browser(victim).begin()
        assert (await victim.get(back)).status_code == 401
        assert SESSION not in victim.cookies


async def test_a_state_nobody_was_given_is_refused(browser: Browser) -> None:
    await browser.begin()
    answer = await browser.client.get("/sign-in/callback", params={"code": "x", "state": "y"})
    assert answer.status_code == 401
    assert "Chưa đăng nhập được" in answer.text


async def test_a_sign_in_that_took_too_long_is_refused(browser: Browser, moved: Clock) -> None:
    back = await browser.choose(await browser.begin(), SUPERVISOR)
    moved.ahead = timedelta(minutes=11)
    assert (await browser.client.get(back)).status_code == 401


async def test_what_the_provider_refuses_is_refused(browser: Browser) -> None:
    state = parse_qs(urlsplit(await browser.begin()).query)["state"][0]
    denied = await browser.client.get("/sign-in/callback", params={"error": "access_denied", "state": state})
    assert denied.status_code == 401


async def test_a_sign_in_whose_pkce_verifier_is_another_is_refused_by_provider_and_client(
    browser: Browser, house: House, provider: Played
) -> None:
    back = await browser.choose(await browser.begin(), SUPERVISOR)
    spoil(house, back, verifier="v" * 43)
    sessions = len(all_sessions(house))
    refused = await browser.client.get(back)
    assert refused.status_code == 401
    assert "did not take the code" in refused.text
    assert SESSION not in browser.client.cookies
    assert len(all_sessions(house)) == sessions
    assert code_in(back) not in provider.desk.codes  # whoever guessed has spent it for everybody


async def test_a_code_that_was_redeemed_is_refused_by_provider_and_client(browser: Browser, house: House) -> None:
    back = await browser.choose(await browser.begin(), SUPERVISOR)
    assert (await browser.client.get(back)).status_code == 303
    browser.client.cookies.delete(SESSION)
    sessions = len(all_sessions(house))
    refused = await browser.client.get(BACK, params={"code": code_in(back), "state": await fresh_state(browser)})
    assert refused.status_code == 401
    assert SESSION not in browser.client.cookies
    assert len(all_sessions(house)) == sessions


async def test_the_code_of_another_sign_in_is_refused_though_nobody_has_redeemed_it(
    browser: Browser, house: House
) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as other:
        stolen = code_in(await Browser(other).choose(await Browser(other).begin(), SUPERVISOR))
    refused = await browser.client.get(BACK, params={"code": stolen, "state": await fresh_state(browser)})
    assert refused.status_code == 401
    assert SESSION not in browser.client.cookies


async def test_a_genuine_code_under_a_wrong_state_is_refused_and_not_even_shown_to_the_provider(
    browser: Browser, provider: Played
) -> None:
    back = await browser.choose(await browser.begin(), SUPERVISOR)
    refused = await browser.client.get(BACK, params={"code": code_in(back), "state": "not-the-one"})
    assert refused.status_code == 401
    assert SESSION not in browser.client.cookies
    assert code_in(back) in provider.desk.codes


async def test_a_sign_in_whose_nonce_is_another_is_refused_by_the_client(browser: Browser, house: House) -> None:
    back = await browser.choose(await browser.begin(), SUPERVISOR)
    spoil(house, back, nonce="not-the-one")
    refused = await browser.client.get(back)
    assert refused.status_code == 401
    assert "another sign-in" in refused.text
    assert SESSION not in browser.client.cookies


@pytest.mark.parametrize(
    ("wrong", "status", "spent"),
    [
        ({"code_verifier": "v" * 43}, 400, True),
        ({"code_verifier": ""}, 422, False),
        ({"redirect_uri": "https://elsewhere.example/"}, 400, True),
        ({"client_id": "another"}, 400, True),
        ({"grant_type": "refresh_token"}, 400, False),
        ({"code": "x"}, 400, False),
    ],
)
async def test_the_provider_gives_no_token_for_a_code_that_is_not_wholly_the_askers(
    provider: Played, wrong: dict[str, str], status: int, spent: bool
) -> None:
    verifier, back = "r" * 43, f"http://127.0.0.1:{provider.site_port}{BACK}"
    code = provider.desk.give(Asked("motcua", back, "state", "nonce", challenge_of(verifier)), SUPERVISOR)
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    asked |= {"client_id": "motcua"}
    async with httpx2.AsyncClient(base_url=provider.desk.issuer, trust_env=False) as outside:
        refused = await outside.post("/token", data=asked | wrong)
        assert (refused.status_code, "id_token" in refused.json()) == (status, False)
        assert (code in provider.desk.codes) is not spent
        if not spent:
            assert (await outside.post("/token", data=asked)).status_code == 200
        assert (await outside.post("/token", data=asked)).json() == {"error": "invalid_grant"}, "a code is good once"


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("another provider", {"iss": "https://elsewhere.example"}),
        ("somebody else", {"aud": "another-client"}),
        ("several, and not for us in the first place", {"aud": ["motcua", "other"], "azp": "other"}),
        ("another sign-in", {"nonce": "not-the-one"}),
        ("an hour ago", {"exp": 1_700_000_000}),
        ("tomorrow", {"iat": 4_000_000_000, "exp": 4_000_000_300}),
        ("no moment at all", {"exp": None}),
        ("nobody", {"sub": ""}),
    ],
)
async def test_a_token_for_or_from_anything_else_is_refused(
    browser: Browser, provider: Played, monkeypatch: pytest.MonkeyPatch, what: str, wrong: dict[str, object]
) -> None:
    real = provider.desk.id_token
    monkeypatch.setattr(provider.desk, "id_token", lambda subject, nonce: real(subject, **({"nonce": nonce} | wrong)))
    assert (await browser.sign_in(SUPERVISOR)).status_code == 401, what
    assert SESSION not in browser.client.cookies


async def test_a_token_signed_by_somebody_else_is_refused(
    browser: Browser, provider: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = provider.desk.key
    forger = ECKey.generate_key("P-256", {"kid": genuine.kid, "use": "sig"})
    back = await browser.choose(await browser.begin(), SUPERVISOR)
    real = provider.desk.id_token

    def forged(subject: str, nonce: str) -> str:
        provider.desk.key = forger
        try:
            return real(subject, nonce)
        finally:
            provider.desk.key = genuine

    monkeypatch.setattr(provider.desk, "id_token", forged)
    assert (await browser.client.get(back)).status_code == 401


async def test_new_keys_of_the_provider_are_fetched(browser: Browser, provider: Played, moved: Clock) -> None:
    assert (await browser.sign_in(SUPERVISOR)).status_code == 303
    provider.desk.change_key()
    moved.ahead = timedelta(seconds=30)
    assert (await browser.sign_in(SUPERVISOR)).status_code == 303


async def test_whoever_has_no_account_is_told_so(browser: Browser, house: House) -> None:
    house.register.end_account("played-tu-phap")
    answer = await browser.sign_in("played-tu-phap")
    assert answer.status_code == 403
    assert "Tài khoản" in answer.text
    assert SESSION not in browser.client.cookies


async def test_R72_nobody_of_an_abolished_agency_signs_in(browser: Browser) -> None:
    answer = await browser.sign_in("played-ben-tre")
    assert answer.status_code == 403
    assert "không hoạt động" in answer.text


async def test_signing_in_gives_a_new_session_and_ends_the_old(browser: Browser, house: House) -> None:
    browser.client.cookies.set(SESSION, "planted-by-somebody-else", domain="127.0.0.1")
    await browser.sign_in(SUPERVISOR)
    first = browser.client.cookies[SESSION]
    assert first != "planted-by-somebody-else"
    assert house.register.session(digest_of("planted-by-somebody-else")) is None
    await browser.sign_in("played-mot-cua")
    ended = house.register.session(digest_of(first))
    assert ended is not None
    assert ended.ended_at is not None


async def test_signing_out_ends_the_session_here_and_at_the_provider(browser: Browser, provider: Played) -> None:
    await browser.sign_in(SUPERVISOR)
    secret = browser.client.cookies[SESSION]
    answer = await browser.client.post("/sign-out", data={"csrf": await browser.csrf()})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{provider.desk.issuer}/end-session?")
    browser.client.cookies.set(SESSION, secret, domain="127.0.0.1")
    assert (await browser.client.get("/api/v1/me")).status_code == 401
    assert (await browser.client.get("/signed-out")).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "comes_back_to"),
    [
        ("/stuck?agency=a", "/stuck?agency=a"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("//[", "/"),
        ("http://[", "/"),
        ("/[", "/["),
        ("/\\elsewhere.example", "/"),
        ("/%0d%0a", "/%0d%0a"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
        ("/sign-out", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_led_elsewhere_by_signing_in(wanted: str, comes_back_to: str) -> None:
    assert own_path(wanted) == comes_back_to


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.5", "mot-cua.example.gov.vn", "::"])
def test_persons_are_played_on_this_machine_only(host: str) -> None:
    with pytest.raises(InvalidInputError, match="this machine only"):
        must_be_here(host, "--host")


def test_a_provider_is_reached_encrypted_or_on_this_machine(house: House) -> None:
    with pytest.raises(InvalidInputError, match="https"):
        Provider("http://id.example.gov.vn", "motcua", None, house.clock)


def test_tables_of_sessions_hold_no_secret_in_clear() -> None:
    columns = {column.name for row in (SessionRow, SignInRow) for column in row.__table__.columns}
    assert not columns & {"secret", "token", "state", "cookie", "access_token", "id_token"}
