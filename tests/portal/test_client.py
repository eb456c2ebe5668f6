"""R60–R64 over real HTTP: the client against the played portal, which checks everything."""

import itertools
from typing import Any

import pytest

from motcua.departments.errors import DepartmentUnavailableError, UnreadableAnswerError
from motcua.departments.portal.answers import Meaning
from motcua.departments.portal.codes import Service
from motcua.departments.portal.profile import load_portal
from motcua.departments.portal.telling import told
from motcua.errors import InvalidInputError
from tests.dossiers.houses import ten_days
from tests.dossiers.life import Life
from tests.portal.strict import entry, wording
from tests.portal.test_told import asked_and_given, completed

UNIT = "000.00.07.H07"
NUMBERS = itertools.count(1)


def entries(life: Life, code: str) -> list[tuple[Service, dict[str, Any]]]:
    """Return everything that is told of a life, as it is sent."""
    words = wording(life.ground, ten_days())
    return [(message.service, entry(message, words) | {"MaHoSo": code}) for message in told(life.transitions)]


@pytest.fixture
def code() -> str:
    """Return the code of a dossier the portal has never heard of."""
    return f"000.00.07.H07-261102-{next(NUMBERS):04}"


def records(life: Life, code: str) -> list[dict[str, Any]]:
    return [said for service, said in entries(life, code) if service is Service.DOSSIER]


async def test_R60_R61_a_whole_life_is_taken_in_order_the_first_push_and_then_updates(connect, portal, code):
    client = connect()
    first = True
    for number, (service, said) in enumerate(entries(completed(Life(ten_days(), "Mon 2026-11-02 08:00")), code)):
        if service is Service.DOSSIER:
            heard = await client.push(UNIT, said, f"{code}/{number}", first=first)
            first = False
        else:
            heard = await client.progress(UNIT, said, f"{code}/{number}")
        assert heard.meaning is Meaning.DONE, (heard, said)
    assert portal.heard(code) == ["2", "4", "9", "10"]
    held = await client.look_up(UNIT, code)
    assert held is not None
    assert (held["TrangThaiHoSo"], held["NgayTra"]) == ("10", "20261105100000")


async def test_R61_message_5_three_times_is_one_row(connect, portal, code):
    client = connect()
    received, work, asked, *_ = records(asked_and_given(), code)
    await client.push(UNIT, received, "e1", first=True)
    await client.push(UNIT, work, "e2", first=False)
    meanings = [(await client.push(UNIT, asked, "e3", first=False)).meaning for _ in range(3)]
    assert meanings == [Meaning.DONE, Meaning.ALREADY, Meaning.ALREADY]
    assert [(event["status"], event["times"]) for event in portal.events(code)] == [("2", 1), ("4", 1), ("5", 3)]


async def test_R61_an_update_before_the_first_push_and_a_second_first_push_are_told_apart(connect, code):
    client = connect()
    received, work, *_ = records(asked_and_given(), code)
    assert (await client.push(UNIT, work, "e2", first=False)).meaning is Meaning.UNKNOWN_DOSSIER
    assert await client.look_up(UNIT, code) is None
    assert (await client.push(UNIT, received, "e1", first=True)).meaning is Meaning.DONE
    assert (await client.push(UNIT, work, "e2", first=True)).meaning is Meaning.EXISTS


async def test_R60_the_portal_refuses_an_illegal_jump_and_keeps_what_it_has(connect, portal, code):
    client = connect()
    received, *_, returned = records(completed(Life(ten_days(), "Mon 2026-11-02 08:00")), code)
    await client.push(UNIT, received, "e1", first=True)
    heard = await client.push(UNIT, returned, "e2", first=False)
    assert (heard.meaning, heard.code) == (Meaning.WRONG, "09")
    assert portal.holds(code) == "2"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"NgayTiepNhan": "2026-11-02"}, "03"),
        ({"NgayTiepNhan": "20261302080000"}, "03"),
        ({"TrangThaiHoSo": "11"}, "02"),
        ({"TrangThaiHoSo": 2}, "02"),
        ({"LoaiDoiTuong": "9"}, "02"),
        ({"HinhThuc": "0"}, "02"),
        ({"MaTTHC": "TN13"}, "01"),
        ({"MaLinhVuc": "xây dựng"}, "01"),
        ({"MaHoSo": "000.00.1.H22-250630-0012"}, "01"),
        ({"Unknown": ""}, "01"),
        ({"DonViXuLy": ""}, "01"),
    ],
)
async def test_the_played_portal_checks_every_field(connect, code, change, error):
    heard = await connect().push(UNIT, records(asked_and_given(), code)[0] | change, "e1", first=True)
    assert (heard.meaning, heard.code) == (Meaning.WRONG, error)


async def test_a_field_that_is_missing_is_wrong_whichever_it_is(connect, code):
    client, whole = connect(), records(asked_and_given(), code)[0]
    for name in whole:
        said = {key: value for key, value in whole.items() if key != name}
        if name != "MaHoSo":
            assert (await client.push(UNIT, said, "e1", first=True)).code == "01", name


