"""What is refused: always problem+json, always the field and the rule, and nothing is written."""

import json
from typing import Any

import httpx2
import pytest

from motcua.supervision.access.tokens import id_of_key
from motcua.supervision.stack import Stack
from tests.supervision.conftest import Json, fresh_key, opening

STOP = {"agency": "an-hoi.ttpvhcc"}
COMPLETE = {"kind": "complete", "step": "s1"}

OPENINGS: list[tuple[str, Json, int, str, str | None]] = [
    ("an unknown procedure", {"procedure": "9.999999"}, 404, "procedure", "R20"),
    ("a malformed procedure code", {"procedure": "1.01 3831"}, 422, "procedure", "R20"),
    ("a date before the calendar's years", {"at": "1999-05-03T09:00:00+07:00"}, 422, "", "R75"),
    ("a moment without a zone", {"at": "2026-11-19T09:00:00"}, 422, "at", "R11"),
    ("a date in the future", {"at": "2027-06-01T09:00:00+07:00"}, 422, "at", "R74"),
    ("an unknown territory", {"territory": "99999"}, 404, "seat", "R64"),
    ("an unknown field", {"priority": "high"}, 422, "priority", None),
    ("a channel that does not exist", {"channel": "fax"}, 422, "channel", None),
    ("an applicant of another kind", {"applicant_kind": "company"}, 422, "applicant_kind", None),
    ("a dossier before it that no code is long enough for", {"previous": "9" * 81}, 422, "previous", None),
    ("an undeclared datum", {"data": {"colour": "red"}}, 422, "do.data.colour", "R12"),
    ("a datum of another type", {"data": {"remote_area": "perhaps"}}, 422, "do.data.remote_area", "R12"),
    ("a document not in the list", {"documents": ["passport"]}, 422, "do.documents", "R23"),
    ("a key with a blank", {"key": "two words"}, 422, "key", None),
    ("a past act without its moment", {"past": [{"by": STOP, "do": COMPLETE}]}, 422, "past[0].at", "R74"),
    ("a past alarm", {"past": [{"by": STOP, "do": {"kind": "ring"}}]}, 422, "past.0.do.kind", None),
]


def assert_refused(answer: httpx2.Response, status: int, field: str, rule: str | None) -> None:
    """Check the whole form of a refusal."""
    told = answer.json()
    assert answer.status_code == status, told
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "detail_vi", "instance"} <= told.keys()
    assert ("hint" in told) is ("hint_vi" in told)
    assert told["status"] == status
    assert told.get("rule") == rule
    if field:
        assert told["field"] == field


@pytest.mark.parametrize(("what", "wrong", "status", "field", "rule"), OPENINGS, ids=[row[0] for row in OPENINGS])
async def test_an_opening_is_refused_with_its_place(
    api: httpx2.AsyncClient, what: str, wrong: Json, status: int, field: str, rule: str | None
) -> None:
    before = (await api.get("/reports/on-time")).json()["total"]["received"]
    asked = opening("1.013831") | wrong
    if "past" in wrong:
        asked["at"] = "2026-11-19T09:00:00+07:00"
    assert_refused(await api.post("/dossiers", json=asked), status, field, rule)
    assert (await api.get("/reports/on-time")).json()["total"]["received"] == before


ACTS: list[tuple[str, Json, int, str, str | None]] = [
    ("an agency that does not hold the duty", {"by": {"agency": "vinhlong.thue"}}, 409, "by.agency", "L61 19.1"),
    ("an agency nobody knows", {"by": {"agency": "nobody"}}, 409, "by.agency", "R72"),
    ("a step that is not open", {"do": {"kind": "complete", "step": "s9"}}, 409, "do.step", "R12"),
    ("an outcome the step has not", {"do": {**COMPLETE, "outcome": "perhaps"}}, 409, "do.outcome", "R12"),
    ("an act that does not exist", {"do": {"kind": "burn"}}, 422, "do", None),
    ("an act of the engine", {"do": {"kind": "ring"}}, 422, "do", None),
    ("an answer of a system", {"do": {"kind": "department_answered", "step": "s1"}}, 422, "do", None),
    ("a supplement without a reason", {"do": {"kind": "ask_supplement", "items": ["x"]}}, 409, "reason", "R23"),
    ("an act without a key", {"key": None}, 422, "key", None),
    ("an act of long ago", {"at": "2026-11-02T09:00:00+07:00"}, 422, "at", "R74"),
]


