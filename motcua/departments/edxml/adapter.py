"""A department reached through an exchange of documents: the port on top of the messages."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import structlog

from motcua.departments.edxml.asking import as_document, as_recall
from motcua.departments.edxml.codes import PROGRESS, StatusCode
from motcua.departments.edxml.exchange import Exchange
from motcua.departments.edxml.parts import Document
from motcua.departments.edxml.profile import EdxmlProfile
from motcua.departments.edxml.standing import Standing
from motcua.departments.edxml.understanding import Heard
from motcua.departments.errors import DepartmentUnavailableError
from motcua.departments.port import Accepted, Answer, BesideRefused, Progress, Request, Unknown, Withdrawn
from motcua.errors import InvalidInputError, MotcuaError
from motcua.exchange.errors import SignatureRefusedError
from motcua.exchange.signing import SigningKey

DOCUMENT_SENT: Final = "edxml_document_sent"
DOCUMENT_FAILED: Final = "edxml_document_failed"
MESSAGE_REFUSED: Final = "edxml_message_refused"

RECALL_PATIENCE: Final = 60.0
"""Seconds until it is looked again whether a recall was agreed to."""

log = structlog.get_logger(__name__)


class EdxmlDepartment:
    """Asks one department by documents; holds one pool of connections to its exchange.

    Args:
        profile: Where the exchange is, who we are there, and who is asked.
        secret: The signing secret shared with the exchange (`whsec_…`), or None to send unsigned.
        environment: The variables that hold the secrets of `profile.auth`.

    Raises:
        InvalidInputError: A secret is missing or malformed, or a file of certificates cannot be used.
    """

    def __init__(
        self, profile: EdxmlProfile, secret: str | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        self.profile = profile
        self._signing_key = SigningKey(secret) if secret is not None else None
        self._exchange = Exchange(profile, self._signing_key, environment or {})

    async def ask(self, request: Request) -> Answer | Accepted:
        """Send the request's document; sent again it is known by its identifier, and nothing is done twice.

        A document that had come before may be answered already: then this is the answer.
        """
        started = time.monotonic()
        try:
            reply = await self._ask(self._ours(request))
        except MotcuaError as error:
            log.warning(DOCUMENT_FAILED, error=error.kind, **self._keys(request, started))
            raise
        log.info(DOCUMENT_SENT, answered=isinstance(reply, Answer), **self._keys(request, started))
        return reply

    async def poll(self, request: Request) -> Answer | Accepted | Progress | Unknown | BesideRefused:
        """Return where a request stands after all that is in our mailbox about its document.

        An answer counts whatever else is there. Without one, a last message that cannot be understood is raised: a
        person has to look at it. What came out of its order, or was followed by something better, is only kept aside.
        """
        standing = await self._standing(self._ours(request))
        if standing is None:
            return Unknown(key=request.key)
        if standing.answer is None and standing.unread is not None:
            raise standing.unread
        said = standing.answer or standing.progress or Accepted(key=request.key)
        return BesideRefused(said, tuple(standing.refused)) if standing.refused else said

    async def withdraw(self, request: Request, reason: str) -> Withdrawn:
        """Call a request's document back (13) and return what was said to it (15, 16), once something was.

        Raises:
            DepartmentUnavailableError: The exchange is away; or nothing was said to the recall yet (scope `request`).
        """
        standing = await self._standing(self._ours(request))
        if standing is None:
            return Withdrawn(key=request.key, outcome="withdrawn")
        if not standing.recalled and standing.answer is None:
            await self._exchange.send(request.key, as_recall(request, self.profile, reason, _now()))
            standing = await self._standing(request) or standing
        if standing.recall is StatusCode.RECALL_AGREED:
            return Withdrawn(key=request.key, outcome="withdrawn")
        if standing.recall is StatusCode.RECALL_REFUSED or standing.answer is not None:
            return Withdrawn(key=request.key, outcome="too_late")
        raise self._not_yet_recalled()

    def understand(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Answer | Progress:
        """Return what a pushed message says, once it is sure who sent it; see `Department.understand`.

        The transport's signature proves who speaks and when; the digest in the message, that it is whole.
        """
        if self._signing_key is None:
            raise SignatureRefusedError(
                "No secret is shared with this exchange, so nothing it says of its own accord can be believed.",
                vi="Không có khoá ký chung với trục liên thông này.",
                field="secret_env",
            )
        self._signing_key.check(headers, body, now)
        heard = Heard(body, self.profile, now)
        if isinstance(heard.message, Document):
            return heard.result(heard.message)
        status = heard.message
        if status.status_code is StatusCode.RECEIPT_REFUSED:
            return heard.refusal(status)
        if status.status_code is StatusCode.FINISHED:
            return heard.finished(status)
        if status.status_code not in PROGRESS:
            raise heard.unreadable(f"says {status.status_code}, which is fetched when a document is called back")
        return heard.progress(status)

    async def health(self) -> None:
        """Return if the exchange's health page answers 2xx; otherwise raise DepartmentUnavailableError."""
        await self._exchange.health()

    async def close(self) -> None:
        """Close the connections."""
        await self._exchange.close()

    async def _ask(self, request: Request) -> Answer | Accepted:
        receipt = await self._exchange.send(request.key, as_document(request, self.profile, _now()))
        standing = await self._standing(request) if receipt.repeated else None
        return (standing and standing.answer) or Accepted(key=request.key)

    async def _standing(self, request: Request) -> Standing | None:
        """Return where a document stands, or None where the exchange does not know it."""
        box = await self._exchange.kept(request.key)
        if box is None:
            return None
        standing = Standing(request.key, self.profile, _now(), recalled=box.recalled)
        for body in box.messages:
            standing.take(body)
        self._log_refused(request, standing)
        return standing

    def _log_refused(self, request: Request, standing: Standing) -> None:
        for refused in standing.refused:
            log.warning(
                MESSAGE_REFUSED,
                system=self.profile.system,
                once_key=request.key,
                sha256=refused.digest,
                detail=refused.message,
            )

    def _ours(self, request: Request) -> Request:
        if request.system != self.profile.system:
            raise InvalidInputError(
                f"This adapter speaks to {self.profile.system}, not to {request.system}.",
                vi=f"Yêu cầu gửi nhầm hệ thống: {request.system}.",
                field="system",
            )
        return request

    def _not_yet_recalled(self) -> DepartmentUnavailableError:
        return DepartmentUnavailableError(
            f"The system {self.profile.name.en} has not yet said whether it agrees to the recall.",
            vi=f"Hệ thống {self.profile.name.vi} chưa trả lời đề nghị thu hồi văn bản.",
            system=self.profile.system,
            retry_after=RECALL_PATIENCE,
            scope="request",
        )

    def _keys(self, request: Request, started: float) -> dict[str, object]:
        milliseconds = round((time.monotonic() - started) * 1000)
        return {"system": self.profile.system, "once_key": request.key, "milliseconds": milliseconds}


def _now() -> datetime:
    return datetime.now(UTC)
