"""A department's system in a process of its own, which says with each answer how long it took itself."""

import asyncio
import json
import os
import sys
import time

OWN = 0.05
"""Seconds each request takes it."""


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            began = time.perf_counter()
            lines = (line.partition(b":") for line in head.lower().split(b"\r\n"))
            length = next(int(value) for name, _, value in lines if name == b"content-length")
            request = json.loads(await reader.readexactly(length))
            if request["system"] == "failing":
                writer.write(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
                continue
            await asyncio.sleep(OWN)
            own = time.perf_counter() - began
            body = json.dumps({"key": request["key"], "outcome": "done", "content": {"own": own}}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main() -> None:
    """Serve until standard input closes."""
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
    os._exit(0)
