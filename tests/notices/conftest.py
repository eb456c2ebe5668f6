"""A real SMTP server and a real gateway on this machine, and a register to send from."""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from standardwebhooks import Webhook

from activities.post import PostOffice
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.notices.contacts import Contacts
from motcua.notices.patience import Patience
from motcua.notices.port import Channel, Messenger
from motcua.notices.smtp import SmtpMessenger, SmtpServer
from motcua.register.register import Register
from motcua.supervision.embedded import free_port
from tests.empty_register import empty_register

SECRET = "whsec_" + "bW90Y3VhLXRlc3Qtc2VjcmV0LW9mLTMyLWJ5dGVzISE="
SENDER = "Bộ phận Một cửa <thong-bao@mot-cua.example>"
QUICK = Patience(
    first=timedelta(milliseconds=100), channel_first=timedelta(milliseconds=100), channel_longest=timedelta(seconds=0.2)
)


@dataclass
class MailServer:
    """A mail server that behaves as it is told; its mail is what it accepted, in order."""

    port: int = 0
    mail: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    greylisted: Counter[str] = field(default_factory=Counter)
    """How many more tries of an address are put off."""
    dropping: int = 0
    """How many more mails end in a broken connection: taken in, but never answered."""
    _controller: Controller | None = None

    def start(self) -> "MailServer":
        self.port = self.port or free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, server_hostname="mail.example")
        self._controller.start()
        return self

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _options: Any) -> str:
        if to in self.refused:
            return f"550 5.1.1 <{to}>: no such user here"
        if self.greylisted[to] > 0:
            self.greylisted[to] -= 1
            return "451 4.7.1 Greylisting in action, please come back later"
        envelope.rcpt_tos.append(to)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.envelopes.append(envelope)
        mail = message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mail.append(mail)
        if self.dropping:
            self.dropping -= 1
            assert server.transport is not None
            server.transport.abort()
        return "250 2.0.0 OK: queued"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer().start()
    yield server
    server.stop()


@dataclass
class Gateway:
    """An SMS gateway: checks every signature, and answers with the statuses it was given, then 202."""

    address: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    arrived: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    forged: int = 0

    def handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                try:
                    Webhook(SECRET).verify(body, headers)
                except Exception:
                    gateway.forged += 1
                gateway.arrived.append((headers, json.loads(body)))
                status, more = gateway.answers.pop(0) if gateway.answers else (202, {})
                said = json.dumps({"reference": f"gw-{len(gateway.arrived)}"}).encode()
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        return Handler


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    listening = Gateway()
    server = ThreadingHTTPServer(("127.0.0.1", 0), listening.handler())
    listening.address = f"http://127.0.0.1:{server.server_port}/messages"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield listening
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def ground() -> Ground:
    """Return the shipped procedures, agencies and calendars."""
    return load_ground()


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """Return an empty register."""
    register = Register.open(empty_register(tmp_path), master_key=bytes(32))
    yield register
    register.close()


Office = Callable[..., PostOffice]


@pytest.fixture
def office(register: Register, ground: Ground) -> Office:
    """Return what opens a post office on the register."""

    def opened(messengers: dict[Channel, Messenger], contacts: Contacts | None = None) -> PostOffice:
        return PostOffice(register, ground, contacts or Contacts(), messengers, QUICK)

    return opened


@pytest.fixture
def by_mail(mail_server: MailServer, office: Office) -> PostOffice:
    """Return a post office that sends mail to the server of the test."""
    return office({Channel.EMAIL: SmtpMessenger(SmtpServer.read(mail_server.url), SENDER)})


async def send(office: PostOffice, until: Callable[[], bool], patience: float = 15) -> None:
    """Let a post office work until something holds."""
    deadline = datetime.now(UTC) + timedelta(seconds=patience)
    while not until():
        assert datetime.now(UTC) < deadline, "it did not happen"
        await office.look()
        await asyncio.sleep(0.02)
    await office.settle()
