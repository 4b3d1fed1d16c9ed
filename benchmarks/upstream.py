"""A system of record that costs as little as can be: ready-made answers on a raw server."""

from __future__ import annotations

import asyncio
import sys

import uvloop
from aiohttp import web

from benchmarks.bodies import body

SIZES = (1, 10, 100)


async def serve(port: int) -> None:
    answers = {f"/{kind}/{size}": body(size, dirty=kind == "dirty") for kind in ("clean", "dirty") for size in SIZES}

    async def handle(request: web.BaseRequest) -> web.Response:
        return web.Response(body=answers[request.path], content_type="application/json")

    await web.TCPSite(await _runner(web.Server(handle, access_log=None)), "127.0.0.1", port).start()
    await asyncio.Event().wait()


async def _runner(server: web.Server) -> web.ServerRunner:
    runner = web.ServerRunner(server)
    await runner.setup()
    return runner


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
