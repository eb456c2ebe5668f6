"""E-mail through an SMTP server: one bounded session per message, in a thread of its own."""

import asyncio
import re
import smtplib
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

from motcua.errors import InvalidInputError
from motcua.notices.errors import ChannelAwayError, MessageDeferredError, MessageRefusedError
from motcua.notices.mail import mail_of, sender_of
from motcua.notices.port import Message, Sent

PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SECONDS: Final = 20.0
"""Longest wait for one reply of the server."""
SESSIONS: Final = 4
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_ENHANCED = re.compile(rb"\b[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class SmtpServer:
    """Where mail is handed over, read from `smtp+starttls://user@host:587`."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, url: str, password: str | None = None) -> "SmtpServer":
        """Return the server an address names; the password is never part of the address.

        Raises:
            InvalidInputError: The address is none, or a password would cross a network in the clear.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname or parts.password or parts.path.strip("/"):
            raise _wrong("The address of the mail server is none, or holds a password.")
        try:
            port = parts.port or PORTS[parts.scheme]
        except ValueError:
            raise _wrong("The port of the mail server is no number up to 65535.") from None
        user = unquote(parts.username) if parts.username else None
        if user and not password:
            raise _wrong("The mail server's user has no password.", "MOTCUA_SMTP_PASSWORD")
        if user and parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
            raise _wrong("A password is not sent over an unprotected connection.")
        return cls(parts.scheme, parts.hostname, port, user, password if user else None)


class SmtpMessenger:
    """Hands mail to one server.

    Args:
        server: Where it is, and who we are there.
        sender: `Name <address>` that every mail comes from.
        seconds: Longest wait for one reply.
    """

    def __init__(self, server: SmtpServer, sender: str, *, seconds: float = SECONDS) -> None:
        self._server = server
        self._sender = sender_of(sender)
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(SESSIONS, thread_name_prefix="smtp")

    async def send(self, message: Message) -> Sent:
        """Hand a mail over; see `Messenger.send` for what may be raised."""
        mail = mail_of(message, self._sender, datetime.now(UTC))
        await asyncio.get_running_loop().run_in_executor(self._threads, self._hand_over, mail, message.to)
        return Sent(reference=mail["Message-ID"])

    async def close(self) -> None:
        """Let sessions under way end."""
        await asyncio.to_thread(self._threads.shutdown)

    def _hand_over(self, mail: EmailMessage, to: str) -> None:
        with _explained_as_away():
            session = self._connect()
        try:
            with _explained():
                session.sendmail(self._sender.addr_spec, [to], mail.as_bytes())
        finally:
            _leave(session)

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.scheme == "smtps":
            context = ssl.create_default_context()
            session: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=self._seconds, context=context)
        else:
            session = smtplib.SMTP(server.host, server.port, timeout=self._seconds)
        try:
            if server.scheme == "smtp+starttls":
                session.starttls(context=ssl.create_default_context())
            if server.user and server.password:
                session.login(server.user, server.password)
        except BaseException:
            session.close()
            raise
        return session


@contextmanager
def _explained_as_away() -> Iterator[None]:
    """Whatever goes wrong before a message is named is nobody's message's fault."""
    try:
        yield
    except smtplib.SMTPResponseException as refused:
        raise _away(_said(refused.smtp_code, refused.smtp_error)) from None
    except (OSError, smtplib.SMTPException) as away:
        raise _away(type(away).__name__) from away


@contextmanager
def _explained() -> Iterator[None]:
    """Say what a refusal means for whoever wanted the message sent; the server's own words may hold the address."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise _judged(code, words, "RCPT") from None
    except smtplib.SMTPSenderRefused as refused:
        raise _away(f"{_said(refused.smtp_code, refused.smtp_error)} at MAIL") from None
    except smtplib.SMTPResponseException as refused:
        raise _judged(refused.smtp_code, refused.smtp_error, "DATA") from None
    except smtplib.SMTPNotSupportedError:
        raise _refused("the server does not take such an address") from None
    except (OSError, smtplib.SMTPException) as broken:  # whether it was taken is not known: the id tells
        raise _deferred(type(broken).__name__) from broken


def _judged(code: int, words: bytes | str, where: str) -> Exception:
    if code == 421:
        return _away(_said(code, words))
    return (
        _refused(f"{_said(code, words)} at {where}") if code >= 500 else _deferred(f"{_said(code, words)} at {where}")
    )


def _said(code: int, words: bytes | str) -> str:
    """Return the codes of a reply, without its words."""
    raw = words if isinstance(words, bytes) else words.encode(errors="replace")
    enhanced = _ENHANCED.search(raw)
    return f"SMTP {code} {enhanced[0].decode()}" if enhanced else f"SMTP {code}"


def _leave(session: smtplib.SMTP) -> None:
    try:
        session.quit()
    except (OSError, smtplib.SMTPException):
        session.close()


def _away(why: str) -> ChannelAwayError:
    return ChannelAwayError(f"The mail server takes no mail ({why}).", vi=f"Máy chủ thư chưa nhận thư ({why}).")


def _refused(why: str) -> MessageRefusedError:
    return MessageRefusedError(f"The mail was refused: {why}.", vi=f"Thư bị từ chối: {why}.")


def _deferred(why: str) -> MessageDeferredError:
    return MessageDeferredError(f"The mail was not taken now: {why}.", vi=f"Thư chưa được nhận: {why}.")


def _wrong(what: str, field_: str = "MOTCUA_SMTP_URL") -> InvalidInputError:
    return InvalidInputError(
        what,
        vi="Cấu hình máy chủ thư không hợp lệ.",
        field=field_,
        hint="Write smtp+starttls://user@host:587 (or smtps://, or smtp:// on this machine), the password in "
        "MOTCUA_SMTP_PASSWORD.",
        hint_vi="Ghi smtp+starttls://user@host:587 (hoặc smtps://, hoặc smtp:// trên chính máy này), mật khẩu đặt ở "
        "MOTCUA_SMTP_PASSWORD.",
    )