@pytest.mark.parametrize(("what", "wrong", "status", "field", "rule"), ACTS, ids=[row[0] for row in ACTS])
async def test_an_act_is_refused_with_its_place(
    api: httpx2.AsyncClient, what: str, wrong: Json, status: int, field: str, rule: str | None
) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    before = (await api.get(f"/dossiers/{code}")).json()["seq"]
    act: dict[str, Any] = {"key": "k", "by": STOP, "do": COMPLETE} | wrong
    assert_refused(await api.post(f"/dossiers/{code}/actions", json=act), status, field, rule)
    assert (await api.get(f"/dossiers/{code}")).json()["seq"] == before


async def test_a_refusal_names_the_step_and_says_in_both_languages_what_to_do(api: httpx2.AsyncClient) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    act: dict[str, Any] = {"key": "k", "by": {"agency": "vinhlong.thue"}, "do": COMPLETE}
    told = (await api.post(f"/dossiers/{code}/actions", json=act)).json()
    holder_en = "Public administration service centre of An Hội ward"
    holder_vi = "Trung tâm Phục vụ hành chính công phường An Hội"
    assert told["hint"] == f"Let {holder_en} act, or have the step handed over."
    assert told["hint_vi"] == f"Để {holder_vi} thao tác, hoặc đề nghị chuyển giao bước này."
    assert "s1" not in told["detail"] + told["detail_vi"]
    assert "bước “" in told["detail_vi"]


async def test_a_closed_dossier_takes_no_act(api: httpx2.AsyncClient) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    asked = {"key": "k1", "by": {"agency": "applicant"}, "do": {"kind": "ask_withdrawal"}}
    settled = {"key": "k2", "by": STOP, "do": {"kind": "settle_withdrawal", "granted": True}}
    for act in (asked, settled):
        assert (await api.post(f"/dossiers/{code}/actions", json=act)).status_code == 200
    late = {"key": "k3", "by": STOP, "do": COMPLETE}
    assert_refused(await api.post(f"/dossiers/{code}/actions", json=late), 409, "code", "R60")


@pytest.mark.parametrize("code", ["H61-31-12", "000.00.07.H61-261332-0001", "nonsense", "000.00.07.H61-261119-01"])
async def test_R18_R19_a_malformed_code_is_named_as_such(api: httpx2.AsyncClient, code: str) -> None:
    assert_refused(await api.get(f"/dossiers/{code}"), 422, "code", "R18, R19")


async def test_a_code_nobody_was_given_is_not_found(api: httpx2.AsyncClient) -> None:
    assert_refused(await api.get("/dossiers/000.00.07.H61-261119-9999"), 404, "code", "R18")
    act = {"key": "k", "by": STOP, "do": COMPLETE}
    assert_refused(await api.post("/dossiers/000.00.07.H61-261119-9999/actions", json=act), 404, "code", "R18")


@pytest.mark.parametrize(
    "body",
    [b"", b"{mot cua", b'{"key": NaN}', b"\xff\xfe", b'{"key": "\\ud800"}', b'{"key": "a\\u0000b"}', b"\x00"],
    ids=["empty", "broken", "NaN", "not UTF-8", "half a letter", "NUL inside", "NUL"],
)
async def test_what_is_not_json_is_said_to_be_so(api: httpx2.AsyncClient, body: bytes) -> None:
    answer = await api.post("/dossiers", content=body, headers={"content-type": "application/json"})
    assert_refused(answer, 400, "body", None)


