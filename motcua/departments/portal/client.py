"""Speaking to the national portal: one session, one message at a time, and every answer sorted by what follows."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import structlog

from motcua.departments.errors import DepartmentUnavailableError
from motcua.departments.portal.answers import WRONG_STATUSES, Meaning
from motcua.departments.portal.codes import FIRST, LATER, Service
from motcua.departments.portal.profile import PortalProfile
from motcua.departments.profile import DepartmentProfile
from motcua.departments.reading import unreadable
from motcua.departments.statuses import away, unavailable
from motcua.exchange.errors import ExchangeError
from motcua.exchange.opening import open_transport
from motcua.exchange.payload import MAX_BODY, digest
from motcua.exchange.transport import Received

log = structlog.get_logger(__name__)


class Heard(NamedTuple):
    """What the portal said to one message."""

    meaning: Meaning
    code: str
    """Its error code, or `HTTP 400` where it gave none."""
    digest: str
    """SHA-256 of what was sent."""
    result: tuple[Mapping[str, Any], ...] = ()


class PortalClient:
    """One account at the portal, with one session that is opened when it is needed and renewed when it has ended.

    Args:
        profile: How the portal is reached.
        environment: The variables that hold user name, password and the secrets of `profile.auth`.

    Raises:
        InvalidInputError: A variable is not set, or a file of certificates cannot be used.
    """

    def __init__(self, profile: PortalProfile, environment: Mapping[str, str]) -> None:
        self.profile = profile
        self._credentials = profile.credentials(environment)
        self._named = profile.named()
        self._transport = open_transport(profile, environment, place="portal.auth")
        self._session: str | None = None
        self._opening = asyncio.Lock()

    async def push(self, unit: str, entry: Mapping[str, Any], event: str, *, first: bool) -> Heard:
        """Send a dossier's whole record.

        Args:
            unit: `madonvi`.
            entry: What is said of the dossier.
            event: The message's name for ever: the same however often it is sent (R61).
            first: Whether the portal has nothing of this dossier yet.

        Raises:
            DepartmentUnavailableError: The portal is away or says "not now".
            UnreadableAnswerError: Its answer cannot be understood, or bears a code nobody knows.
        """
        updating = FIRST if first else LATER
        return await self._say(unit, event, service=Service.DOSSIER.value, isUpdating=updating, data=[dict(entry)])

    async def progress(self, unit: str, entry: Mapping[str, Any], event: str) -> Heard:
        """Send one line of progress; see `push` for what may be raised."""
        return await self._say(unit, event, service=Service.PROGRESS.value, data=[dict(entry)])

    async def look_up(self, unit: str, code: str) -> Mapping[str, Any] | None:
        """Return what the portal holds of a dossier; None where it holds nothing. See `push` for what may be raised."""
        heard = await self._say(unit, None, service=Service.LOOK_UP.value, mahoso=code)
        if heard.meaning is Meaning.UNKNOWN_DOSSIER:
            return None
        if heard.meaning is not Meaning.DONE or len(heard.result) > 1:
            raise unreadable(heard.code.encode(), f"to a look-up is {heard.code}")
        return heard.result[0] if heard.result else None

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def _say(self, unit: str, event: str | None, **said: Any) -> Heard:
        session = await self._in_session(None)
        heard = await self._once(session, unit, event, said)
        if heard.meaning is Meaning.SESSION:
            heard = await self._once(await self._in_session(session), unit, event, said)
        if heard.meaning is Meaning.SESSION:
            self._session = None
            raise unavailable(self._named, 401, None)
        return heard

    async def _once(self, session: str, unit: str, event: str | None, said: Mapping[str, Any]) -> Heard:
        body = json.dumps({"session": session, "madonvi": unit, **said}, ensure_ascii=False).encode()
        headers = {"Idempotency-Key": event} if event is not None else {}
        received = await self._exchange(self.profile.service_path, body, self._headers() | headers)
        # The session is a secret, and changes: the digest is of what the message says.
        return self._understood(received, digest(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()))

    def _understood(self, received: Received, sent: str) -> Heard:
        if received.status == 401:
            return Heard(Meaning.SESSION, "HTTP 401", sent)
        if received.status in WRONG_STATUSES:
            return Heard(Meaning.WRONG, f"HTTP {received.status}", sent)
        if received.status >= 300:
            raise unavailable(self._named, received.status, received.headers.get("Retry-After"))
        answer = self._object(received.body)
        code = answer.get("error_code")
        meaning = self.profile.meaning(code) if isinstance(code, str) else None
        if meaning is None or not isinstance(code, str):
            raise unreadable(received.body, "has an error code nobody knows", field="error_code")
        if meaning is Meaning.AGAIN:
            raise _not_now(self.profile, code)
        return Heard(meaning, code, sent, _result(answer, received.body))

    async def _in_session(self, ended: str | None) -> str:
        """Return an open session: the one there is, unless it is the one that has ended."""
        async with self._opening:
            if self._session is None or self._session == ended:
                self._session = await self._log_in()
            return self._session

    async def _log_in(self) -> str:
        name, password = self._credentials
        body = json.dumps({"username": name, "password": password}).encode()
        received = await self._exchange(self.profile.auth_path, body, self._headers())
        if received.status >= 300:
            raise unavailable(self._named, received.status, received.headers.get("Retry-After"))
        answer = self._object(received.body)
        session = answer.get("session")
        if answer.get("error_code") != "00" or not isinstance(session, str) or not session:
            raise unreadable(received.body, "to the login is no session", field="session")
        log.info("portal_session_opened")
        return session

    async def _exchange(self, path: str, body: bytes, headers: dict[str, str]) -> Received:
        try:
            return await self._transport.exchange("POST", path, body, headers)
        except ExchangeError as failed:
            raise away(self._named, failed) from failed

    def _object(self, body: bytes) -> dict[str, Any]:
        """Return the answer's object; a page in its place says that the portal is being worked on, and is no answer."""
        if len(body) > MAX_BODY:
            raise unreadable(body, f"is larger than {MAX_BODY} bytes")
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            raise _no_answer(self._named) from None
        if not isinstance(answer, dict):
            raise unreadable(body, "is no JSON object")
        return answer

    def _headers(self) -> dict[str, str]:
        dstcode = {"dstcode": self.profile.dstcode} if self.profile.dstcode else {}
        return {"Content-Type": "application/json", "Charset": "utf-8"} | dstcode


def _result(answer: Mapping[str, Any], body: bytes) -> tuple[Mapping[str, Any], ...]:
    result = answer.get("result", [])
    if not isinstance(result, list) or not all(isinstance(entry, dict) for entry in result):
        raise unreadable(body, "has a result that is no list of objects", field="result")
    return tuple(result)


def _no_answer(named: DepartmentProfile) -> DepartmentUnavailableError:
    return DepartmentUnavailableError(
        f"The {named.name.en} answered with a page that is no JSON.",
        vi=f"{named.name.vi} trả về trang không phải JSON (có thể đang bảo trì); sẽ tự động gửi lại.",
        system=named.system,
    )


def _not_now(profile: PortalProfile, code: str) -> DepartmentUnavailableError:
    return DepartmentUnavailableError(
        f"The {profile.name.en} says “not now” (error code {code}).",
        vi=f"{profile.name.vi} báo tạm thời chưa nhận (mã {code}); sẽ tự động gửi lại.",
        system=profile.named().system,
    )
