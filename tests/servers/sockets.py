"""A raw TCP server on a free loopback port, in the test's own event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def conversing(conversation: Conversation) -> AsyncIterator[str]:
    """Serve while the block lasts; yield ``http://127.0.0.1:port``. Each connection is one ``conversation``.

    A conversation ends its connection by returning. A client that leaves ends it too, and so does the block.
    """
    under_way: set[asyncio.Task[None]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await conversation(reader, writer)
            await writer.drain()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(converse(reader, writer))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        task.add_done_callback(lambda _: writer.close())

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    try:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()
        ending = tuple(under_way)
        for task in ending:
            task.cancel()
        results = await asyncio.gather(*ending, return_exceptions=True)
        await server.wait_closed()
    for result in results:
        if isinstance(result, Exception):
            raise result
