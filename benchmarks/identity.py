"""The demo's identity provider, issuing for one resource: ``http://127.0.0.1:GATEWAY/bench``."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from aiohttp import web

from gateway.demo.identity_provider import IdentityProvider
from gateway.domain.secret import Secret


async def serve(port: int, gateway_port: int, secret: str) -> None:
    provider = IdentityProvider(
        f"http://127.0.0.1:{port}",
        client_id="sallyport",
        client_secret=Secret(secret),
        audiences={"bench-system": f"http://127.0.0.1:{gateway_port}/bench"},
        now=lambda: datetime.now(UTC),
    )
    runner = web.AppRunner(provider.application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
