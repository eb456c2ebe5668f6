"""A notice as an Internet message: plain text in UTF-8, marked as sent by a machine, with an id that stays the same."""

import re
from datetime import datetime
from email.header import Header
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr, quote
from typing import Any

from motcua.errors import InvalidInputError
from motcua.notices.errors import MessageRefusedError
from motcua.notices.port import Message

LINE = 76
"""Characters of a header's line, within the 78 of RFC 5322."""
SHORT = 60
"""Characters of a name, or of a subject, that stands on one line as it is."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class _Whole(EmailPolicy):
    """Writes texts and names in words of RFC 2047 that hold every space.

    The library's own folding loses the space at which it breaks a text into two such words, and the quotes of a long
    name, and puts one before a long first word. Headers of another sort, as a file's name, it writes well.
    """

    def fold(self, name: str, value: Any) -> str:
        """Return a header as lines."""
        if isinstance(value, AddressHeader):
            people = f",{self.linesep} ".join(self._person(name, person) for person in value.addresses)
            return f"{name}: {people}{self.linesep}"
        if name.lower() == "subject":
            said = str(value)
            short = said.isascii() and len(said) <= SHORT
            return f"{name}: {said if short else _in_words(said, name, self.linesep)}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return a header as lines of ASCII."""
        return self.fold(name, value).encode("ascii")

    def _person(self, name: str, person: Address) -> str:
        if not person.display_name:
            return person.addr_spec
        said = person.display_name
        short = said.isascii() and len(said) <= SHORT
        words = f'"{quote(said)}"' if short else _in_words(said, name, self.linesep)
        return f"{words}{self.linesep} <{person.addr_spec}>"


def _in_words(text: str, name: str, linesep: str) -> str:
    return Header(text, "utf-8", header_name=name, maxlinelen=LINE).encode(linesep=linesep)


WHOLE = _Whole(linesep="\r\n")


def one_line(text: str) -> str:
    """Return text that cannot begin another header, whatever somebody wrote into it."""
    return _CONTROLS.sub(" ", text).strip()


def sender_of(written: str) -> Address:
    """Return the sender of all mail, as `Name <address>` or `address`.

    Raises:
        InvalidInputError: It names no address.
    """
    name, address = parseaddr(written)
    try:
        return Address(display_name=name, addr_spec=address) if "@" in address else _no_sender()
    except (ValueError, IndexError):
        return _no_sender()


def mail_of(message: Message, sender: Address, now: datetime) -> EmailMessage:
    """Return the message as mail.

    Raises:
        MessageRefusedError: The address is none that a header can carry.
    """
    mail = EmailMessage(policy=WHOLE)
    try:
        mail["To"] = Address(addr_spec=message.to)
    except (ValueError, IndexError):
        raise MessageRefusedError(
            "The address cannot be written into a header.", vi="Địa chỉ thư điện tử không hợp lệ."
        ) from None
    mail["From"] = sender
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message.id}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    mail.set_content(message.text, cte="quoted-printable")
    mail["Content-Language"] = message.language
    for file in message.attachments:
        kind, _, subtype = file.type.partition("/")
        mail.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
    return mail


def _no_sender() -> Address:
    raise InvalidInputError(
        "The sender of notices is no e-mail address.",
        vi="Địa chỉ gửi thông báo không hợp lệ.",
        field="MOTCUA_NOTICES_FROM",
        hint="Write `Bộ phận Một cửa <thong-bao@example.gov.vn>`.",
        hint_vi="Ghi dạng `Bộ phận Một cửa <thong-bao@example.gov.vn>`.",
    )
