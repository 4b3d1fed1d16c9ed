"""A pass-through in front of a server, which keeps what was sent: bytes in, the same bytes out, nothing changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from tests.servers.sockets import conversing
from tests.servers.wire import Received, requests_in

READ_BYTES = 64 * 1024


class Recorder:
    """What came through, connection by connection."""

    def __init__(self, target: str) -> None:
        self._address = urlsplit(target)
        self._streams: list[bytearray] = []
        self.url = ""

    @property
    def connections(self) -> int:
        """Return how many connections were opened, whether or not anything was asked on them."""
        return len(self._streams)

    @property
    def raw(self) -> bytes:
        """Return every byte that clients sent."""
        return b"".join(self._streams)

    def received(self) -> tuple[Received, ...]:
        """Return the whole requests that clients sent, in the order of their connections."""
        return tuple(request for stream in self._streams for request in requests_in(bytes(stream)))

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        stream = bytearray()
        self._streams.append(stream)
        up_reader, up_writer = await asyncio.open_connection(self._address.hostname, self._address.port)
        try:
            async with asyncio.TaskGroup() as both_ways:
                both_ways.create_task(_copy(reader, up_writer, stream))
                both_ways.create_task(_copy(up_reader, writer))
        except* ConnectionError:
            pass  # one side left in the middle, and so the other side sees the end of the stream
        finally:
            up_writer.close()


@asynccontextmanager
async def recorder(target: str) -> AsyncIterator[Recorder]:
    """Stand in front of ``target`` (``http://host:port``) while the block lasts."""
    recording = Recorder(target)
    async with conversing(recording.converse) as url:
        recording.url = url
        yield recording


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter, record: bytearray | None = None) -> None:
    while chunk := await source.read(READ_BYTES):
        if record is not None:
            record += chunk
        sink.write(chunk)
        await sink.drain()
    if sink.can_write_eof():
        sink.write_eof()