@pytest.mark.parametrize(("told_of", "error"), [("unknown", "04"), ("without_receiver", "05")])
async def test_R64_an_unknown_agency_and_one_without_a_receiver_are_known_as_such(
    connect, portal, code, told_of, error
):
    portal.agencies(**{told_of: [UNIT]})
    heard = await connect().push(UNIT, records(asked_and_given(), code)[0], "e1", first=True)
    assert (heard.meaning, heard.code) == (Meaning.NO_RECEIVER, error)


async def test_a_session_that_has_ended_is_renewed_and_the_message_is_sent_once(connect, portal, code):
    client = connect()
    received, work, *_ = records(asked_and_given(), code)
    await client.push(UNIT, received, "e1", first=True)
    portal.tell(kind="sessions", times=1)
    assert (await client.push(UNIT, work, "e2", first=False)).meaning is Meaning.DONE
    assert [event["times"] for event in portal.events(code)] == [1, 1]


async def test_a_wrong_password_is_the_systems_trouble_and_not_the_messages(connect, code):
    client = connect({"PORTAL_USER": "mot-cua", "PORTAL_PASSWORD": "wrong"})
    with pytest.raises(DepartmentUnavailableError) as away:
        await client.push(UNIT, records(asked_and_given(), code)[0], "e1", first=True)
    assert (away.value.status, away.value.scope, away.value.system) == (401, "system", "portal")


@pytest.mark.parametrize("status", [401, 403, 404, 502, 503])
async def test_a_portal_that_is_away_is_asked_again(connect, portal, code, status):
    portal.tell(kind="away", status=status)
    with pytest.raises(DepartmentUnavailableError):
        await connect().push(UNIT, records(asked_and_given(), code)[0], "e1", first=True)


async def test_a_page_in_place_of_an_answer_says_that_the_portal_is_away(connect, portal, code):
    portal.tell(kind="page")
    with pytest.raises(DepartmentUnavailableError, match="no JSON"):
        await connect().push(UNIT, records(asked_and_given(), code)[0], "e1", first=True)


async def test_http_400_says_that_the_message_is_wrong(connect, portal, code):
    portal.tell(kind="away", status=400)
    heard = await connect().push(UNIT, records(asked_and_given(), code)[0], "e1", first=True)
    assert (heard.meaning, heard.code) == (Meaning.WRONG, "HTTP 400")


async def test_a_lost_answer_is_asked_again_and_found_there_already(connect, portal, code):
    client = connect()
    portal.tell(kind="loses", times=1)
    said = records(asked_and_given(), code)[0]
    with pytest.raises(DepartmentUnavailableError):
        await client.push(UNIT, said, "e1", first=True)
    assert (await client.push(UNIT, said, "e1", first=True)).meaning is Meaning.ALREADY


@pytest.mark.parametrize("behaviour", [{"kind": "code", "error_code": "77"}, {"kind": "code", "error_code": ""}])
async def test_an_answer_nobody_can_understand_is_never_acted_upon(connect, portal, code, behaviour):
    portal.tell(**behaviour)
    with pytest.raises(UnreadableAnswerError) as unreadable:
        await connect().push(UNIT, records(asked_and_given(), code)[0], "e1", first=True)
    assert len(unreadable.value.digest) == 64


async def test_a_profile_says_what_further_codes_mean(connect, portal, code):
    portal.tell(kind="code", error_code="77")
    heard = await connect(meanings={"77": "wrong"}).push(UNIT, records(asked_and_given(), code)[0], "e1", first=True)
    assert (heard.meaning, heard.code) == (Meaning.WRONG, "77")


PROFILE = """
base_url: https://cong.example.vn/adapter
username_env: PORTAL_USER
password_env: PORTAL_PASSWORD
"""


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ("fields: {Đất đai: đất}", "fields.Đất đai"),
        ("agencies: {an-hoi.ubnd: 000.00.1.H22}", "agencies.an-hoi.ubnd"),
        ("longest_lag: 15", "longest_lag"),
        ("base_url: http://cong.example.vn", None),
        ("unknown: 1", "unknown"),
        ("meanings: {'77': perhaps}", "meanings.77"),
    ],
)
def test_a_profile_that_cannot_be_used_is_refused_by_its_field(tmp_path, more, field):
    file = tmp_path / "portal.yaml"
    name = more.partition(":")[0]
    kept = [line for line in PROFILE.splitlines() if not line.startswith(f"{name}:")]
    file.write_text("\n".join([*kept, more]), encoding="utf-8")
    with pytest.raises(InvalidInputError) as refused:
        load_portal(file)
    assert refused.value.field == (field or "portal")


def test_a_profile_may_be_short(tmp_path):
    file = tmp_path / "portal.yaml"
    file.write_text(PROFILE, encoding="utf-8")
    profile = load_portal(file)
    assert profile.longest_lag.total_seconds() == 900
    with pytest.raises(InvalidInputError, match="PORTAL_USER"):
        profile.credentials({})
