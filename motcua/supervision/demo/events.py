"""Chapter: another system is told of all that happens to a dossier, in order, and believes only our signature."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from motcua.exchange.errors import SignatureRefusedError
from motcua.exchange.signing import SigningKey
from motcua.supervision.demo.carrying import carry, until
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.past import Json
from motcua.supervision.demo.story import Story
from motcua.supervision.demo.systems import opening
from motcua.supervision.local_departments import SECRET_ENV
from motcua.supervision.local_state import signing_secret

NAME = "cong-tinh"
FILE = """subscribers:
  - name: {name}
    url: http://127.0.0.1:{port}/events
    private: true
    secret_env: {secret}
    start: beginning
    rate: 200
"""


class Heard:
    """What a played subscriber heard: events it could verify, by dossier, each id once."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key
        self.events: dict[str, list[Json]] = {}
        self.forged = 0
        self._ids: set[str] = set()
        self._turn = threading.Lock()

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """Take one post in and return the status it is answered with."""
        try:
            self._key.check(headers, body, datetime.now(UTC))
        except SignatureRefusedError:
            self.forged += 1
            return 401
        event: Json = json.loads(body)
        with self._turn:
            if event["id"] not in self._ids:
                self._ids.add(event["id"])
                self.events.setdefault(event["subject"], []).append(event)
        return 204


class Site(ThreadingHTTPServer):
    """A server that says nothing of connections that broke off: the demonstration kills who sends to it."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of every other error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def played_subscriber(home: Path) -> Iterator[tuple[Heard, Path]]:
    """Play a subscriber until the block is left; give what it hears, and the file that describes it."""
    home.mkdir(parents=True, exist_ok=True)
    heard = Heard(SigningKey(signing_secret(home)))

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            if len(body) < length:  # its sender died in the middle: no forgery, it comes again
                self.close_connection = True
                return
            self.send_response(heard.take(dict(self.headers), body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = Site(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    file = home / "subscribers.yaml"
    file.write_text(FILE.format(name=NAME, port=server.server_port, secret=SECRET_ENV), encoding="utf-8")
    try:
        yield heard, file
    finally:
        server.shutdown()
        server.server_close()


async def tell_a_subscriber(desk: Desk, story: Story, heard: Heard) -> None:
    """Carry one dossier to its end and show that another system heard of every fact of it, in order."""
    story.chapter("Hệ thống khác nhận tin về hồ sơ", "Other systems are told")
    code = await desk.open(opening("copy-followed", "2.000908"))
    await carry(desk, code)
    events = await until(lambda: _to_the_end(heard, code), f"{code}: the subscriber hears of the end")
    numbers = [event["data"]["seq"] for event in events]
    story.expect(
        numbers == list(range(1, len(numbers) + 1)) and heard.forged == 0,
        f"{code} hệ thống của tỉnh nhận đủ {len(numbers)} sự kiện, đúng thứ tự, chữ ký đúng",
        f"a subscriber heard of all {len(numbers)} facts, in order, each signature verified",
    )
    (line,) = (await desk.get("/webhooks"))["subscribers"]
    story.expect(
        line["dead"] == 0, f"không có tin nào ngừng gửi; vị trí {line['position']}", "no delivery was given up"
    )


async def _to_the_end(heard: Heard, code: str) -> list[Json] | None:
    events = heard.events.get(code, [])
    return events if events and events[-1]["data"]["state"] == "returned" else None
