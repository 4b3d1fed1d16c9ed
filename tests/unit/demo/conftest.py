"""The demo's servers on loopback sockets, under one clock that stands until a test moves it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest
from aiohttp import ClientResponse, encode_basic_auth
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from gateway.demo.identity_provider import ACCESS_TOKEN, TOKEN_EXCHANGE, IdentityProvider
from gateway.demo.model import Records
from gateway.demo.records import generate
from gateway.demo.system_of_record import SystemOfRecord
from gateway.domain.secret import Secret

ISSUER, RESOURCE, SYSTEM = "https://login.example.com", "https://sallyport.example.com/crm", "tidewick-crm"

Client: TypeAlias = TestClient[Request, Application]
Bearer: TypeAlias = dict[str, str]


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def records() -> Records:
    return generate()


@pytest.fixture
def provider(clock: Clock) -> IdentityProvider:
    return IdentityProvider(
        ISSUER,
        client_id="sallyport",
        client_secret=Secret("s3cret: with %"),
        audiences={SYSTEM: RESOURCE, "ledger": "https://sallyport.example.com/ledger"},
        now=clock,
    )


@pytest.fixture
async def identity(provider: IdentityProvider) -> AsyncIterator[Client]:
    async with TestClient(TestServer(provider.application())) as client:
        yield client


@pytest.fixture
def system(provider: IdentityProvider, records: Records, clock: Clock) -> SystemOfRecord:
    return SystemOfRecord(records, issuer=ISSUER, audience=SYSTEM, keys=provider.keys, now=clock)


@pytest.fixture
async def crm(system: SystemOfRecord) -> AsyncIterator[Client]:
    async with TestClient(TestServer(system.application())) as client:
        yield client


@pytest.fixture
def exchange(identity: Client) -> Callable[..., Awaitable[ClientResponse]]:
    """Ask for an exchange as the gateway does; keywords replace what is sent, ``None`` leaves it out."""

    async def ask(
        *,
        authorization: str | None = encode_basic_auth("sallyport", "s3cret%3A+with+%25"),
        **replaced: str | None,
    ) -> ClientResponse:
        form = {
            "grant_type": TOKEN_EXCHANGE,
            "subject_token_type": ACCESS_TOKEN,
            "requested_token_type": ACCESS_TOKEN,
            "audience": SYSTEM,
            **replaced,
        }
        return await identity.post(
            "/token",
            data={name: value for name, value in form.items() if value is not None},
            headers={"Authorization": authorization} if authorization is not None else {},
        )

    return ask


@pytest.fixture
def bearer(
    provider: IdentityProvider, exchange: Callable[..., Awaitable[ClientResponse]]
) -> Callable[[str], Awaitable[Bearer]]:
    """Return the header with which the gateway comes to the system of record for a user."""

    async def authorize(user: str) -> Bearer:
        token = provider.plugin_token(user, "support-summariser", RESOURCE)
        answer = await exchange(subject_token=token)
        return {"Authorization": f"Bearer {(await answer.json())['access_token']}"}

    return authorize
