"""Messages of the document exchange: what is written can be read, and whatever does not fit is refused whole."""

import csv
import string
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.departments.edxml.codec import read, write
from motcua.departments.edxml.codes import SAID, Priority, StatusCode, SteeringType
from motcua.departments.edxml.parts import Attachment, Document, Status
from motcua.departments.errors import UnreadableAnswerError
from motcua.errors import InvalidInputError

from .edxml_messages import AT, GOLDEN, document, golden, status

MESSAGES = {"document": document(), "status": status()}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_travels_as_the_kept_file_shows(name):
    assert write(MESSAGES[name]) == golden(name)
    assert read(golden(name)) == MESSAGES[name]


def test_what_another_system_writes_in_its_own_order_without_a_digest_is_read():
    message = read((GOLDEN / "other_hand.xml").read_bytes())

    assert isinstance(message, Status)
    assert (message.status_code, message.description, message.sender.fax) == (
        StatusCode.RECEIPT_REFUSED,
        "Thiếu…",
        None,
    )
    assert message.timestamp == datetime(2026, 11, 28, 2, 15, tzinfo=UTC)  # 09:15 in Vietnam


def test_every_code_of_the_list_is_known_by_its_official_words():
    rows = list(csv.DictReader((GOLDEN / "status_codes.csv").open(encoding="utf-8")))

    assert {row["code"]: row["meaning_vi"] for row in rows} == {code.value: words for code, words in SAID.items()}
    for row in rows:
        assert read(write(status(row["code"]))).status_code == row["code"]


text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=60
).filter(lambda s: s.strip())
lines = st.lists(text, min_size=1, max_size=3).map("\n".join)
organ_ids = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=9)
moments = st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1 < moment.year < 9999)
dates = st.dates(date(1, 1, 1), date(9999, 12, 31))
files = st.lists(st.binary(max_size=200), max_size=3)


@settings(max_examples=30, deadline=None)
@given(lines, lines | st.none(), dates, moments, files, st.sampled_from(Priority), st.sampled_from(SteeringType))
def test_every_document_that_can_be_written_reads_back_the_same(subject, content, day, moment, sent, priority, order):
    base = document()
    attachments = tuple(
        Attachment(content_type="application/pdf", content_id=f"cid:{n}", content=file, attachment_name=f"{n}.pdf")
        for n, file in enumerate(sent)
    )
    header = {"subject": subject, "content": content, "due_date": day, "steering_type": order}
    other = base.header.other_info.model_copy(update={"priority": priority})
    header = base.header.model_dump() | header | {"other_info": other}
    written = Document.model_validate(
        {
            "header": header,
            "trace": {"trace_header": [{"organ_id": "H29", "timestamp": moment}]},
            "attachments": attachments,
        }
    )

    assert read(write(written)) == written


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(StatusCode), lines | st.none(), moments, organ_ids)
def test_every_status_that_can_be_written_reads_back_the_same(code, description, moment, organ_id):
    base = status().model_dump()
    said = {"status_code": code, "description": description, "timestamp": moment, "sender": {"organ_id": organ_id}}
    written = Status.model_validate(base | said)

    assert read(write(written)) == written


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_message_that_was_changed_anywhere_is_refused_or_says_the_same(data):
    body = bytearray(golden("status"))
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] = data.draw(st.integers(0, 255))

    try:
        message = read(bytes(body))
    except UnreadableAnswerError:
        return
    assert message == status()


