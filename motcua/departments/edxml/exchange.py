"""Speaking to an exchange over HTTP: messages are handed over, and fetched without being taken away."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, TypeVar
from urllib.parse import urlencode

from pydantic import ValidationError

from motcua.departments.edxml import codec
from motcua.departments.edxml.asking import document_id
from motcua.departments.edxml.mailbox import Box, Mailbox, Receipt
from motcua.departments.edxml.parts import Document
from motcua.departments.edxml.profile import EdxmlProfile
from motcua.departments.port import Message
from motcua.departments.reading import unreadable
from motcua.departments.statuses import away, failure, unavailable
from motcua.exchange.errors import ExchangeError
from motcua.exchange.opening import open_transport
from motcua.exchange.signing import SigningKey
from motcua.exchange.transport import Received

MOST_PAGES: Final = 20
"""Pages of the mailbox that are read for one document; what would need more is no conversation about a document."""

MAX_PAGE: Final = 4 * 1024 * 1024
"""Bytes of the largest page of a mailbox: a message of the largest size fits in, whatever JSON makes of it."""

Said = TypeVar("Said", bound=Message)


class Exchange:
    """One exchange, spoken to on behalf of our organisation; holds one pool of connections.

    Args:
        profile: Where it is and who we are there.
        signing_key: What our messages are signed with, or None to send them unsigned.
        environment: The variables that hold the secrets of `profile.auth`.

    Raises:
        InvalidInputError: A secret is missing or malformed, or a file of certificates cannot be used.
    """

    def __init__(self, profile: EdxmlProfile, signing_key: SigningKey | None, environment: Mapping[str, str]) -> None:
        self._profile = profile
        self._signing_key = signing_key
        self._transport = open_transport(profile, environment, most=MAX_PAGE, place=f"{profile.system}.auth")

    async def send(self, key: str, message: codec.Message) -> Receipt:
        """Hand over a message about a request; the same again is recognised and does nothing.

        Raises:
            DepartmentUnavailableError: Asking again can help.
            RequestRefusedError: The exchange calls the message itself wrong.
            UnreadableAnswerError: Its receipt does not fit, or is for another document.
            InvalidInputError: The message is too large.
        """
        body = codec.write(message)
        headers = {"Content-Type": "application/xml; charset=utf-8"}
        if self._signing_key is not None:
            name = key if isinstance(message, Document) else f"{key}/{message.status_code.value}"
            headers |= self._signing_key.headers(name, body, datetime.now(UTC))
        received = await self._said("POST", self._profile.send_path, body, headers)
        receipt = _read(Receipt, received.body)
        if receipt.documentid != document_id(self._profile, key):
            raise unreadable(received.body, "of the exchange is for another document", field="documentid")
        return receipt

    async def kept(self, key: str) -> Box | None:
        """Return the messages in our mailbox about a request, in the order the exchange got them.

        None where the exchange does not know the request's document at all.

        Raises:
            DepartmentUnavailableError: Asking again can help.
            UnreadableAnswerError: What came back is no mailbox, or one without an end.
        """
        messages: list[bytes] = []
        after = -1
        for _ in range(MOST_PAGES):
            received = await self._said("GET", f"{self._profile.mailbox_path}?{self._query(key, after)}")
            page = _read(Mailbox, received.body)
            if not page.known:
                return None
            places = [kept.position for kept in page.messages]
            if places != sorted(set(places)) or (places and places[0] <= after):
                raise unreadable(received.body, "of the exchange is out of order", field="position")
            messages += [kept.edxml.encode() for kept in page.messages]
            if not page.more:
                return Box(page.recalled, messages)
            after = max([after, *places])
        raise unreadable(received.body, f"of the exchange does not end within {MOST_PAGES} pages", field="more")

    async def health(self) -> None:
        """Return if the health page answers 2xx; otherwise raise DepartmentUnavailableError."""
        received = await self._exchange("GET", self._profile.health_path)
        if not 200 <= received.status < 300:
            raise unavailable(self._profile, received.status, received.headers.get("Retry-After"))

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    def _query(self, key: str, after: int) -> str:
        asked = {"organid": self._profile.ours.organ_id, "documentid": document_id(self._profile, key)}
        return urlencode(asked | ({"after": str(after)} if after >= 0 else {}))

    async def _said(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Received:
        """Return what the exchange said, if it is an answer of its contract."""
        received = await self._exchange(method, path, body, headers)
        if received.status >= 300:
            raise failure(self._profile, received.status, received.headers.get("Retry-After"))
        if received.status not in (200, 202):
            raise unreadable(received.body, f"has the status {received.status}, which the contract does not know")
        if received.compressed:
            raise unreadable(received.body, "is compressed although none was asked for")
        return received

    async def _exchange(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Received:
        try:
            return await self._transport.exchange(method, path, body, headers)
        except ExchangeError as failed:
            raise away(self._profile, failed) from failed


def _read(model: type[Said], body: bytes) -> Said:
    if len(body) > MAX_PAGE:
        raise unreadable(body, f"of the exchange is larger than {MAX_PAGE} bytes")
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_context=False, include_url=False)[0]
        raise unreadable(body, f"of the exchange does not fit the contract ({fault['type']})") from None
