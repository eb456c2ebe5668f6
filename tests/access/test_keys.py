"""Keys of systems: shown once, ended in time, within their agency."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from motcua.errors import InvalidInputError
from motcua.register.accounts import Rights
from motcua.supervision.access import door, tokens
from motcua.supervision.access.issuing import issue_key
from motcua.supervision.access.roles import Role
from motcua.supervision.access.tokens import digest_of, id_of_key
from tests.access.conftest import PROVINCE, WARD, Clock, House

ME = "/api/v1/me"


async def test_a_key_says_who_a_system_is(house: House, web: httpx2.AsyncClient) -> None:
    me = (await web.get(ME, headers=house.key(Role.ONE_STOP))).json()
    assert (me["agency"], me["officer"], me["whole"], me["csrf"]) == (WARD, None, False, None)
    assert WARD in me["agencies"]
    assert PROVINCE not in me["agencies"]


async def test_a_key_is_kept_as_its_digest_alone(house: House) -> None:
    key = house.key(Role.OFFICER)["Authorization"].removeprefix("Bearer ")
    kept = house.register.api_key(id_of_key(key) or "")
    assert kept is not None
    assert kept.digest == digest_of(key)
    assert key.rsplit("_", 1)[-1] not in kept.model_dump_json()


async def test_a_revoked_key_opens_nothing(house: House, web: httpx2.AsyncClient) -> None:
    headers = house.key(Role.OFFICER)
    assert (await web.get(ME, headers=headers)).status_code == 200
    house.register.revoke_api_key(id_of_key(headers["Authorization"].removeprefix("Bearer ")) or "")
    assert (await web.get(ME, headers=headers)).status_code == 401


async def test_a_key_ends_when_it_was_to_end(house: House, web: httpx2.AsyncClient, moved: Clock) -> None:
    rights = Rights(agency=WARD, roles=("officer",), agencies=(WARD,))
    key = issue_key(house.register, house.ground, rights, "short", datetime.now(UTC) + timedelta(hours=1))
    headers = {"Authorization": f"Bearer {key}"}
    assert (await web.get(ME, headers=headers)).status_code == 200
    moved.ahead = timedelta(hours=1)
    assert (await web.get(ME, headers=headers)).status_code == 401


@pytest.mark.parametrize("spoiled", ["nothing", "mck_", "mck_abc", "Basic x", "mck_000000000000_" + "x" * 43, "ключ"])
async def test_what_is_no_key_is_nobody_s(web: httpx2.AsyncClient, spoiled: str) -> None:
    answer = await web.get(ME, headers={"Authorization": f"Bearer {spoiled}".encode()})
    assert answer.status_code == 401


async def test_the_right_id_with_another_secret_is_nobody_s(house: House, web: httpx2.AsyncClient) -> None:
    key = house.key(Role.OFFICER)["Authorization"]
    assert (
        await web.get(ME, headers={"Authorization": key[:-1] + ("A" if key[-1] != "A" else "B")})
    ).status_code == 401


async def test_secrets_are_compared_in_constant_time(
    house: House, web: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[int, int]] = []
    real = tokens.same

    def watched(one: str, other: str) -> bool:
        compared.append((len(one), len(other)))
        return real(one, other)

    monkeypatch.setattr(door, "same", watched)
    assert (await web.get(ME, headers=house.key(Role.OFFICER))).status_code == 200
    assert compared == [(64, 64)], "digests of one length, compared by hmac.compare_digest"
    assert "compare_digest" in tokens.same.__code__.co_names


async def test_it_is_known_on_which_day_a_key_was_last_used(house: House, web: httpx2.AsyncClient) -> None:
    headers = house.key(Role.OFFICER)
    id = id_of_key(headers["Authorization"].removeprefix("Bearer ")) or ""
    unused = house.register.api_key(id)
    await web.get(ME, headers=headers)
    used = house.register.api_key(id)
    assert unused is not None
    assert used is not None
    assert (unused.last_used_on, used.last_used_on) == (None, house.clock().date())


async def test_a_system_opens_for_its_own_agencies_only(house: House, web: httpx2.AsyncClient) -> None:
    opening = {"key": "k", "by": {"agency": "phu-khuong.ttpvhcc"}, "procedure": "1.013831", "territory": "28777"}
    answer = await web.post("/api/v1/dossiers", json=opening, headers=house.key(Role.ONE_STOP))
    assert answer.status_code == 403
    assert answer.json()["field"] == "by.agency"


async def test_nobody_makes_up_the_past_of_other_agencies(house: House, web: httpx2.AsyncClient) -> None:
    act = {"by": {"agency": "vinhlong.vpdkdd"}, "at": "2026-11-20T09:00:00+07:00", "do": {"kind": "accept"}}
    opening = {"key": "k", "by": {"agency": WARD}, "procedure": "1.013831", "territory": "28777", "past": [act]}
    answer = await web.post("/api/v1/dossiers", json=opening, headers=house.key(Role.ONE_STOP))
    assert answer.status_code == 403
    assert answer.json()["field"] == "past.0.by.agency"


async def test_a_key_needs_no_token_against_forgery(house: House, web: httpx2.AsyncClient) -> None:
    headers = house.key(Role.OFFICER) | {"Origin": "https://elsewhere.example"}
    answer = await web.post("/api/v1/notices/999999/seen", json={"by": {"agency": WARD}}, headers=headers)
    assert answer.status_code == 404


async def test_R72_the_key_of_an_abolished_agency_opens_nothing(house: House, web: httpx2.AsyncClient) -> None:
    answer = await web.get(ME, headers=house.key(Role.ONE_STOP, agency="bentre.ttpvhcc"))
    assert answer.status_code == 403
    assert answer.json()["rule"] == "R72"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("roles", {"roles": ("king",)}),
        ("roles", {"roles": ()}),
        ("agency", {"agency": "nowhere"}),
        ("agencies", {"agencies": ("nowhere",)}),
        ("fields", {"fields": ("Chiêm tinh",)}),
    ],
)
def test_a_key_for_what_is_not_there_is_not_made(house: House, field: str, wrong: dict[str, object]) -> None:
    rights = Rights.model_validate({"agency": PROVINCE, "roles": ("officer",)} | wrong)
    with pytest.raises(InvalidInputError) as refused:
        issue_key(house.register, house.ground, rights, "wrong")
    assert refused.value.field == field
