"""Notices on the whole stack: told at once, shown, marked as seen, tried again; a machine without mail writes files."""

import asyncio
import json
import time
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import httpx2

from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.supervision.keys import master_key
from motcua.supervision.stack import Stack
from motcua.worktime.due import add_working
from tests.supervision.conftest import Json, Ran, fresh_key, now, opening

WARD = "an-hoi.ttpvhcc"
PERSON = {"name": "Người Thử Nghiệm", "email": "nguoi-thu-nghiem@vi-du.example"}


async def told(api: httpx2.AsyncClient, code: str, kind: str, state: str = "sent", patience: float = 20) -> Json:
    """Return a notice of a dossier once it has come so far."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        notices = (await api.get(f"/dossiers/{code}/notices")).raise_for_status().json()["notices"]
        for notice in notices:
            if (notice["kind"]["id"], notice["state"]["id"]) == (kind, state):
                return notice
        await asyncio.sleep(0.1)
    raise AssertionError(f"{kind} was never {state}: {notices}")


async def opened(api: httpx2.AsyncClient, **values: object) -> str:
    answer = await api.post("/dossiers", json=opening("1.013831", **values))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


async def test_D224_a_change_is_told_at_once_and_the_mail_lies_in_the_folder(
    api: httpx2.AsyncClient, stack: Stack
) -> None:
    code = await opened(api, applicant=PERSON)
    notice = await told(api, code, "received")
    assert (notice["channel"], notice["attempts"], notice["in_the_way"]) == ("email", 1, None)
    mails = [message_from_bytes(f.read_bytes(), policy=default) for f in (stack.home / "outbox").glob("*.eml")]
    (mail,) = [each for each in mails if each["To"] == PERSON["email"] and code in each["Subject"]]
    assert "đã được tiếp nhận" in mail["Subject"]
    said = (stack.home / "logs" / "worker.log").read_text(encoding="utf-8")
    assert "notice_sent" in said
    assert PERSON["email"] not in said
    assert PERSON["name"] not in said


async def test_nobody_to_tell_is_shown_and_counted(api: httpx2.AsyncClient) -> None:
    code = await opened(api)
    notice = await told(api, code, "received", "no_address")
    assert notice["in_the_way"] == {"vi": "không có địa chỉ nào", "en": "no address"}
    page = (await api.get("/notices", params={"state": "no_address", "audience": "applicant", "limit": 1000})).json()
    assert code in {each["code"] for each in page["notices"]}
    assert {count["id"]: count["notices"] for count in page["counts"]}["no_address"] > 0
    assert page["channels"] == ["email", "sms"]


async def test_what_had_no_address_goes_out_once_it_is_sent_again(api: httpx2.AsyncClient, stack: Stack) -> None:
    code = await opened(api)
    notice = await told(api, code, "received", "no_address")
    register = Register.open(stack.settings.register, master_key=master_key(stack.settings))
    register.save_applicant(code, {"phone": "0900 000 001"})
    register.close()
    by = {"by": {"agency": WARD, "officer": "ah-1"}}
    assert (await api.post(f"/notices/{notice['id']}/again", json=by)).json() == {"notices": 1}
    assert (await told(api, code, "received"))["channel"] == "sms"
    assert (await api.post(f"/notices/{notice['id']}/again", json=by)).json() == {"notices": 0}


async def test_pages_follow_one_another_without_repeating(api: httpx2.AsyncClient) -> None:
    for _ in range(3):
        await opened(api)
    first = (await api.get("/notices", params={"limit": 2})).json()
    second = (await api.get("/notices", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    numbers = [notice["id"] for notice in (*first["notices"], *second["notices"])]
    assert numbers == sorted(set(numbers), reverse=True)
    assert len(numbers) == 4
    assert second["counts"] is None


async def test_only_whom_it_was_sent_to_marks_it_as_seen(api: httpx2.AsyncClient) -> None:
    code = await opened(api, applicant=PERSON)
    number = (await told(api, code, "received"))["id"]
    refused = await api.post(f"/notices/{number}/seen", json={"by": {"agency": WARD, "officer": "ah-1"}})
    assert (refused.status_code, refused.json()["rule"]) == (409, "R47")
    seen = await api.post(f"/notices/{number}/seen", json={"by": {"agency": "applicant"}})
    again = await api.post(f"/notices/{number}/seen", json={"by": {"agency": "applicant"}})
    assert seen.status_code == 200
    assert (seen.json()["seen_by"], seen.json()["seen_at"]) == ("applicant", again.json()["seen_at"])


async def test_R47_the_file_of_an_episode_says_what_was_sent_and_who_has_seen_it(
    api: httpx2.AsyncClient, ground: Ground, motcua: Callable[..., Ran]
) -> None:
    received = add_working(now(), -timedelta(hours=76), ground.calendars["vn"])
    code = await opened(api, at=received.isoformat())
    act = {"key": fresh_key(), "by": {"agency": WARD}, "reason": "I cannot settle this", "do": {"kind": "pass_on"}}
    passed_on = await api.post(f"/dossiers/{code}/actions", json=act)
    assert passed_on.status_code == 200, passed_on.text
    notice = await told(api, code, "escalated")
    by = {"by": {"agency": notice["agency"]["id"], "officer": "head-1"}}
    assert (await api.post(f"/notices/{notice['id']}/seen", json=by)).status_code == 200
    files = (await api.get(f"/dossiers/{code}/overdue")).json()["episodes"]
    (shown,) = next(file for file in files if file["subject"]["id"] == "dossier")["notices"]
    assert (shown["id"], shown["seen_by"]) == (notice["id"], f"{notice['agency']['id']}/head-1")
    assert shown["sent_at"] is not None
    assert "notices: 1 sent, 1 seen" in motcua("overdue", code, "--lang", "en").out


async def test_what_is_asked_of_no_notice_is_refused(api: httpx2.AsyncClient) -> None:
    assert (await api.post("/notices/999999999/seen", json={"by": {"agency": WARD}})).status_code == 404
    assert (await api.post("/notices/0/seen", json={"by": {"agency": WARD}})).status_code == 422
    assert (await api.get("/notices", params={"state": "lost"})).status_code == 422
    assert (await api.get("/notices", params={"cursor": "x"})).status_code == 422
    assert (await api.get("/dossiers/000.00.07.H07-200312-0005/notices")).status_code == 404


async def test_readiness_counts_what_waits_and_what_failed(stack: Stack) -> None:
    async with httpx2.AsyncClient(trust_env=False) as client:
        health = (await client.get(f"{stack.address}/readyz")).json()
    assert health["notices_failed"] == 0
    assert health["notices_waiting"] >= 0


async def test_the_command_line_shows_the_same(api: httpx2.AsyncClient, motcua: Callable[..., Ran]) -> None:
    code = await opened(api, applicant=PERSON)
    await told(api, code, "received")
    one = motcua("notices", code, "--json")
    assert one.code == 0, one.err
    assert [n["kind"]["id"] for n in json.loads(one.out)["notices"]] == ["received"]
    every = motcua("notices", "--lang", "en", COLUMNS="200")
    assert every.code == 0, every.err
    assert "was received" in every.out
    assert "sent " in every.out
    assert PERSON["email"] not in one.out + every.out
    assert motcua("notices", "000.00.07.H07-200312-0005").code == 2


async def test_a_killed_worker_is_replaced_and_what_was_to_be_told_is_told(
    api: httpx2.AsyncClient, stack: Stack
) -> None:
    code = await opened(api, applicant=PERSON)
    stack.worker.kill()
    assert (await told(api, code, "received", patience=40))["attempts"] == 1
