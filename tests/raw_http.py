"""A server that says exactly the bytes it is told, for what no framework would send."""

import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def raw_server(write_answer, tls=None):
    """Serve bytes as they are, for what no framework would send; yields the address and what was asked."""
    asked = []
    scheme = "http" if tls is None else "https"

    async def serve(reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
            return
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
        lower = {name.lower(): value for name, value in headers.items()}
        body = await reader.readexactly(int(lower.get("content-length", 0)))
        asked.append((head.split("\r\n")[0], lower, body))
        try:
            await write_answer(writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    async with server:
        yield f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}/api", asked


def answering(status, body, *headers):
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close"]

    async def write(writer):
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()

    return write
