"""The subscriber of the demonstration: a post that broke off is no forgery, a post without our signature is one."""

import socket
from pathlib import Path

from motcua.supervision.demo.events import played_subscriber


def send(port: int, length: int, body: bytes) -> bytes:
    """Post a body under a length that may be more than it has, and return what is answered."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"POST /events HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % length + body)
        connection.shutdown(socket.SHUT_WR)
        return connection.recv(100)


def test_a_post_whose_sender_died_is_not_counted_and_one_nobody_signed_is(tmp_path: Path) -> None:
    with played_subscriber(tmp_path / "home") as (heard, file):
        port = int(file.read_text(encoding="utf-8").partition("127.0.0.1:")[2].partition("/")[0])
        assert send(port, 100, b"half") == b""
        assert heard.forged == 0
        assert b" 401 " in send(port, 4, b"full")
        assert heard.forged == 1
