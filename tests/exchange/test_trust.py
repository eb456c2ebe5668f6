"""Over TLS nobody is believed but whom the profile says, by name and by date."""

import ssl
from datetime import timedelta

import pytest

from motcua.errors import InvalidInputError
from motcua.exchange.address import Address
from motcua.exchange.errors import UnreachableError, UntrustedError
from motcua.exchange.transport import Limits, Partner, Transport
from motcua.exchange.trust import trusting
from tests.authority import Authority
from tests.raw_http import answering, raw_server

LIMITS = Limits(connect=timedelta(seconds=10), read=timedelta(seconds=10), total=timedelta(seconds=20))


async def local(host, port):
    return ["127.0.0.1"]


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


async def status_of(url, trust):
    speaking = Transport(Partner(Address.read(url), limits=LIMITS, private=True, trust=trust), resolver=local)
    try:
        return (await speaking.exchange("GET", "/x")).status
    finally:
        await speaking.close()


async def test_a_partner_is_believed_by_its_name_although_the_connection_goes_to_an_address(authority):
    paper = authority.issue("server", "dat-dai.gov.vn")
    async with raw_server(answering("200 OK", b"{}"), paper.server_context()) as (server, asked):
        assert await status_of(server.replace("127.0.0.1", "dat-dai.gov.vn"), trusting(authority.file)) == 200
    assert len(asked) == 1


REFUSED = [
    ("of another name", {"hosts": ("ho-tich.gov.vn",)}),
    ("that has ended", {"hosts": ("dat-dai.gov.vn",), "begins": -3, "ends": -2}),
    ("that has not begun", {"hosts": ("dat-dai.gov.vn",), "begins": 1, "ends": 2}),
    ("of no name at all", {"hosts": ()}),
]


@pytest.mark.parametrize(("what", "issued"), REFUSED, ids=[row[0] for row in REFUSED])
async def test_a_certificate_that_does_not_fit_ends_the_talk_before_anything_is_said(authority, what, issued):
    paper = authority.issue("server", *issued.pop("hosts"), **issued)
    async with raw_server(answering("200 OK", b"{}"), paper.server_context()) as (server, asked):
        with pytest.raises(UntrustedError) as refused:
            await status_of(server.replace("127.0.0.1", "dat-dai.gov.vn"), trusting(authority.file))
    assert asked == []
    assert refused.value.again
    assert "certificates" in refused.value.hint


async def test_an_authority_nobody_named_is_not_believed(authority, tmp_path):
    paper = authority.issue("server", "127.0.0.1")
    stranger = Authority(tmp_path, "stranger")
    async with raw_server(answering("200 OK", b"{}"), paper.server_context()) as (server, asked):
        for trust in (trusting(), trusting(stranger.file)):
            with pytest.raises(UntrustedError):
                await status_of(server, trust)
    assert asked == []


async def test_a_partner_that_asks_for_our_certificate_gets_it_and_nobody_else_comes_in(authority, tmp_path):
    server_paper, ours = authority.issue("server", "127.0.0.1"), authority.issue("ours")
    forged = Authority(tmp_path, "stranger").issue("forged")
    async with raw_server(answering("200 OK", b"{}"), server_paper.server_context(authority.file)) as (server, asked):
        with_ours = trusting(authority.file, certificate=ours.certificate, key=ours.key)
        assert await status_of(server, with_ours) == 200
        with_forged = trusting(authority.file, certificate=forged.certificate, key=forged.key)
        for trust in (trusting(authority.file), with_forged):
            # Under TLS 1.3 a server may refuse a certificate by hanging up without a word.
            with pytest.raises((UntrustedError, UnreachableError)):
                await status_of(server, trust)
    assert len(asked) == 1


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_an_old_version_of_tls_is_not_spoken(authority):
    context = authority.issue("server", "127.0.0.1").server_context()
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    async with raw_server(answering("200 OK", b"{}"), context) as (server, asked):
        with pytest.raises(UntrustedError):
            await status_of(server, trusting(authority.file))
    assert asked == []


def test_files_that_cannot_be_used_are_said_by_name_and_not_by_content(authority, tmp_path):
    ours, other = authority.issue("ours"), authority.issue("other")
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN PRIVATE KEY-----\nsecret\n")
    for asked in (
        lambda: trusting(tmp_path / "missing.pem"),
        lambda: trusting(broken),
        lambda: trusting(certificate=ours.certificate, key=other.key),
        lambda: trusting(certificate=ours.certificate, key=broken),
    ):
        with pytest.raises(InvalidInputError, match=r"\.pem") as refused:
            asked()
        assert "secret" not in str(refused.value)
