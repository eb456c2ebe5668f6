"""The port on top of a played exchange, over real HTTP: documents sent once, answers fetched, pushed and recalled."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from motcua.departments.adapters import adapter_for
from motcua.departments.edxml.adapter import EdxmlDepartment
from motcua.departments.edxml.codec import write
from motcua.departments.errors import DepartmentUnavailableError, RequestRefusedError, UnreadableAnswerError
from motcua.departments.port import Accepted, Answer, Progress, Request, Unknown
from motcua.departments.profile import load_profiles
from motcua.errors import InvalidInputError
from motcua.exchange.errors import SignatureRefusedError
from motcua.exchange.signing import SigningKey

from .conftest import SECRET, Simulator, request
from .edxml_messages import OURS, edxml_profile, status
from .test_behaviours import until
from .test_edxml_states import result

Connect = Callable[..., EdxmlDepartment]


@pytest.fixture
async def connected() -> AsyncIterator[Connect]:
    """Opens adapters and closes them after the test."""
    opened: list[EdxmlDepartment] = []

    def open_one(address: str, system: str, secret: str | None = SECRET, **changes: object) -> EdxmlDepartment:
        profile = edxml_profile(f"{address}/edxml/{system}", system, **changes)
        opened.append(EdxmlDepartment(profile, secret))
        return opened[-1]

    yield open_one
    for department in opened:
        await department.close()


@pytest.fixture
def by_document(connected: Connect, simulator: Simulator, system: str) -> EdxmlDepartment:
    """The adapter to the played exchange of this test."""
    return connected(simulator.address, system)


def tell(simulator: Simulator, system: str, **script: object) -> None:
    simulator.client.put(f"/edxml/{system}/script", json=script).raise_for_status()


def page(simulator: Simulator, asked: Request) -> dict[str, int]:
    reply = simulator.client.get(f"/edxml/{asked.system}/ledger").raise_for_status()
    return reply.json()["documents"][f"{OURS},{asked.key}"]


async def test_a_request_goes_as_a_document_and_its_result_comes_back(by_document, simulator, system):
    tell(simulator, system, content={"owner_count": 2, "note": "Thửa đất số 123"})
    asked = request(system, reply_by="2026-11-30T17:00:00+07:00")

    assert await by_document.ask(asked) == Accepted(key=asked.key)
    answer = await by_document.poll(asked)

    assert (answer.outcome, answer.content) == ("done", {"owner_count": 2, "note": "Thửa đất số 123"})
    assert answer.reference.endswith("/TL")
    assert page(simulator, asked) == {"sent": 1, "recalls": 0, "effects": 1, "mails": 6, "recalled": 0, "pushed": 0}


async def test_sent_again_after_it_was_answered_it_gives_the_answer(by_document, simulator, system):
    asked = request(system)
    first = await by_document.ask(asked)
    again = await by_document.ask(asked)

    assert (type(first), type(again)) == (Accepted, Answer)
    assert again == await by_document.poll(asked)


async def test_a_consultation_comes_back_with_an_opinion(by_document, simulator, system):
    asked = request(system, asks="opinion")
    await by_document.ask(asked)

    assert (await by_document.poll(asked)).content == {"opinion": "agreed"}


async def test_before_it_was_sent_the_exchange_knows_nothing_of_it(by_document, system):
    assert await by_document.poll(request(system)) == Unknown(key=request(system).key)


async def test_the_states_are_seen_as_they_come(by_document, simulator, system):
    asked = request(system)
    tell(simulator, system, says=["01", "04", "05"], after=0.3, pace=0.3)
    await by_document.ask(asked)

    stages = [type(await by_document.poll(asked)).__name__]
    for _ in range(60):
        stood = await by_document.poll(asked)
        stages += [stood.said] if isinstance(stood, Progress) and stood.said not in stages else []
        if len(stages) == 4:
            break
        await asyncio.sleep(0.05)
    assert stages == ["Accepted", "đã đến", "đã đến, đang chờ phân công", "đã phân công, đang xử lý"]


async def test_the_same_document_however_often_has_one_effect_even_if_its_receipt_was_lost(
    by_document, connected, simulator, system
):
    asked = request(system)
    tell(simulator, system)
    tell(simulator, system, receipt="lost", times=1)
    impatient = connected(simulator.address, system, timeout={"total": "PT0.7S"})
    with pytest.raises(DepartmentUnavailableError, match="in time"):
        await impatient.ask(asked)
    await asyncio.gather(*(by_document.ask(asked) for _ in range(5)))
    await by_document.ask(request(system, reply_by="2026-12-30T17:00:00+07:00"))

    assert (await by_document.poll(asked)).outcome == "done"
    assert (page(simulator, asked)["sent"], page(simulator, asked)["effects"]) == (7, 1)
    with pytest.raises(RequestRefusedError):
        await by_document.ask(request(system, subject={"parcel": "124"}))


async def test_a_crash_of_the_exchange_loses_no_document(connected, system, state_file):
    running = Simulator.start("--state", str(state_file))
    department, asked = connected(running.address, system), request(system)
    try:
        tell(running, system, says=["01", "answer"], content={"number": 7})
        await department.ask(asked)
    finally:
        running.kill()
    with pytest.raises(DepartmentUnavailableError, match="cannot be reached"):
        await department.poll(asked)

    restarted = Simulator.start("--state", str(state_file), port=running.port)
    try:
        await department.ask(asked)
        assert (await department.poll(asked)).content == {"number": 7}
        assert page(restarted, asked)["effects"] == 1
    finally:
        restarted.stop()


NOT_ACTED_UPON = [
    # says, what is said of the newest
    (["01", "77"], "StatusCode"),
    (["stranger"], "another document"),
    (["foreign"], "another organisation"),
    (["not_xml"], "another namespace"),
    (["laughs"], "document type"),
]


@pytest.mark.parametrize(("says", "why"), NOT_ACTED_UPON, ids=[" ".join(row[0]) for row in NOT_ACTED_UPON])
async def test_what_must_not_be_acted_upon_is_seen_until_something_better_comes(
    says, why, by_document, simulator, system
):
    asked, answered = request(system), request(system, "H29-answered")
    tell(simulator, system, says=says)
    await by_document.ask(asked)
    with structlog.testing.capture_logs() as lines, pytest.raises(UnreadableAnswerError, match=why) as caught:
        await by_document.poll(asked)
    assert [line["sha256"] for line in lines if line["event"] == "edxml_message_refused"] == [caught.value.digest]

    tell(simulator, system, says=[*says, "answer"])
    await by_document.ask(answered)
    found = await by_document.poll(answered)
    assert (found.said.outcome, len(found.refused)) == ("done", 1)


async def test_a_state_that_comes_out_of_order_is_kept_aside_and_the_work_goes_on(by_document, simulator, system):
    tell(simulator, system, says=["01", "05", "03"])
    await by_document.ask(request(system))

    found = await by_document.poll(request(system))
    assert (found.said.stage, [refused.kind for refused in found.refused]) == ("in_process", ["out-of-order"])


async def test_what_no_document_can_carry_is_not_sent(by_document, system):
    for speak in (
        by_document.ask(request(system, step="a\x0bb")),
        by_document.ask(request(system, subject={"a": "x" * 2**20})),
    ):
        with pytest.raises(InvalidInputError):
            await speak
    assert await by_document.poll(request(system)) == Unknown(key=request(system).key)


async def test_large_results_are_read_page_by_page(by_document, simulator, system):
    tell(simulator, system, says=["answer", "refusal", "06"], content={"scan": 'a"' * 200_000})
    await by_document.ask(request(system))

    assert len((await by_document.poll(request(system))).content["scan"]) == 400_000


async def test_a_refused_receipt_is_the_departments_answer(by_document, simulator, system):
    tell(simulator, system, says=["01", "02"], reason="Không thuộc thẩm quyền.")
    await by_document.ask(request(system))

    answer = await by_document.poll(request(system))
    assert (answer.outcome, answer.reason) == ("refused", "Không thuộc thẩm quyền.")


async def test_a_long_conversation_is_read_page_by_page(by_document, simulator, system):
    tell(simulator, system, says=["03"] * 23 + ["answer"])
    await by_document.ask(request(system))

    assert (await by_document.poll(request(system))).outcome == "done"


RECALLS = [
    # says, what is said to the recall, outcome
    (["01", "05"], "agree", "withdrawn"),
    (["01", "05"], "refuse", "too_late"),
    (["01", "answer"], "agree", "too_late"),
    (["02"], "agree", "too_late"),
]


@pytest.mark.parametrize(("says", "recall", "outcome"), RECALLS)
async def test_a_document_is_called_back_once(says, recall, outcome, by_document, simulator, system):
    tell(simulator, system, says=says, recall=recall)
    await by_document.ask(request(system))

    for _ in range(2):
        assert (await by_document.withdraw(request(system), "Người nộp rút hồ sơ.")).outcome == outcome
    assert page(simulator, request(system))["recalls"] <= 1


async def test_a_recall_nobody_has_answered_is_looked_after_again(by_document, simulator, system):
    tell(simulator, system, says=["01"], recall="ignore")
    await by_document.ask(request(system))

    for _ in range(2):
        with pytest.raises(DepartmentUnavailableError, match="recall") as caught:
            await by_document.withdraw(request(system), "Người nộp rút hồ sơ.")
        assert (caught.value.scope, caught.value.retry_after) == ("request", 60)
    assert page(simulator, request(system))["recalls"] == 1


async def test_what_never_reached_the_exchange_needs_no_recall(by_document, system):
    assert (await by_document.withdraw(request(system), "Người nộp rút hồ sơ.")).outcome == "withdrawn"


async def test_what_the_exchange_says_over_http_is_sorted_like_any_systems_word(by_document, simulator, system):
    for script, error in [
        ({"status": 503, "retry_after": 7}, DepartmentUnavailableError),
        ({"status": 401}, DepartmentUnavailableError),
        ({"status": 422}, RequestRefusedError),
        ({"receipt": "other"}, UnreadableAnswerError),
        ({"receipt": "not_json"}, UnreadableAnswerError),
    ]:
        tell(simulator, system, **script)
        with pytest.raises(error) as caught:
            await by_document.ask(request(system))
        assert getattr(caught.value, "retry_after", None) == script.get("retry_after")


async def test_an_exchange_takes_nothing_that_another_secret_signed(connected, simulator, system):
    other = "whsec_" + "b3RoZXIgc2VjcmV0IG9mIHRoaXJ0eS10d28gYnl0ZXM="
    for secret in (other, None):
        with pytest.raises(DepartmentUnavailableError, match="401"):
            await connected(simulator.address, system, secret).ask(request(system))


async def test_health_tells_an_exchange_from_none(by_document, connected, simulator, system):
    await by_document.health()
    with pytest.raises(DepartmentUnavailableError):
        await connected("http://127.0.0.1:9", system).health()


async def test_a_request_for_another_system_is_not_sent(by_document):
    for speak in (by_document.ask, by_document.poll):
        with pytest.raises(InvalidInputError, match="not to ho-tich"):
            await speak(request("ho-tich"))


async def test_pushed_messages_come_signed_in_order_until_they_are_taken(by_document, simulator, system, listener):
    listener.statuses = [503]
    asked = request(system)
    tell(simulator, system, says=["01", "05", "answer"], content={"number": 7}, push_to=listener.address)
    await by_document.ask(asked)
    await until(lambda: page(simulator, asked)["pushed"] == 3)

    now = datetime.now(UTC)
    heard = [by_document.understand(headers, body, now) for headers, body in listener.arrived]
    assert len(heard) == 4
    assert {one.key for one in heard} == {asked.key}
    assert [one.content for one in heard if isinstance(one, Answer)] == [{"number": 7}]


def signed(message: bytes, at: datetime, secret: str = SECRET) -> dict[str, str]:
    return SigningKey(secret).headers("mail-1", message, at)


NOW = datetime.now(UTC).replace(microsecond=0)
BODY = write(status("05", timestamp=NOW))


def test_a_pushed_status_means_what_its_code_means(by_document):
    meanings = {
        "01": "arrived",
        "02": "refused",
        "03": "received",
        "04": "received",
        "05": "in_process",
        "06": "in_process",
    }
    for code, means in meanings.items():
        body = write(status(code, timestamp=NOW))
        said = by_document.understand(signed(body, NOW), body, NOW)
        assert (said.outcome if isinstance(said, Answer) else said.stage) == means
    body = write(result())
    assert by_document.understand(signed(body, NOW), body, NOW).content == {"opinion": "agreed"}
    for code in ("13", "15", "16"):
        body = write(status(code, timestamp=NOW))
        with pytest.raises(UnreadableAnswerError, match=code):
            by_document.understand(signed(body, NOW), body, NOW)


def test_what_is_pushed_is_believed_only_with_a_fresh_signature_over_the_very_bytes(by_document, connected, simulator):
    headers = signed(BODY, NOW)
    assert by_document.understand(headers, BODY, NOW + timedelta(minutes=4)).stage == "in_process"
    forged = [
        (headers, BODY + b" ", NOW),
        ({}, BODY, NOW),
        (headers, BODY, NOW + timedelta(minutes=6)),  # sent again by whoever captured it
        (headers, BODY, NOW - timedelta(minutes=6)),  # their clock is ahead
        (signed(BODY, NOW, "whsec_" + "b3RoZXIgc2VjcmV0IG9mIHRoaXJ0eS10d28gYnl0ZXM="), BODY, NOW),
    ]
    for wrong_headers, body, now in forged:
        with pytest.raises(SignatureRefusedError):
            by_document.understand(wrong_headers, body, now)
    with pytest.raises(SignatureRefusedError, match="No secret"):
        connected(simulator.address, "dat-dai", None).understand(headers, BODY, NOW)


def test_a_signed_message_whose_digest_does_not_fit_is_not_believed(by_document):
    changed = BODY.replace("Đăng ký".encode(), "Quy hoạch".encode())
    with pytest.raises(UnreadableAnswerError, match="changed after"):
        by_document.understand(signed(changed, NOW), changed, NOW)


PROFILE = """
departments:
  - system: ho-tich
    name: {vi: Hộ tịch, en: Civil status}
    base_url: https://ho-tich.example.vn
  - kind: edxml
    system: dat-dai
    name: {vi: Đất đai, en: Land register}
    base_url: https://truc.example.vn/edxml
    secret_env: EDXML_SECRET
    auth: {kind: api_key, header: X-System-Key, secret_env: EDXML_KEY}
    ours: {organ_id: H29.21, name: Bộ phận Một cửa}
    theirs: {organ_id: H29.12}
    answer: {kind: header, fields: {number: code}}
