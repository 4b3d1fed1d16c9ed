"""The demo's identity provider, issuing for the resources that it is told: ``SYSTEM=RESOURCE``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from aiohttp import web

from gateway.demo.identity_provider import IdentityProvider
from gateway.domain.secret import Secret


async def serve(port: int, secret: str, resources: Sequence[str]) -> None:
    provider = IdentityProvider(
        f"http://127.0.0.1:{port}",
        client_id="sallyport",
        client_secret=Secret(secret),
        audiences={system: resource for system, _, resource in (each.partition("=") for each in resources)},
        now=lambda: datetime.now(UTC),
    )
    runner = web.AppRunner(provider.application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))
