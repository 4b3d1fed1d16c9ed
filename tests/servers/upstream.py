"""An upstream that misbehaves, byte for byte, in one chosen way; and what reached it before it did.

    async with upstream(stalled) as server: ...     # one behaviour, for every connection
    with refusing() as url: ...                     # nobody listens there

A behaviour gets one whole request and then has the connection to itself. None of them waits for a clock: what never
ends is ended by the client, or by the end of the block.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from tests.servers.sockets import conversing
from tests.servers.wire import Received, requests_in

READ_BYTES = 64 * 1024
JSON_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class Upstream:
    """A running upstream. ``release`` lets go what ``held`` holds."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._received: list[Received] = []
        self._arrived = asyncio.Event()
        self._released = asyncio.Event()
        self.connections = 0
        self.raw = bytearray()
        """Every byte that arrived, also what is no request."""
        self.url = ""

    def received(self) -> tuple[Received, ...]:
        """Return the whole requests that arrived, in order."""
        return tuple(self._received)

    async def arrived(self) -> None:
        """Return once a whole request is here."""
        await self._arrived.wait()

    def release(self) -> None:
        self._released.set()

    async def released(self) -> None:
        await self._released.wait()

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        sent = b""
        while not (requests := requests_in(sent)):
            chunk = await reader.read(READ_BYTES)
            if not chunk:
                return
            sent += chunk
            self.raw += chunk
        self._received.extend(requests)
        self._arrived.set()
        await self._behaviour(self, reader, writer)


Behaviour = Callable[[Upstream, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def upstream(behaviour: Behaviour) -> AsyncIterator[Upstream]:
    """Run an upstream while the block lasts."""
    server = Upstream(behaviour)
    async with conversing(server.converse) as url:
        server.url = url
        yield server


@contextmanager
def refusing() -> Iterator[str]:
    """Yield a URL at which connections are refused: its port is taken, and nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def saying(raw: bytes) -> Behaviour:
    """Return the behaviour of sending exactly these bytes, and then the end of the stream."""

    async def say(_server: Upstream, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    return say


def answering(body: bytes, *, status: str = "200 OK", headers: tuple[tuple[str, str], ...] = ()) -> Behaviour:
    """Return the behaviour of a correct JSON answer, with these headers beside or instead of the usual ones."""
    usual = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"}
    fields = "".join(f"{name}: {value}\r\n" for name, value in (usual | dict(headers)).items())
    return saying(f"HTTP/1.1 {status}\r\n{fields}\r\n".encode() + body)


async def silent(_server: Upstream, reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Accept and read, and never answer."""
    await _until_left(reader)


async def stalled(_server: Upstream, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer with a head and half a body, and then nothing more."""
    writer.write(JSON_HEAD + b'Content-Length: 20\r\n\r\n{"ok": ')
    await _until_left(reader)


async def held(server: Upstream, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer well, but not before ``release``: as slow as the test likes."""
    await server.released()
    writer.write(JSON_HEAD + b'Content-Length: 11\r\nConnection: close\r\n\r\n{"ok":true}')


async def reset(_server: Upstream, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Cut the connection instead of answering."""
    _cut(writer)


async def reset_midway(_server: Upstream, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Cut the connection in the middle of the answer."""
    writer.write(JSON_HEAD + b'Content-Length: 20\r\n\r\n{"ok": ')
    await writer.drain()
    _cut(writer)


async def endless(_server: Upstream, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer with a body that does not end."""
    writer.write(JSON_HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n")
    piece = b'"more",' * 1024
    while True:
        writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        await writer.drain()


async def endless_head(_server: Upstream, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer with headers that do not end."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-More: " + b"a" * 4096 + b"\r\n")
        await writer.drain()


garbage = saying(b"\x16\x03\x01\x00\xff not HTTP at all \r\n\r\n")
half_closed = saying(JSON_HEAD + b'Content-Length: 20\r\n\r\n{"ok": ')  # promises 20 bytes, sends 7
overlong = saying(JSON_HEAD + b"Content-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\nsmuggled")  # sends more than it says
contradicting = saying(JSON_HEAD + b"Content-Length: 2\r\nContent-Length: 7\r\n\r\n{}hidden")
wrong_json = answering(b'{"name": "Ann", "ssn": 078-05-1120}')
twice_named = answering(b'{"ssn": "078-05-1120", "ssn": null}')


def gzip_bomb(size: int = 64 * 1024 * 1024) -> Behaviour:
    """Return the behaviour of an answer of one string that is ``size`` bytes once it is unpacked."""
    return answering(gzip.compress(b'"' + b"a" * (size - 2) + b'"'), headers=(("Content-Encoding", "gzip"),))


async def _until_left(reader: asyncio.StreamReader) -> None:
    while await reader.read(READ_BYTES):
        pass


def _cut(writer: asyncio.StreamWriter) -> None:
    """Reset instead of closing: a linger time of zero (POSIX, SO_LINGER) sends RST."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