"""


def test_the_profile_in_the_documentation_can_be_used(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "edxml.md").read_text(encoding="utf-8")
    file = tmp_path / "departments.yaml"
    file.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")

    assert load_profiles(file)["dat-dai"].theirs.organ_id == "H29.12"


async def test_a_profile_of_the_kind_edxml_gives_its_adapter(tmp_path):
    file = tmp_path / "departments.yaml"
    file.write_text(PROFILE, encoding="utf-8")
    profiles = load_profiles(file)
    environment = {"EDXML_SECRET": SECRET, "EDXML_KEY": "abc"}
    adapters = [adapter_for(profile, environment) for profile in profiles.values()]

    assert [type(adapter).__name__ for adapter in adapters] == ["HttpDepartment", "EdxmlDepartment"]
    assert (profiles["dat-dai"].polls, profiles["dat-dai"].withdraws) == (True, True)
    with pytest.raises(InvalidInputError, match="EDXML_SECRET"):
        adapter_for(profiles["dat-dai"], {})
    for adapter in adapters:
        await adapter.close()


@pytest.mark.parametrize(
    ("written", "instead", "field", "reason"),
    [
        ("kind: edxml", "kind: fax", "departments.1", "fax"),
        ("{organ_id: H29.12}", "{}", "departments.1.theirs.organ_id", "required"),
        ("organ_id: H29.12", "organ_id: 'H29 12'", "departments.1.theirs.organ_id", "pattern"),
        ("number: code", "number: signer", "departments.1.answer.header.fields.number", "code"),
        ("{organ_id: H29.12}", "{organ_id: H29.21}", "departments.1", "same organisation"),
        ("answer: {kind: header", "priority: 9\n    answer: {kind: header", "departments.1.priority", "'0'"),
    ],
)
def test_an_incomplete_profile_is_refused_with_its_place(written, instead, field, reason, tmp_path):
    file = tmp_path / "departments.yaml"
    file.write_text(PROFILE.replace(written, instead), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=reason) as caught:
        load_profiles(file)
    assert caught.value.field == field


@pytest.mark.parametrize("script", [{"says": ["7"]}, {"says": "01"}, {"pace": "1"}, {"recall": "maybe"}, {"extra": 1}])
def test_an_unknown_or_loose_script_is_refused(script, simulator, system):
    assert simulator.client.put(f"/edxml/{system}/script", json=script).status_code == 422


def test_an_exchange_refuses_what_is_no_message(simulator, system):
    body = json.dumps({"key": "a"}).encode()
    headers = SigningKey(SECRET).headers("a", body, datetime.now(UTC))
    assert simulator.client.post(f"/edxml/{system}/messages", content=body, headers=headers).status_code == 422
