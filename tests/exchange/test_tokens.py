"""Tokens are fetched once for all who wait, renewed in time, and never shown."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
import structlog
from pydantic import SecretStr, TypeAdapter, ValidationError

from motcua.errors import InvalidInputError
from motcua.exchange.authentication import Authentication
from motcua.exchange.errors import AddressRefusedError, TokenRefusedError, UnreachableError
from motcua.exchange.opening import open_transport
from motcua.exchange.reaching import Reached
from motcua.exchange.tokens import Grant, TokenReply
from tests.raw_http import raw_server

SECRET = "mat-khau+cua/mot cua%"
ENVIRONMENT = {"CLIENT_SECRET": SECRET}


class Guarded:
    """A system that takes only its newest token, and the server that issues them."""

    def __init__(self, seconds=3600):
        self.seconds = seconds
        self.issued = 0
        self.served = 0
        self.refuses = False
        self.broken = None
        self.gate = asyncio.Event()
        self.gate.set()

    @asynccontextmanager
    async def running(self):
        async def tokens(writer):
            await self.gate.wait()
            self.issued += 1
            said = {"access_token": f"t{self.issued}", "token_type": "bearer", "expires_in": self.seconds}
            self._say(writer, *self.broken) if self.broken else self._say(writer, "200 OK", json.dumps(said).encode())
            await writer.drain()

        async def work(writer):
            last = self.asked[-1][1].get("authorization")
            if last == f"Bearer t{self.issued}" and not self.refuses:
                self.served += 1
                self._say(writer, "200 OK", b"{}")
            else:
                self._say(writer, "401 Unauthorized", b"")
            await writer.drain()

        async with raw_server(tokens) as (token_url, self.token_asked), raw_server(work) as (url, self.asked):
            auth = {"kind": "oauth2", "token_url": token_url, "client_id": "một cửa", "secret_env": "CLIENT_SECRET"}
            self.auth = auth | {"scope": "hoso.doc hoso.ghi"}
            self.url = url
            yield self

    def transport(self, **auth):
        reached = Reached.model_validate({"base_url": self.url, "private": True, "auth": self.auth | auth})
        return open_transport(reached, ENVIRONMENT)

    @staticmethod
    def _say(writer, status, body):
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)


async def test_a_hundred_calls_that_wait_for_a_token_fetch_it_once():
    async with Guarded().running() as guarded:
        guarded.gate.clear()
        speaking = guarded.transport()
        calls = [asyncio.create_task(speaking.exchange("GET", "/x")) for _ in range(100)]
        while not guarded.token_asked:
            await asyncio.sleep(0.01)
        guarded.gate.set()
        statuses = [received.status for received in await asyncio.gather(*calls)]
        await speaking.close()
    assert statuses == [200] * 100
    assert guarded.issued == 1


async def test_one_of_the_waiting_that_gives_up_does_not_take_the_token_from_the_others():
    async with Guarded().running() as guarded:
        guarded.gate.clear()
        speaking = guarded.transport()
        first, second = (asyncio.create_task(speaking.exchange("GET", "/x")) for _ in range(2))
        while not guarded.token_asked:
            await asyncio.sleep(0.01)
        first.cancel()
        await asyncio.sleep(0)
        guarded.gate.set()
        assert (await second).status == 200
    assert guarded.issued == 1


async def test_a_token_that_is_about_to_end_is_renewed_before_it_is_used():
    async with Guarded(seconds=0.1).running() as guarded:
        speaking = guarded.transport()
        await speaking.exchange("GET", "/x")
        await asyncio.sleep(0.1)
        assert (await speaking.exchange("GET", "/x")).status == 200
    assert (guarded.issued, len(guarded.asked)) == (2, 2)  # no call was wasted on a token that had ended


async def test_a_token_that_was_revoked_is_renewed_once_and_a_second_401_stands():
    async with Guarded().running() as guarded:
        speaking = guarded.transport()
        await speaking.exchange("GET", "/x")
        guarded.issued += 5  # revoked: only a newer one counts
        assert (await speaking.exchange("GET", "/x")).status == 200
        guarded.refuses = True
        asked = len(guarded.asked)
        assert (await speaking.exchange("GET", "/x")).status == 401
    assert len(guarded.asked) == asked + 2


async def test_many_calls_that_meet_a_revoked_token_renew_it_once():
    async with Guarded().running() as guarded:
        speaking = guarded.transport()
        await speaking.exchange("GET", "/x")
        guarded.issued += 5
        asked = len(guarded.token_asked)
        statuses = [r.status for r in await asyncio.gather(*(speaking.exchange("GET", "/x") for _ in range(10)))]
    assert statuses == [200] * 10
    assert len(guarded.token_asked) == asked + 1


async def test_the_client_is_known_by_basic_authentication_or_by_the_form():
    async with Guarded().running() as guarded:
        await guarded.transport().exchange("GET", "/x")
        await guarded.transport(client_auth="body").exchange("GET", "/x")
        (_, basic, form), (_, plain, whole) = guarded.token_asked
    assert basic["authorization"] == "Basic bSVFMSVCQiU5OXQrYyVFMSVCQiVBRGE6bWF0LWtoYXUlMkJjdWElMkZtb3QrY3VhJTI1"
    assert form == b"grant_type=client_credentials&scope=hoso.doc+hoso.ghi"
    assert "authorization" not in plain
    assert b"client_secret=mat-khau%2Bcua%2Fmot+cua%25" in whole


BROKEN = [("401 Unauthorized", b'{"error": "invalid_client"}'), ("302 Found", b""), ("200 OK", b"<html>")]
BROKEN += [("200 OK", b'{"access_token": "a\\r\\nX-Evil: 1", "token_type": "bearer"}')]
BROKEN += [("200 OK", b'{"access_token": "t1", "token_type": "mac"}')]
BROKEN += [("200 OK", b'{"access_token": "t1", "token_type": "bearer", "expires_in": -5}')]


@pytest.mark.parametrize("broken", BROKEN, ids=str)
async def test_without_a_token_that_can_be_used_the_system_itself_is_not_asked(broken):
    async with Guarded().running() as guarded:
        guarded.broken = broken
        with pytest.raises(TokenRefusedError):
            await guarded.transport().exchange("GET", "/x")
    assert guarded.asked == []


async def test_an_authorization_server_is_looked_at_like_everybody_else():
    async with Guarded().running() as guarded:

        async def inside(host, port):
            return ["169.254.169.254"]

        reached = Reached.model_validate({"base_url": guarded.url, "private": True, "auth": guarded.auth})
        with pytest.raises(AddressRefusedError):
            await open_transport(reached, ENVIRONMENT, resolver=inside).exchange("GET", "/x")
        with pytest.raises(UnreachableError):
            await guarded.transport(token_url="http://127.0.0.1:1/token").exchange("GET", "/x")
    assert guarded.asked == []


async def test_no_secret_is_shown_by_logs_reprs_or_errors():
    async with Guarded().running() as guarded:
        with structlog.testing.capture_logs() as lines:
            await guarded.transport().exchange("GET", "/x")
    shown = [str(lines), repr(Grant("a", SecretStr(SECRET))), repr(TokenReply(access_token="t1", token_type="bearer"))]
    assert [line["event"] for line in lines] == ["access_token_fetched"]
    assert not [text for text in shown if SECRET in text or "t1" in text]


@pytest.mark.parametrize("value", ["", " khoá", "khoa\n", "khoá"])
def test_a_secret_that_no_header_can_carry_is_noticed_at_the_start_and_not_repeated(value):
    reached = Reached.model_validate(
        {"base_url": "https://a.vn", "auth": {"kind": "api_key", "secret_env": "SYSTEM_API_KEY"}}
    )
    with pytest.raises(InvalidInputError) as refused:
        open_transport(reached, {"SYSTEM_API_KEY": value}, place="dat-dai.auth")
    assert refused.value.field == "dat-dai.auth.secret_env"
    assert not value.strip() or value not in str(refused.value)


CERTIFICATE = {"kind": "mtls", "certificate_file": "a.pem", "key_file": "a.key"}
OPEN_TOKENS = {"kind": "oauth2", "token_url": "http://b.vn/t", "client_id": "a", "secret_env": "A"}
REFUSED = [
    # written, reason
    ({"base_url": "http://10.0.0.7"}, "say `private: true`"),
    ({"base_url": "http://169.254.169.254", "private": True}, "may not be spoken to"),
    ({"base_url": "http://a.vn", "ca_file": "ca.pem"}, "plain http"),
    ({"base_url": "http://a.vn", "auth": {"kind": "api_key", "secret_env": "A"}}, "unencrypted"),
    ({"base_url": "http://a.vn", "private": True, "auth": CERTIFICATE}, "https only"),
    ({"base_url": "https://a.vn", "auth": OPEN_TOKENS}, "token_url"),
]


@pytest.mark.parametrize(("written", "reason"), REFUSED)
def test_what_would_tell_a_secret_or_reach_inside_is_refused_when_it_is_read(written, reason):
    with pytest.raises(ValidationError, match=reason):
        Reached.model_validate(written)


@pytest.mark.parametrize("auth", [{"kind": "api_key", "header": "Host", "secret_env": "A"}, {"kind": "basic"}, {}])
def test_an_authentication_that_cannot_be_is_refused(auth):
    with pytest.raises(ValidationError):
        TypeAdapter(Authentication).validate_python(auth)
