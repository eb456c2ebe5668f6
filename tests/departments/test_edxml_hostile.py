"""XML that is meant to harm its reader is refused before anything in it is believed, fetched or unfolded."""

import time
import tracemalloc

import pytest

from motcua.departments.edxml.codec import read
from motcua.departments.edxml.markup import MAX_DEPTH, MAX_ELEMENTS, NAMESPACE
from motcua.departments.errors import UnreadableAnswerError
from motcua.exchange.payload import MAX_BODY

from .edxml_messages import golden

STATUS = golden("status").decode().replace('<?xml version="1.0" encoding="UTF-8"?>\n', "")
ROOT = f'<edXML xmlns="{NAMESPACE}">'


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE edXML [<!ENTITY l0 "ha">{entities}]>{ROOT}&l9;</edXML>'


HOSTILE = {
    "a billion laughs": laughs(),
    "quadratic growth": f'<!DOCTYPE edXML [<!ENTITY a "{"a" * 50_000}">]>{ROOT}{"&a;" * 10_000}</edXML>',
    "a file of ours": f'<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ROOT}&x;</edXML>',
    "an address of theirs": f'<!DOCTYPE edXML [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>{ROOT}&x;</edXML>',
    "a parameter entity": f'<!DOCTYPE edXML [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>{ROOT}</edXML>',
    "an outer document type": f'<!DOCTYPE edXML SYSTEM "http://127.0.0.1:9/edxml.dtd">{STATUS}',
    "a harmless document type": f"<!DOCTYPE edXML>{STATUS}",
    "an entity nobody declared": STATUS.replace("05", "&five;"),
    "an instruction": f'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>{STATUS}',
    "a comment that splits a word": STATUS.replace("05", "0<!-- -->5"),
    "an inclusion": STATUS.replace(
        "<edXML:Status>", '<edXML:Status><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/x"/>'
    ),
    "too deep": ROOT + "<a>" * 100_000 + "</a>" * 100_000 + "</edXML>",
    "too many": ROOT + "<a/>" * (MAX_ELEMENTS + 1) + "</edXML>",
    "another encoding": f'<?xml version="1.0" encoding="utf-16"?>{STATUS}',
    "another version": f'<?xml version="1.1"?>{STATUS}',
    "half a message": STATUS[:-20],
    "not XML": '{"key": "a/b/1", "outcome": "done"}',
    "nothing": "",
}


@pytest.mark.parametrize("why", HOSTILE)
def test_hostile_xml_is_refused_quickly_and_with_little_memory(why):
    body = HOSTILE[why].encode()
    tracemalloc.start()
    started = time.monotonic()
    with pytest.raises(UnreadableAnswerError):
        read(body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.monotonic() - started < 2
    assert peak < 8 * 2**20


def test_the_reason_names_what_was_refused():
    for why, says in [
        ("a billion laughs", "document type"),
        ("a file of ours", "document type"),
        ("an entity nobody declared", "well-formed"),
        ("an instruction", "instruction"),
        ("a comment that splits a word", "comment"),
        ("an inclusion", "another namespace"),
        ("too deep", f"deeper than {MAX_DEPTH}"),
        ("too many", f"more than {MAX_ELEMENTS}"),
        ("another encoding", "XML 1.0 in UTF-8"),
    ]:
        with pytest.raises(UnreadableAnswerError, match=says):
            read(HOSTILE[why].encode())


def test_bytes_in_another_encoding_are_not_guessed_at():
    for body in (STATUS.encode("utf-16"), STATUS.encode("utf-8")[:-9] + b"\xff</edXML>", b"\xff\xfe\x00"):
        with pytest.raises(UnreadableAnswerError):
            read(body)


def test_a_message_over_the_limit_is_not_even_parsed():
    body = STATUS.encode() + b" " * MAX_BODY
    with pytest.raises(UnreadableAnswerError, match="larger than"):
        read(body)
