from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TypeAlias

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from prometheus_client import generate_latest

from gateway.edge.admin import admin_application
from gateway.telemetry.metrics import REGISTRY

Client: TypeAlias = TestClient[Request, Application]


@dataclass
class State:
    obstacle: str | None = None

    def ready(self) -> str | None:
        return self.obstacle


@pytest.fixture
def state() -> State:
    return State()


@pytest.fixture
async def client(state: State) -> AsyncIterator[Client]:
    async with TestClient(TestServer(admin_application(state.ready))) as opened:
        yield opened


@pytest.mark.parametrize("obstacle", [None, "the audit log cannot be written"])
async def test_it_is_alive_whatever_stands_in_its_way(client: Client, state: State, obstacle: str | None) -> None:
    state.obstacle = obstacle
    answer = await client.get("/livez")
    assert (answer.status, await answer.text()) == (200, "ok\n")


async def test_it_is_ready_until_something_stands_in_its_way(client: Client, state: State) -> None:
    assert (await client.get("/readyz")).status == 200
    state.obstacle = "the audit log cannot be written"
    answer = await client.get("/readyz")
    assert (answer.status, await answer.text()) == (503, "the audit log cannot be written\n")
    state.obstacle = None
    assert (await client.get("/readyz")).status == 200


async def test_metrics_are_those_of_the_table_and_no_others(client: Client) -> None:
    answer = await client.get("/metrics")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    lines = (await answer.text()).splitlines()
    assert lines == generate_latest(REGISTRY).decode().splitlines()
    assert all(line.split()[2].startswith("sallyport_") for line in lines if line.startswith("# HELP"))


@pytest.mark.parametrize("path", ["/", "/api/", "/console/", "/crm/tickets", "/metrics/"])
async def test_there_is_nothing_else_on_the_admin_port(client: Client, path: str) -> None:
    assert (await client.get(path)).status == 404


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
async def test_what_is_there_is_only_read(client: Client, path: str) -> None:
    assert (await client.post(path)).status == 405