STATUS = golden("status").decode()
DOCUMENT = golden("document").decode()
CODE = "<edXML:StatusCode>05</edXML:StatusCode>"
SIGNATURE = STATUS[STATUS.index("<edXML:Signature>") : STATUS.index("</edXML:edXMLHeader>")]
UNSIGNED = STATUS.replace(SIGNATURE, "")
FILES = DOCUMENT[DOCUMENT.index("<AttachmentEncoded>") : DOCUMENT.index("</edXML>")]
LOOSE = DOCUMENT.replace(DOCUMENT[DOCUMENT.index("<edXML:Signature>") : DOCUMENT.index("</edXML:edXMLHeader>")], "")
REFUSALS = [
    # written, instead, comment, what the error says
    (UNSIGNED, CODE, CODE.replace("05", "07"), "a code nobody listed", "StatusCode"),
    (UNSIGNED, CODE, CODE.replace("05", "5"), "a code short of a digit", "StatusCode"),
    (UNSIGNED, CODE, "", "a status without its code", "StatusCode: Field required"),
    (UNSIGNED, CODE, "<edXML:StatusCode/>", "a status with an empty code", "StatusCode"),
    (UNSIGNED, CODE, CODE * 2, "two codes", "StatusCode"),
    (UNSIGNED, CODE, CODE + "<edXML:Nguyen/>", "an element nobody knows", "an element that is not known"),
    (UNSIGNED, CODE, CODE.replace("05", "<edXML:Code>05</edXML:Code>"), "elements where text belongs", "StatusCode"),
    (UNSIGNED, CODE, CODE + "05", "text between elements", "text between"),
    (UNSIGNED, "2026/11/28 09:15:00", "2026-11-28T09:15:00+07:00", "another way to write moments", "Timestamp"),
    (UNSIGNED, "2026/11/28 09:15:00", "2026/02/30 09:15:00", "a day no calendar knows", "Timestamp"),
    (UNSIGNED, "2026/11/28 09:15:00", "2026/11/28 25:15:00", "an hour no clock knows", "Timestamp"),
    (UNSIGNED, "<edXML:OrganId>H29.12<", "<edXML:OrganId>H29 12<", "an identifier with a space", "OrganId"),
    (UNSIGNED, "<edXML:Status>", '<edXML:Status id="1">', "an attribute", "attribute"),
    (STATUS, CODE, CODE.replace("05", "06"), "changed after its digest was made", "changed after"),
    (STATUS, "Đăng ký", "Đăng  ký", "a space more after its digest was made", "changed after"),
    (STATUS, "xmlenc#sha256", "xmldsig#sha1", "a weak digest", "digest method"),
    (LOOSE, FILES, "", "a manifest without its files", "manifest"),
    (LOOSE, "<ContentId>cid:yeu-cau<", "<ContentId>cid:khac<", "a file the manifest does not name", "manifest"),
    (LOOSE, "<Attachment>", "<Attachment><ContentTransferEncoded>e30=</ContentTransferEncoded>", "twice", "Content"),
    (LOOSE, "<ContentTransferEncoded>", "<ContentTransferEncoded>!", "a file that is not Base64", "Base64"),
    (LOOSE, "2026/12/04", "2026/13/04", "a month too many", "DueDate"),
    (LOOSE, "<edXML:Priority>1<", "<edXML:Priority>9<", "a priority nobody listed", "Priority"),
    (LOOSE, "edXML:MessageHeader>", "edXML:Status>", "a document that calls itself a status", "does not fit"),
    (LOOSE, "</edXML>", "</edXML><edXML/>", "two messages in one", "well-formed"),
]


@pytest.mark.parametrize(("written", "what", "instead", "comment", "says"), REFUSALS, ids=[row[3] for row in REFUSALS])
def test_what_does_not_fit_is_refused_with_its_place_and_digest(written, what, instead, comment, says):
    read(written.encode())
    assert what in written
    with pytest.raises(UnreadableAnswerError, match=says) as caught:
        read(written.replace(what, instead).encode())
    assert len(bytes.fromhex(caught.value.digest)) == 32


def test_an_error_never_repeats_a_word_of_the_message():
    for changed in (UNSIGNED.replace("05</", "Nguyen</"), UNSIGNED.replace("edXML:StatusCode", "edXML:Nguyen")):
        with pytest.raises(UnreadableAnswerError) as caught:
            read(changed.encode())
        assert "Nguyen" not in str(caught.value)


def test_what_xml_cannot_carry_is_not_written():
    for character in ("\x00", "\x0b", "\ufffe"):
        with pytest.raises(ValueError, match="XML cannot carry"):
            status(description=f"a{character}b")


def test_a_message_larger_than_any_receiver_reads_is_not_written():
    scan = Attachment(content_type="a/b", content_id="cid:1", content=bytes(800_000), attachment_name="scan.pdf")
    with pytest.raises(InvalidInputError, match="larger than"):
        write(document(attachments=(scan,)))


def test_moments_are_written_in_vietnamese_time():
    assert AT.hour == 2
    assert "2026/11/28 09:15:00" in STATUS
