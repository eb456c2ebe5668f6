"""E-mail to a real SMTP server: what arrives, and what each way of failing means."""

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import example, given, settings
from hypothesis import strategies as st

from motcua.errors import InvalidInputError
from motcua.notices.errors import ChannelAwayError, MessageDeferredError, MessageRefusedError
from motcua.notices.folder import FolderMessenger
from motcua.notices.mail import mail_of
from motcua.notices.port import Attachment, Channel, Message, message_id
from motcua.notices.smtp import SmtpMessenger, SmtpServer
from motcua.supervision.embedded import free_port
from tests.notices.conftest import SENDER, MailServer

ASCII = ["Mot", "Cua,", "(An", "Hoi)", 'Office "1"', "a.b@c", "A", "public-administration-service-centre"]
VIETNAMESE = [
    "Một",
    "cửa:",
    "sẽ",
    "trễ",
    "000.01.41.H61-261130-0014",
    "nếu",
    "không",
    "chuyển",
    "15:00,",
    "A",
    "B",
    "kết",
]
TO = "nguoi-nop@vi-du.example"


def message(**changes: str) -> Message:
    """Return a mail in Vietnamese."""
    said = {
        "subject": "Hồ sơ H61-1 đã được tiếp nhận",
        "text": "Hẹn trả kết quả: 17:00 Thứ Sáu 27/11/2026.\n",
        "to": TO,
    }
    return Message.model_validate(
        {"id": message_id("H61-1/2/received/applicant"), "channel": Channel.EMAIL} | said | changes
    )


def messenger(server: MailServer) -> SmtpMessenger:
    """Return an adapter that speaks to the server of the test."""
    return SmtpMessenger(SmtpServer.read(server.url), SENDER, seconds=3)


async def test_a_mail_arrives_as_it_was_written(mail_server):
    sent = await messenger(mail_server).send(message())
    (mail,) = mail_server.mail
    assert mail["Subject"] == "Hồ sơ H61-1 đã được tiếp nhận"
    assert mail.get_content().replace("\r\n", "\n") == "Hẹn trả kết quả: 17:00 Thứ Sáu 27/11/2026.\n"
    assert (mail["To"], mail["From"]) == (TO, "Bộ phận Một cửa <thong-bao@mot-cua.example>")
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "vi")
    assert mail["Message-ID"] == sent.reference


def decoded(header: str) -> str:
    """Return a header as RFC 2047 has it read: white space between two encoded words is no part of the text."""
    return str(make_header(decode_header(header.replace("\r\n", ""))))


@settings(max_examples=300, deadline=None)
@example(" ".join(["000.01.41.H61-261130-0014"] * 3), "Một")
@given(
    st.lists(st.sampled_from([*VIETNAMESE, *ASCII]), min_size=1, max_size=40).map(" ".join),
    st.one_of(st.lists(st.sampled_from(words), min_size=1, max_size=40).map(" ".join) for words in (VIETNAMESE, ASCII)),
)
def test_no_subject_and_no_senders_name_loses_a_space_however_long(subject: str, name: str):
    sender = Address(name, addr_spec="thong-bao@mot-cua.example")
    written = mail_of(message(subject=subject), sender, datetime(2026, 11, 30, tzinfo=UTC)).as_bytes()
    assert max(len(line) for line in written.partition(b"\r\n\r\n")[0].split(b"\r\n")) <= 78
    read = message_from_bytes(written)
    assert decoded(read["Subject"]) == subject
    words, _, address = read["From"].replace("\r\n", "").rpartition(" <")
    assert address == "thong-bao@mot-cua.example>"
    assert (decoded(words) if words.startswith("=?") else parseaddr(f"{words} <{address}")[0]) == name


async def test_a_files_name_with_tone_marks_arrives_as_it_is(mail_server):
    file = Attachment(name="Giấy tiếp nhận.pdf", type="application/pdf", content=b"%PDF-1.7")
    await messenger(mail_server).send(message().model_copy(update={"attachments": (file,)}))
    (mail,) = mail_server.mail
    assert [part.get_filename() for part in mail.iter_attachments()] == ["Giấy tiếp nhận.pdf"]


async def test_a_repetition_bears_the_same_message_id(mail_server):
    adapter = messenger(mail_server)
    await adapter.send(message())
    await adapter.send(message())
    await adapter.send(message(id=message_id("another")))
    first, again, other = [mail["Message-ID"] for mail in mail_server.mail]
    assert first == again != other


@pytest.mark.parametrize(
    "subject",
    ["Hồ sơ\r\nBcc: ke-xau@vi-du.example", "Hồ sơ\nX-Evil: 1", "Hồ sơ\x00\x0b\u2028Bcc: ke-xau@vi-du.example"],
)
async def test_no_words_of_anybody_begin_a_header(mail_server, subject):
    await messenger(mail_server).send(message(subject=subject, text="x\r\n.\r\nRCPT TO:<ke-xau@vi-du.example>\r\n"))
    (mail,), (envelope,) = mail_server.mail, mail_server.envelopes
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert envelope.rcpt_tos == [TO]
    assert "RCPT TO" in mail.get_content()  # the lone dot ended nothing


@pytest.mark.parametrize(
    "to", ["a@vi-du.example, b@vi-du.example", "a@vi-du.example\r\nBcc: b@vi-du.example", "nobody"]
)
async def test_what_is_no_single_address_is_refused_before_anything_is_sent(mail_server, to):
    with pytest.raises(MessageRefusedError):
        await messenger(mail_server).send(message(to=to))
    assert mail_server.mail == []


