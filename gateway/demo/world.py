"""The demo's whole world in one process and one event loop: identity provider, system of record, gateway."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from gateway.app.checking import load_checked
from gateway.app.running import Gateway
from gateway.demo.configuration import CLIENT_ID, CRM_AUDIENCE, Ports, write_configuration
from gateway.demo.identity_provider import IdentityProvider
from gateway.demo.model import Records
from gateway.demo.records import generate
from gateway.demo.system_of_record import SystemOfRecord
from gateway.domain.secret import Secret
from gateway.outbound.client import Outbound

USUAL = Ports(gateway=8080, admin=9090, identity=8081, crm=8082)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that the tour talks to or looks at."""

    ports: Ports
    configuration: Path
    audit: Path
    records: Records
    identity: IdentityProvider
    crm: SystemOfRecord
    client: Outbound  # the plugin's way to the gateway

    @property
    def public_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.gateway}"

    @property
    def resource(self) -> str:
        """Return what a token for the CRM names: also the base URL that a plugin uses."""
        return f"{self.public_url}/crm"


@asynccontextmanager
async def world(directory: Path, ports: Ports) -> AsyncIterator[World]:
    """Start everything, its files below ``directory``; end it with the block."""
    secret = Secret(secrets.token_urlsafe())
    configuration = write_configuration(directory, ports, secret)
    settings = (await asyncio.to_thread(load_checked, configuration)).valid()
    issuer = f"http://127.0.0.1:{ports.identity}"
    resource = f"{settings.public_url}/crm"
    identity = IdentityProvider(
        issuer, client_id=CLIENT_ID, client_secret=secret, audiences={CRM_AUDIENCE: resource}, now=_now
    )
    records = generate()
    crm = SystemOfRecord(records, issuer=issuer, audience=CRM_AUDIENCE, keys=identity.keys, now=_now)
    async with AsyncExitStack() as stack:
        await _serve(stack, identity.application(), ports.identity)
        await _serve(stack, crm.application(), ports.crm)
        # Nobody has written anything yet: limits begin open, not as after a fall.
        await stack.enter_async_context(Gateway(settings, limits_epoch=0))
        client = await stack.enter_async_context(Outbound())
        yield World(ports, configuration, settings.audit.directory, records, identity, crm, client)


def usual_ports() -> Ports:
    """Return the ports that the pages name, or free ones where any of those is taken."""
    usual = (USUAL.gateway, USUAL.admin, USUAL.identity, USUAL.crm)
    return USUAL if all(map(_is_free, usual)) else free_ports()


def free_ports() -> Ports:
    """Return four ports that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
    numbers = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return Ports(*numbers)


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


async def _serve(stack: AsyncExitStack, application: web.Application, port: int) -> None:
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", port).start()


def _now() -> datetime:
    return datetime.now(UTC)
