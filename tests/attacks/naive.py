"""The reverse proxy that one writes in an afternoon, to prove the suite: what it withstands proves nothing.

It is no straw man. It sends its own credential in place of the plugin's, frames anew what it passes on, decodes what
aiohttp decodes, and takes card numbers out of bodies. What it leaves to chance is what ``gateway.edge`` is for.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web

PREFIX = "/notes"
CARD = re.compile(rb"\b\d{16}\b")
REFRAMED = ("Content-Length", "Expect", "Transfer-Encoding")


class Naive:
    """Passes requests on to ``upstream`` with every field, and answers back with every field."""

    def __init__(self, upstream: str, session: ClientSession) -> None:
        self._upstream = upstream
        self._session = session

    async def handle(self, request: web.Request) -> web.Response:
        headers = request.headers.copy()
        for name in ("Host", *REFRAMED):
            headers.popall(name, None)
        headers["Authorization"] = "Bearer of-the-proxy"
        url = self._upstream + request.path_qs.removeprefix(PREFIX)
        body = await request.read()
        async with self._session.request(request.method, url, headers=headers, data=body) as answer:
            content = CARD.sub(b"[REDACTED]", await answer.read())
            fields = answer.headers.copy()
            for name in ("Content-Encoding", *REFRAMED):
                fields.popall(name, None)
            return web.Response(status=answer.status, reason=answer.reason, headers=fields, body=content)


@asynccontextmanager
async def naive_proxy(upstream: str) -> AsyncIterator[str]:
    """Run the proxy while the block lasts; yield its URL."""
    async with ClientSession() as session:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", Naive(upstream, session).handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            host, port = runner.addresses[0][:2]
            yield f"http://{host}:{port}"
        finally:
            await runner.cleanup()
