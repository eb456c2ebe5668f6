"""What the HTTP adapter sends, and what it refuses to take in: one host, limited time, limited size."""

import asyncio

import pytest
import structlog
from standardwebhooks import Webhook

from motcua.departments.errors import DepartmentUnavailableError, UnreadableAnswerError
from motcua.errors import InvalidInputError
from tests.raw_http import answering, raw_server

from .conftest import SECRET, request

DONE = b'{"key": "H29.21-261123-0001/tra-cuu/1", "outcome": "done"}'


async def test_a_request_is_signed_and_carries_its_key(connect):
    async with raw_server(answering("200 OK", DONE)) as (address, asked):
        await connect(address, "dat-dai").ask(request("dat-dai"))

    line, headers, body = asked[0]
    assert line == "POST /api/requests HTTP/1.1"
    assert headers["idempotency-key"] == request("dat-dai").key
    assert headers["content-type"] == "application/json"
    assert Webhook(SECRET).verify(body, headers)["subject"] == {"parcel": "123", "sheet": 7}


async def test_without_a_secret_nothing_is_signed(connect):
    async with raw_server(answering("200 OK", DONE)) as (address, asked):
        await connect(address, "dat-dai", secret=None).ask(request("dat-dai"))

    assert not [name for name in asked[0][1] if name.startswith("webhook-")]


async def test_a_system_refuses_what_another_secret_signed(connect, simulator, system):
    other = "whsec_" + "b3RoZXIgc2VjcmV0IG9mIHRoaXJ0eS10d28gYnl0ZXM="

    for secret in (other, None):
        with pytest.raises(DepartmentUnavailableError, match="401") as caught:
            await connect(f"{simulator.address}/{system}", system, secret=secret).ask(request(system))
        assert "signing secret" in caught.value.hint
    assert simulator.pages(system) == {}


async def test_an_endless_trickle_ends_with_the_total_limit(connect):
    async def trickle(writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with raw_server(trickle) as (address, _):
        with pytest.raises(DepartmentUnavailableError, match="did not answer in time"):
            await connect(address, "dat-dai", total=0.4, read=5).ask(request("dat-dai"))


async def test_a_flood_is_read_no_further_than_the_limit(connect):
    sent = 0

    async def flood(writer):
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while sent < 100 * 2**20:
            writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            await writer.drain()
            sent += 0x10000

    async with raw_server(flood) as (address, _):
        with pytest.raises(UnreadableAnswerError, match="larger than"):
            await connect(address, "dat-dai").ask(request("dat-dai"))
    assert sent < 20 * 2**20


async def test_a_compressed_answer_is_not_unpacked(connect):
    async with raw_server(answering("200 OK", b"\x1f\x8b", "Content-Encoding: gzip")) as (address, asked):
        with pytest.raises(UnreadableAnswerError, match="compressed"):
            await connect(address, "dat-dai").ask(request("dat-dai"))
    assert asked[0][1]["accept-encoding"] == "identity"


KEY = b'"key": "H29.21-261123-0001/tra-cuu/1"'
UNREADABLE = [
    # status, body, why
    ("200 OK", b"", "empty"),
    ("200 OK", b"[]", "not an object"),
    ("200 OK", b"{" + KEY + b"}", "an acceptance where an answer belongs"),
    ("202 Accepted", DONE, "an answer where an acceptance belongs"),
    ("201 Created", DONE, "a status the contract does not know"),
    ("200 OK", b"{" + KEY + b', "outcome": "refused"}', "a refusal without a reason"),
    ("200 OK", b"{" + KEY + b', "outcome": "done", "paid": true}', "a field nobody agreed on"),
    ("200 OK", b"{" + KEY + b', "outcome": "done", "content": {"fee": NaN}}', "a number that is none"),
    ("200 OK", b"{" + KEY + b', "outcome": "done", "content": {"a": "\\u0000"}}', "a character no store keeps"),
    ("200 OK", b"{" + KEY + b', "outcome": "done", "content": {"a": 9223372036854775808}}', "an integer too large"),
    ("200 OK", b"{" + KEY + b', "outcome": "done", "content": {"a": ' + b"[" * 99 + b"]" * 99 + b"}}", "too deep"),
    ("200 OK", b"{" + KEY + b', "outcome": "done", "reference": "\xff"}', "not UTF-8"),
]


@pytest.mark.parametrize(("status", "body", "why"), UNREADABLE, ids=[row[2] for row in UNREADABLE])
async def test_what_does_not_fit_is_unreadable(status, body, why, connect):
    async with raw_server(answering(status, body)) as (address, _):
        with pytest.raises(UnreadableAnswerError):
            await connect(address, "dat-dai").ask(request("dat-dai"))


async def test_an_error_never_repeats_what_the_payload_said(connect):
    body = b'{"Nguyen Van A": "012345678901", ' + KEY + b', "outcome": "done"}'
    async with raw_server(answering("200 OK", body)) as (address, _):
        with pytest.raises(UnreadableAnswerError) as caught:
            await connect(address, "dat-dai").ask(request("dat-dai"))

    assert "Nguyen" not in str(caught.value)
    assert "0123456" not in str(caught.value)


async def test_log_lines_hold_keys_and_no_addresses_contents_or_secrets(connect, listener):
    with structlog.testing.capture_logs() as lines:
        async with raw_server(answering("200 OK", DONE)) as (address, _):
            await connect(address, "dat-dai").ask(request("dat-dai", callback_url=listener.address))

    assert [(line["event"], line["once_key"]) for line in lines] == [
        ("department_answered", "H29.21-261123-0001/tra-cuu/1")
    ]
    assert not [word for word in ("http", "parcel", SECRET) if word in str(lines)]


async def test_a_request_for_another_system_is_not_sent(connect):
    async with raw_server(answering("200 OK", DONE)) as (address, asked):
        with pytest.raises(InvalidInputError, match="not to ho-tich"):
            await connect(address, "dat-dai").ask(request("ho-tich"))
    assert asked == []


async def test_an_oversized_request_is_not_sent(connect):
    async with raw_server(answering("200 OK", DONE)) as (address, asked):
        with pytest.raises(InvalidInputError, match="larger than"):
            await connect(address, "dat-dai").ask(request("dat-dai", subject={"scan": "x" * 2**20}))
    assert asked == []


async def test_a_proxy_in_the_environment_never_sees_a_request(connect, simulator, system, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)

    await connect(f"{simulator.address}/{system}", system).ask(request(system))


@pytest.mark.parametrize("url", ["ftp://a.vn/x", "https://user:secret@a.vn/x", "javascript:alert(1)", "//a.vn"])
def test_a_callback_address_is_a_plain_web_address(url):
    with pytest.raises(ValueError, match="callback_url"):
        request("dat-dai", callback_url=url)


def test_the_simulator_says_health_over_plain_http(simulator):
    assert simulator.client.get("/dat-dai/health").json() == {"system": "dat-dai"}
