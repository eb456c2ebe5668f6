"""A connection goes to the address that was checked, and nowhere else. Real sockets; the look-up is played."""

import asyncio
import socket
from datetime import timedelta

import pytest

from motcua.exchange.address import Address
from motcua.exchange.connecting import GuardedBackend
from motcua.exchange.errors import AddressRefusedError, LateError, UnreachableError
from motcua.exchange.transport import Limits, Partner, Transport
from tests.raw_http import answering, raw_server

QUICK = Limits(connect=timedelta(seconds=5), read=timedelta(seconds=5), total=timedelta(seconds=10))


class Names:
    """A name server that gives each look-up its next answer, and the last one from then on."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    async def __call__(self, host, port):
        self.asked.append((host, port))
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(found, Exception):
            raise found
        return found


def transport(url, names, *, private=False, limits=QUICK):
    return Transport(Partner(Address.read(url), private=private, limits=limits), resolver=names)


def named(address, host="dat-dai.gov.vn"):
    """Return a server's address under another name."""
    return address.replace("127.0.0.1", host)


INSIDE = ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]


@pytest.mark.parametrize("address", INSIDE)
async def test_a_public_name_that_leads_inside_is_not_followed_there(address):
    async with raw_server(answering("200 OK", b"{}")) as (server, asked):
        with pytest.raises(AddressRefusedError) as refused:
            await transport(named(server), Names([address])).exchange("GET", "/x")
    assert asked == []
    assert not refused.value.again


async def test_a_private_partner_may_be_inside_but_never_where_clouds_hand_out_their_keys():
    async with raw_server(answering("200 OK", b"{}")) as (server, asked):
        assert (await transport(named(server), Names(["127.0.0.1"]), private=True).exchange("GET", "/x")).status == 200
        with pytest.raises(AddressRefusedError):
            await transport(named(server), Names(["169.254.169.254"]), private=True).exchange("GET", "/x")
    assert len(asked) == 1


async def test_a_name_that_changes_its_answer_between_check_and_connection_gains_nothing():
    # What was looked at is what is connected to: the second answer is never asked for.
    names = Names(["127.0.0.1"], ["10.0.0.7"])
    async with raw_server(answering("200 OK", b"{}")) as (server, asked):
        speaking = transport(named(server), names, private=True)
        await speaking.exchange("GET", "/x")
        assert len(names.asked) == 1
        await speaking.close()
    assert asked[0][1]["host"].startswith("dat-dai.gov.vn:")


async def test_a_name_that_turns_inside_later_is_refused_then():
    async with raw_server(answering("200 OK", b"{}")) as (server, asked):
        names = Names(["203.0.114.9"], ["127.0.0.1"])
        port = int(server.rsplit(":", 1)[1].split("/")[0])
        backend = GuardedBackend(Address("http", "dat-dai.gov.vn", port, ""), private=False, resolver=names)
        with pytest.raises(Exception, match=r"."):
            await backend.connect_tcp("dat-dai.gov.vn", port, timeout=0.05)
        with pytest.raises(AddressRefusedError):
            await backend.connect_tcp("dat-dai.gov.vn", port, timeout=5)
    assert asked == []


async def test_of_several_addresses_only_the_permitted_are_tried():
    async with raw_server(answering("200 OK", b"{}")) as (server, asked):
        names = Names(["169.254.169.254", "127.0.0.1"])
        assert (await transport(named(server), names, private=True).exchange("GET", "/x")).status == 200
    assert len(asked) == 1


async def test_a_dead_first_address_does_not_keep_a_living_second_one_waiting_for_ever():
    with socket.socket() as silent:
        # A listener whose queue is full takes no connection and refuses none.
        silent.bind(("127.0.0.2", 0))
        port = silent.getsockname()[1]
        with socket.create_server(("127.0.0.1", port)) as living:
            living.setblocking(False)
            backend = GuardedBackend(
                Address("http", "a.vn", port, ""), private=True, resolver=Names(["127.0.0.2", "127.0.0.1"])
            )
            stream = await backend.connect_tcp("a.vn", port, timeout=5)
            assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
            await stream.aclose()


async def test_no_other_host_than_the_configured_is_connected_to():
    backend = GuardedBackend(Address("http", "a.vn", 80, ""), private=True, resolver=Names(["127.0.0.1"]))

    for host, port in [("b.vn", 80), ("a.vn", 81), ("127.0.0.1", 80)]:
        with pytest.raises(AddressRefusedError):
            await backend.connect_tcp(host, port, timeout=1)


async def test_a_name_nobody_knows_is_unreachable_and_may_be_known_later():
    for answer in ([], socket.gaierror("unknown")):
        with pytest.raises(UnreachableError) as away:
            await transport("http://khong-co.gov.vn", Names(answer)).exchange("GET", "/x")
        assert away.value.again


async def test_a_name_server_that_says_nothing_is_not_waited_for_beyond_the_limit():
    async def silent(host, port):
        await asyncio.sleep(60)

    limits = Limits(connect=timedelta(seconds=0.1), total=timedelta(seconds=10))
    with pytest.raises(LateError):
        await transport("http://a.gov.vn", silent, limits=limits).exchange("GET", "/x")


async def test_a_path_cannot_lead_to_another_host():
    async with raw_server(answering("200 OK", b"{}")) as (server, asked):
        speaking = transport(server, Names(["127.0.0.1"]), private=True)
        for path in ("//evil.vn/x", "@evil.vn/", "http://evil.vn/"):
            await speaking.exchange("GET", path)
    assert [line for line, *_ in asked] == [
        "GET /api//evil.vn/x HTTP/1.1",
        "GET /api@evil.vn/ HTTP/1.1",
        "GET /apihttp://evil.vn/ HTTP/1.1",
    ]
    assert {headers["host"].split(":")[0] for _, headers, _ in asked} == {"127.0.0.1"}


async def test_an_error_holds_neither_address_nor_what_was_sent():
    with pytest.raises(UnreachableError) as away:
        await transport("http://bi-mat.gov.vn", Names([])).exchange("POST", "/duong", b"noi dung", {"X-A": "khoa"})
    assert not [word for word in ("bi-mat", "duong", "noi dung", "khoa") if word in str(away.value)]
