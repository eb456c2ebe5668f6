"""What an address is, and which of somebody's addresses a notice takes."""

import re
from collections.abc import Container, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from motcua.dossiers.applicant import EMAIL
from motcua.notices.port import Channel, Language

_EMAIL = re.compile(EMAIL)
_PHONE = re.compile(r"\+[1-9]\d{7,14}")
_SPACING = re.compile(r"[\s.()-]")
VIETNAM = "+84"


def checked_email(text: str) -> str:
    """Return an e-mail address that a header and a mail server take as one address."""
    text = text.strip()
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise ValueError("no e-mail address")
    return text


def checked_phone(text: str) -> str:
    """Return a telephone number in E.164: `0909 123 456` is `+84909123456`."""
    plain = _SPACING.sub("", text)
    plain = VIETNAM + plain[1:] if plain.startswith("0") and not plain.startswith("00") else plain
    plain = "+" + plain[2:] if plain.startswith("00") else plain
    if not _PHONE.fullmatch(plain):
        raise ValueError("no telephone number")
    return plain


class Reach(BaseModel):
    """Where somebody is reached, and how they like to be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: Annotated[str, AfterValidator(checked_email)] | None = None
    phone: Annotated[str, AfterValidator(checked_phone)] | None = None
    prefers: Channel = Channel.EMAIL
    language: Language = "vi"

    @classmethod
    def of_applicant(cls, data: Mapping[str, Any]) -> Self:
        """Return where an applicant is reached, from what was kept of them; what is unreadable is left out."""
        known: dict[str, Any] = {}
        for name in cls.model_fields:
            try:
                known |= cls.model_validate({name: data[name]}).model_dump(exclude_unset=True) if name in data else {}
            except ValidationError:
                continue
        return cls.model_validate(known)

    def by(self, channels: Container[Channel]) -> tuple[Channel, str] | None:
        """Return the channel and address a notice takes: the preferred one where it is there, else the other."""
        return next(iter(self.ways(channels)), None)

    def ways(self, channels: Container[Channel]) -> list[tuple[Channel, str]]:
        """Return every channel there is with the address it takes, the preferred one first."""
        addresses = {Channel.EMAIL: self.email, Channel.SMS: self.phone}
        preferred_first = sorted(addresses, key=lambda way: way is not self.prefers)
        return [(way, address) for way in preferred_first if (address := addresses[way]) and way in channels]