async def test_an_address_the_server_does_not_know_is_refused_for_good_and_not_repeated_in_the_error(mail_server):
    mail_server.refused.add(TO)
    with pytest.raises(MessageRefusedError) as refused:
        await messenger(mail_server).send(message())
    assert "SMTP 550 5.1.1 at RCPT" in str(refused.value)
    assert TO not in str(refused.value) + refused.value.message_vi


async def test_a_greylisted_mail_is_put_off(mail_server):
    mail_server.greylisted[TO] = 1
    adapter = messenger(mail_server)
    with pytest.raises(MessageDeferredError, match=r"SMTP 451 4\.7\.1"):
        await adapter.send(message())
    await adapter.send(message())
    assert len(mail_server.mail) == 1


async def test_a_connection_that_breaks_after_the_mail_was_taken_is_put_off(mail_server):
    mail_server.dropping = 1
    with pytest.raises(MessageDeferredError):
        await messenger(mail_server).send(message())
    assert len(mail_server.mail) == 1  # it has arrived, and will be recognised by its id when it comes again


async def test_a_server_that_is_away_is_away_for_every_mail(mail_server):
    adapter = messenger(mail_server)
    mail_server.stop()
    with pytest.raises(ChannelAwayError):
        await adapter.send(message())
    mail_server.start()
    await adapter.send(message())


async def test_a_server_that_says_nothing_is_given_up_in_time():
    held: list[asyncio.StreamWriter] = []
    silent = await asyncio.start_server(lambda _reader, writer: held.append(writer), "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    adapter = SmtpMessenger(SmtpServer.read(f"smtp://127.0.0.1:{port}"), SENDER, seconds=0.3)
    with pytest.raises(ChannelAwayError):
        await adapter.send(message())
    for writer in held:
        writer.close()
    silent.close()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Return a server's context with a certificate that this process trusts for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = (
        builder.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    )
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = builder.add_extension(alternative, critical=False).sign(key, hashes.SHA256())
    chain, secret = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*plain))
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    return context


@pytest.fixture
def guarded(certificate: ssl.SSLContext) -> Iterator[tuple[MailServer, int]]:
    """Run a server that wants STARTTLS and a password."""
    mailbox, port = MailServer(), free_port()

    def known(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data.login == b"mot-cua" and data.password == b"right", handled=False)

    wants = {"require_starttls": True, "auth_required": True, "authenticator": known, "tls_context": certificate}
    server = Controller(mailbox, hostname="127.0.0.1", port=port, **wants)
    server.start()
    yield mailbox, port
    server.stop()


async def test_a_server_behind_starttls_gets_user_and_password_only_once_protected(guarded):
    mailbox, port = guarded
    server = SmtpServer.read(f"smtp+starttls://mot-cua@127.0.0.1:{port}", "right")
    await SmtpMessenger(server, SENDER, seconds=3).send(message())
    assert len(mailbox.mail) == 1


async def test_a_wrong_password_is_no_mails_fault(guarded):
    _, port = guarded
    server = SmtpServer.read(f"smtp+starttls://mot-cua@127.0.0.1:{port}", "wrong")
    with pytest.raises(ChannelAwayError, match="SMTP 535"):
        await SmtpMessenger(server, SENDER, seconds=3).send(message())


async def test_a_certificate_nobody_vouches_for_is_not_accepted(guarded, monkeypatch):
    _, port = guarded
    monkeypatch.delenv("SSL_CERT_FILE")
    server = SmtpServer.read(f"smtp+starttls://mot-cua@127.0.0.1:{port}", "right")
    with pytest.raises(ChannelAwayError):
        await SmtpMessenger(server, SENDER, seconds=3).send(message())


@pytest.mark.parametrize(
    ("url", "password"),
    [
        ("mail.example:25", None),
        ("http://mail.example", None),
        ("smtp://user:secret@mail.example", None),
        ("smtps://user@mail.example", None),
        ("smtp://user@mail.example:25", "secret"),  # in the clear
        ("smtp://mail.example:99999", None),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_without_being_repeated(url, password):
    with pytest.raises(InvalidInputError) as refused:
        SmtpServer.read(url, password)
    assert "secret" not in str(refused.value)
    assert refused.value.hint


def test_a_server_does_not_show_its_password():
    assert "secret" not in repr(SmtpServer.read("smtps://user@mail.example", "secret"))


@pytest.mark.parametrize("sender", ["", "Một cửa", "a@b@c", "Một cửa <x>"])
def test_a_sender_without_an_address_is_refused(sender):
    with pytest.raises(InvalidInputError) as refused:
        SmtpMessenger(SmtpServer.read("smtp://localhost"), sender)
    assert refused.value.field == "MOTCUA_NOTICES_FROM"


async def test_a_folder_takes_mail_and_short_messages_once_and_for_its_owner_only(tmp_path):
    folder = FolderMessenger(tmp_path / "outbox")
    short = message(channel="sms", to="+84900000001", id=message_id("sms"))
    for each in (message(), message(), short):
        await folder.send(each)
    assert sorted(file.suffix for file in (tmp_path / "outbox").iterdir()) == [".eml", ".txt"]
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "outbox").iterdir())