@pytest.mark.parametrize("body", [b"[]", b"null", b"17", b'"text"', b"{}"])
async def test_json_that_is_no_opening_is_refused(api: httpx2.AsyncClient, body: bytes) -> None:
    answer = await api.post("/dossiers", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_without_end_is_not_read(api: httpx2.AsyncClient) -> None:
    answer = await api.post("/dossiers", content=b'{"key": "' + b"x" * 300_000 + b'"}')
    assert_refused(answer, 413, "body", None)


async def test_unknown_routes_and_methods_are_problems_too(api: httpx2.AsyncClient) -> None:
    assert_refused(await api.get("/nothing"), 404, "", None)
    assert_refused(await api.delete("/stuck"), 405, "", None)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("reason=boredom", "reason"),
        ("late_by=5cd", "late_by"),
        ("due_before=2026-11-19T09:00:00", "due_before"),
        ("cursor=nonsense", "cursor"),
        ("procedure=x y", "procedure"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(api: httpx2.AsyncClient, query: str, field: str) -> None:
    answer = await api.get(f"/stuck?{query}")
    assert answer.status_code == 422
    assert answer.json()["field"] == field


async def test_no_answer_holds_a_stack_trace(api: httpx2.AsyncClient) -> None:
    answers = [
        await api.post("/dossiers", json=opening("1.013831") | {"at": 10**30}),
        await api.post("/dossiers", json=opening("1.013831") | {"postmarked": "0001-01-01"}),
        await api.get("/reports/on-time?since=9999-12-31&until=9999-12-31"),
        await api.get("/reports/on-time?since=0001-01-01"),
        await api.get("/stuck?due_before=0001-01-01T00:00:00Z"),
        await api.get("/stuck?due_before=9999-12-31T23:59:59Z"),
        await api.get("/stuck?due_before=0001-01-01T00:00:00%2B14:00"),
        await api.post("/dossiers", json=opening("1.013831") | {"at": "9999-12-31T23:59:59-12:00"}),
        await api.get("/stuck?late_by=999999wd"),
        await api.post("/due", json={"received": "9999-12-31T23:59:59Z", "allow": "5wd"}),
        await api.post("/due", json={"received": "2026-11-19T09:00:00Z", "allow": []}),
    ]
    for answer in answers:
        assert answer.status_code < 500, answer.text
        assert "Traceback" not in answer.text


async def test_a_refused_act_is_logged_by_key_kind_field_and_rule(api: httpx2.AsyncClient, stack: Stack) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).raise_for_status().json()["code"]
    before = (await api.get(f"/dossiers/{code}")).json()
    act = {"key": fresh_key(), "by": {"agency": "vinhlong.thue"}, "reason": "Không được ghi", "do": COMPLETE}
    assert_refused(await api.post(f"/dossiers/{code}/actions", json=act), 409, "by.agency", "L61 19.1")
    (told,) = refusals_logged(stack)[-1:]
    agency = (await api.get("/me")).json()["agency"]
    assert (told["who"], told["kind"], told["status"]) == (f"{agency}/key:{id_of_key(stack.key)}", "refused", 409)
    assert (told["field"], told["rule"], told["route"]) == ("by.agency", "L61 19.1", "/api/v1/dossiers/{code}/actions")
    assert "Không được ghi" not in str(told)
    assert (await api.get(f"/dossiers/{code}")).json()["seq"] == before["seq"]


def refusals_logged(stack: Stack) -> list[Json]:
    """Return the lines of the API's log that tell of refusals."""
    lines = (stack.settings.home / "logs" / "api.log").read_text(encoding="utf-8").splitlines()
    told = (json.loads(line) for line in lines if line.startswith("{"))
    return [each for each in told if each.get("event") == "request_refused"]
