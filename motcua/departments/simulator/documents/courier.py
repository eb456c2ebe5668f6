"""Sending what is in a mailbox to whoever wants it sent: signed, in order, until it is taken."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Final

import httpx2
import structlog

from motcua.departments.simulator.documents.ledger import PostLedger
from motcua.departments.simulator.documents.mail import Mail
from motcua.exchange.signing import SigningKey

MESSAGE_PUSHED: Final = "edxml_message_pushed"
PUSH_FAILED: Final = "edxml_push_failed"

FIRST_PAUSE: Final = 0.05
LONGEST_PAUSE: Final = 5.0
"""Seconds between two tries of one message; doubled from the first to the longest."""

log = structlog.get_logger(__name__)


class Courier:
    """One task that carries messages in the order of their mailbox, the due ones first."""

    def __init__(self, ledger: PostLedger, signing_key: SigningKey | None) -> None:
        self._ledger = ledger
        self._signing_key = signing_key
        self._client = httpx2.AsyncClient(timeout=10, follow_redirects=False, trust_env=False)
        self._something = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, with what an earlier process did not deliver."""
        self._something.set()
        self._task = asyncio.create_task(self._carry())

    def look(self) -> None:
        """Say that there is something new to carry."""
        self._something.set()

    async def close(self) -> None:
        """Stop; what is not delivered stays in the ledger."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._client.aclose()

    async def _carry(self) -> None:
        pause = FIRST_PAUSE
        while True:
            self._something.clear()
            now = time.time()
            waiting = self._ledger.to_push()
            refused = [mail for mail in waiting if mail.visible_at <= now and not await self._taken(mail)]
            pause = min(pause * 2, LONGEST_PAUSE) if refused else FIRST_PAUSE
            later = [mail.visible_at - now for mail in waiting if mail.visible_at > now]
            await self._sleep(min([*later, *([pause] if refused else [])], default=None))

    async def _sleep(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(None if seconds is None else max(seconds, 0)):
                await self._something.wait()
        except TimeoutError:
            return

    async def _taken(self, mail: Mail) -> bool:
        headers = {"Content-Type": "application/xml; charset=utf-8"}
        body = mail.body.encode()
        if self._signing_key is not None:
            headers |= self._signing_key.headers(f"mail-{mail.position}", body, datetime.now(UTC))
        try:
            response = await self._client.post(mail.push_to or "", content=body, headers=headers)
        except httpx2.HTTPError:
            response = None
        if response is None or not response.is_success:
            log.warning(PUSH_FAILED, position=mail.position)
            return False
        self._ledger.pushed(mail.position)
        log.info(MESSAGE_PUSHED, position=mail.position)
        return True
