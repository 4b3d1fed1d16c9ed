"""The peer: a reverse proxy that does nothing but forward, on the same raw server, client and loop."""

from __future__ import annotations

import asyncio
import sys

import uvloop
from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web


async def serve(port: int, upstream: str) -> None:
    session = ClientSession(
        connector=TCPConnector(limit=256), cookie_jar=DummyCookieJar(), auto_decompress=False, trust_env=False
    )

    async def handle(request: web.BaseRequest) -> web.Response:
        body = await request.read()
        async with session.request(
            request.method,
            upstream + request.raw_path,
            headers={"Authorization": request.headers.get("Authorization", "")},
            data=body or None,
            allow_redirects=False,
        ) as answer:
            content = await answer.read()
            return web.Response(
                status=answer.status, body=content, headers={"Content-Type": answer.headers["Content-Type"]}
            )

    runner = web.ServerRunner(web.Server(handle, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), sys.argv[2]))
