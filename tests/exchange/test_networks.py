"""Which addresses may be spoken to, however they are written."""

import pytest

from motcua.errors import InvalidInputError
from motcua.exchange.address import Address
from motcua.exchange.networks import permitted

ADDRESSES = [
    # address, what it is, permitted, permitted where `private` is said
    ("8.8.8.8", "public", True, True),
    ("2606:4700::1111", "public", True, True),
    ("10.0.0.1", "private", False, True),
    ("172.16.0.1", "private", False, True),
    ("172.32.0.1", "public, beside the private ones", True, True),
    ("192.168.1.1", "private", False, True),
    ("100.64.0.1", "of a provider", False, True),
    ("127.0.0.1", "this machine", False, True),
    ("127.255.255.254", "this machine", False, True),
    ("::1", "this machine", False, True),
    ("fd00::1", "private", False, True),
    ("0.0.0.0", "unspecified", False, False),
    ("::", "unspecified", False, False),
    ("0.1.2.3", "this network", False, False),
    ("169.254.169.254", "where clouds hand out their keys", False, False),
    ("fe80::1", "link-local", False, False),
    ("fe80::1%eth0", "link-local, with its zone", False, False),
    ("224.0.0.1", "multicast", False, False),
    ("ff02::1", "multicast", False, False),
    ("240.0.0.1", "reserved", False, False),
    ("255.255.255.255", "broadcast", False, False),
    ("192.0.2.1", "for documentation", False, False),
    ("198.18.0.1", "for benchmarks", False, False),
    ("192.0.0.8", "special", False, False),
    ("192.88.99.1", "withdrawn relay", False, False),
    ("2001:db8::1", "for documentation", False, False),
    ("3fff::1", "for documentation", False, False),
    ("fec0::1", "site-local, withdrawn", False, False),
    ("::ffff:8.8.8.8", "a public one, mapped", True, True),
    ("::ffff:127.0.0.1", "this machine, mapped", False, True),
    ("::ffff:169.254.169.254", "the keys of clouds, mapped", False, False),
    ("::127.0.0.1", "this machine, compatible", False, True),
    ("64:ff9b::8.8.8.8", "a public one, translated", True, True),
    ("64:ff9b::10.0.0.1", "a private one, translated", False, True),
    ("64:ff9b::169.254.169.254", "the keys of clouds, translated", False, False),
    ("64:ff9b:1::1", "translated by one's own network", False, False),
    ("2002:808:808::", "a public one, 6to4", True, True),
    ("2002:7f00:1::", "this machine, 6to4", False, True),
    ("2002:a9fe:a9fe::", "the keys of clouds, 6to4", False, False),
    ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo", False, False),
    ("localhost", "a name is no address", False, False),
    ("0x7f000001", "no address as it is written", False, False),
    ("", "nothing", False, False),
]


@pytest.mark.parametrize(("address", "what", "anybody", "inside"), ADDRESSES, ids=[row[0] for row in ADDRESSES])
def test_an_address_is_judged_by_what_it_leads_to(address, what, anybody, inside):
    assert (permitted(address), permitted(address, private=True)) == (anybody, inside), what


READ = [
    ("https://dat-dai.gov.vn", Address("https", "dat-dai.gov.vn", 443, ""), "dat-dai.gov.vn"),
    ("https://DAT-DAI.gov.vn:8443/a/b/", Address("https", "dat-dai.gov.vn", 8443, "/a/b"), "dat-dai.gov.vn:8443"),
    ("http://[::1]:9400/x", Address("http", "::1", 9400, "/x"), "[::1]:9400"),
]


@pytest.mark.parametrize(("url", "address", "authority"), READ)
def test_an_address_is_taken_apart_once(url, address, authority):
    assert Address.read(url) == address
    assert address.authority == authority


UNUSABLE = [
    "ftp://a.vn",
    "//a.vn",
    "https://",
    "https://user:secret@a.vn",
    "https://a.vn/?x=secret",
    "https://a.vn/#secret",
    "https://a.vn:99999/",
    "https://đất-đai.gov.vn",
    "https://a.vn\\@secret.vn/",
    "https://a.vn/%2e%2e/secret",
    "https://a.vn/\nsecret",
    "https://a.vn/a secret",
]


@pytest.mark.parametrize("url", UNUSABLE)
def test_what_two_readers_could_read_differently_is_no_address_and_is_not_repeated(url):
    with pytest.raises(InvalidInputError) as refused:
        Address.read(url)
    assert "secret" not in str(refused.value)


def test_the_address_of_one_page_is_kept_to_the_letter():
    assert Address.read_page("https://a.vn/x/?t=%20") == (Address("https", "a.vn", 443, ""), "/x/?t=%20")
    assert Address.read_page("https://a.vn")[1] == "/"
