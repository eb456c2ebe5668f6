"""A subscriber's own program: an HTTP server that checks every signature, and answers as it is told."""

import asyncio
import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from standardwebhooks import Webhook

SECRET = "whsec_" + "bW90Y3VhLXRlc3Qtc2VjcmV0LW9mLTMyLWJ5dGVzISE="
ANOTHER = "whsec_" + "YW5vdGhlciBzZWNyZXQgb2YgMzIgYnl0ZXMgbG9uZyE="


@dataclass
class Receiver:
    """Keeps what arrived; an event that arrives twice has one effect, since its id is known."""

    secret: str = SECRET
    port: int = 0
    status: int = 204
    """What it answers, unless something else is said below."""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Answers to the next posts, before `status` holds again."""
    statuses: dict[str, int] = field(default_factory=dict)
    """Answers by dossier."""
    seconds: float = 0.0
    """How long it takes."""
    posts: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    forged: int = 0
    effects: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What it did, by the event's id, in order."""
    arrived: Counter[str] = field(default_factory=Counter)
    most_at_once: int = 0
    _inside: int = 0
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?tenant=1"

    def ids(self, dossier: str) -> list[str]:
        """Return the ids of one dossier's events in the order in which they took effect."""
        return [id for id, event in self.effects.items() if event["subject"] == dossier]

    def start(self) -> "Receiver":
        app = FastAPI()
        app.post("/hooks")(self._take)
        config = uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        sock = config.bind_socket()
        self.port = sock.getsockname()[1]
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [sock]})
        self._thread.start()
        return self

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
            self._server = None

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        self._inside += 1
        self.most_at_once = max(self.most_at_once, self._inside)
        try:
            return await self._answer(body, dict(request.headers))
        finally:
            self._inside -= 1

    async def _answer(self, body: bytes, headers: dict[str, str]) -> Response:
        if self.seconds:
            await asyncio.sleep(self.seconds)
        event = json.loads(body)
        self.posts.append((headers, event))
        self.arrived[event["id"]] += 1
        try:
            Webhook(self.secret).verify(body.decode(), headers)
        except Exception:
            self.forged += 1
            return Response(status_code=401)
        status, more = self.answers.pop(0) if self.answers else (self.statuses.get(event["subject"], self.status), {})
        if 200 <= status < 300:
            self.effects.setdefault(event["id"], event)
        return Response(status_code=status, headers=more)
