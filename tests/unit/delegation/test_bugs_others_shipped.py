"""Mistakes that gateways and connectors were shipped with, as far as token exchange could repeat them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import web

from gateway.delegation.delegator import Delegator
from gateway.delegation.token_exchange import TokenExchange
from gateway.domain.caller import Actor
from gateway.domain.errors import DelegationRefused, DelegationUnavailable
from gateway.keyring.keyring import Keyring
from gateway.outbound.client import Outbound, RawAnswer
from gateway.volatile.memory import MemoryStore
from tests.unit.delegation.parties import (
    ID_CLAIMS,
    NOW,
    SUBJECT_TOKEN,
    Clock,
    DownStore,
    FakeOutbound,
    Mint,
    caller,
    connector,
    jwt,
    settings,
    step,
    token_answer,
)


@pytest.fixture
async def mint() -> Mint:
    return Mint()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def delegator(mint: Mint, clock: Clock) -> Delegator:
    return Delegator({"tickets": mint, "payroll": mint}, MemoryStore(clock.seconds), Keyring(bytes(32)), clock, step)


async def test_any_valid_token_returned_to_any_user(delegator: Delegator) -> None:
    tokens = [
        (await delegator.delegate(who, what)).token
        for who in (caller("alice"), caller("bob"), caller("alice", issuer="https://other.example.com"))
        for what in (connector("tickets"), connector("payroll"))
    ]
    assert len(set(tokens)) == 6


async def test_a_token_saved_under_whoever_came_first(delegator: Delegator, mint: Mint) -> None:
    await delegator.delegate(caller("administrator"), connector())
    delegation = await delegator.delegate(caller("alice"), connector())
    assert mint.callers[-1].user.subject == "alice"
    assert "|alice|" in delegation.token.reveal()


async def test_single_flight_keyed_by_host_so_that_users_shared_a_token(delegator: Delegator, mint: Mint) -> None:
    mint.gate.clear()
    users = ("alice", "bob", "carol")
    waiting = [asyncio.create_task(delegator.delegate(caller(user), connector())) for user in users]
    while len(mint.callers) < 3:
        await step()
    mint.gate.set()
    delegations = await asyncio.gather(*waiting)
    assert [delegation.token.reveal().split("|")[1] for delegation in delegations] == list(users)


async def test_single_flight_that_two_plugins_of_one_user_shared(delegator: Delegator) -> None:
    plugins = ("summariser", "payments")
    delegations = await asyncio.gather(*(delegator.delegate(caller(plugin=plugin), connector()) for plugin in plugins))
    assert [delegation.token.reveal().split("|")[2] for delegation in delegations] == list(plugins)


@pytest.mark.parametrize(
    ("empty", "where"), [("plugin", "tickets"), ("subject", "tickets"), ("issuer", "tickets"), (None, "")]
)
async def test_the_cache_was_looked_up_before_the_user_was_known(
    mint: Mint, clock: Clock, empty: str | None, where: str
) -> None:
    """``user or ""`` gave all the unknown one token. Here nobody without a name gets as far as the store."""
    store = DownStore()
    delegator = Delegator({where: mint}, store, Keyring(bytes(32)), clock, step)
    who = caller(plugin="" if empty == "plugin" else "summariser")
    if empty in {"subject", "issuer"}:
        object.__setattr__(who.user, empty, "")  # no constructor allows it
    with pytest.raises(ValueError, match="an issuer, a subject, a plugin and a connector"):
        await delegator.delegate(who, connector(where))
    assert store.asked == 0
    assert mint.callers == []


@pytest.mark.parametrize(
    "failure",
    [
        RawAnswer(400, (), b'{"error": "unsupported_grant_type"}'),
        RawAnswer(401, (), b'{"error": "invalid_client"}'),
        RawAnswer(500, (), b""),
        RawAnswer(200, (), b"{}"),
    ],
)
async def test_a_silent_fallback_when_exchange_failed(failure: RawAnswer) -> None:
    """To client credentials, to another grant, to the caller's own token: here there is one request, and no token."""
    outbound = FakeOutbound(failure)
    with pytest.raises((DelegationRefused, DelegationUnavailable)):
        await TokenExchange(settings(), outbound, ID_CLAIMS).obtain(caller(), connector())
    (sent,) = outbound.sent
    assert b"grant-type%3Atoken-exchange" in sent.content


async def test_pass_through_of_the_callers_own_token() -> None:
    outbound = FakeOutbound(RawAnswer(200, (), token_answer(access_token=SUBJECT_TOKEN)))
    with pytest.raises(DelegationRefused, match="own token came back"):
        await TokenExchange(settings(), outbound, ID_CLAIMS).obtain(caller(), connector())


@pytest.mark.parametrize("client", ["sallyport", "summariser"])
async def test_a_clients_own_token_in_place_of_the_users(client: str) -> None:
    token = jwt({"iss": "https://id.example.com", "sub": client, "client_id": client, "aud": "tickets"})
    outbound = FakeOutbound(RawAnswer(200, (), token_answer(access_token=token)))
    with pytest.raises(DelegationRefused, match="a client's"):
        await TokenExchange(settings(), outbound, ID_CLAIMS).obtain(caller(), connector())


async def test_a_session_bound_to_token_bytes_so_that_refresh_killed_it(delegator: Delegator, mint: Mint) -> None:
    before = await delegator.delegate(caller(token="before the refresh"), connector())
    after = await delegator.delegate(caller(token="after the refresh"), connector())
    assert after.cached
    assert after.token == before.token


async def test_a_disconnect_honoured_an_hour_later(mint: Mint, delegator: Delegator, clock: Clock) -> None:
    await delegator.delegate(caller(expires_at=NOW + timedelta(days=1)), connector())  # a token for a day, too
    mint.refusal = DelegationRefused()
    clock.advance(300)
    with pytest.raises(DelegationRefused):
        await delegator.delegate(caller(), connector())


async def test_a_derived_token_that_outlived_the_one_it_came_from(
    mint: Mint, delegator: Delegator, clock: Clock
) -> None:
    await delegator.delegate(caller(expires_at=NOW + timedelta(seconds=30)), connector())
    clock.advance(30)
    assert not (await delegator.delegate(caller(token="a new one"), connector())).cached


async def test_act_overwritten_so_that_history_was_lost(delegator: Delegator) -> None:
    """Two chains with one current actor are two parties: neither gets the other's token."""
    router, agent, intruder = Actor("router"), Actor("agent"), Actor("intruder")
    chains = ((), (router,), (router, agent), (router, intruder), (router, agent, intruder))
    tokens = [(await delegator.delegate(caller(actors=chain), connector())).token for chain in chains]
    assert len(set(tokens)) == len(chains)


@dataclass
class AuthorizationServer:
    """A real server on loopback, whose endpoint answers as it is told, and a second one to be lured to."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = field(default_factory=token_answer)
    requests: list[tuple[str, str]] = field(default_factory=list)  # path, authorization

    async def handle(self, request: web.BaseRequest) -> web.Response:
        self.requests.append((request.path, request.headers.get("authorization", "")))
        return web.Response(status=self.status, headers=self.headers, body=self.content)


@asynccontextmanager
async def serving(server: AuthorizationServer) -> AsyncIterator[str]:
    runner = web.ServerRunner(web.Server(server.handle))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def exchange_with(base: str) -> str:
    async with Outbound() as outbound:
        strategy = TokenExchange(settings(endpoint=f"{base}/token"), outbound, ID_CLAIMS)
        return (await strategy.obtain(caller(), connector())).token.reveal()


async def test_authorization_followed_a_redirect_to_another_host() -> None:
    thief = AuthorizationServer()
    async with serving(thief) as lure:
        for status in (301, 302, 303, 307, 308):
            honest = AuthorizationServer(status, {"location": f"{lure}/token"}, b"")
            async with serving(honest) as base:
                with pytest.raises(DelegationUnavailable):
                    await exchange_with(base)
            assert len(honest.requests) == 1
    assert thief.requests == []


async def test_over_a_real_connection_the_users_token_is_had() -> None:
    server = AuthorizationServer()
    async with serving(server) as base:
        assert await exchange_with(base) == "users-own-token"
    assert server.requests == [("/token", "Basic c2FsbHlwb3J0OnMzY3JldA==")]


@pytest.mark.parametrize(
    ("status", "content"),
    [(503, b"down"), (200, b"<html>"), (200, json.dumps({"access_token": "x" * 100_000}).encode())],
)
async def test_over_a_real_connection_garbage_is_unavailable(status: int, content: bytes) -> None:
    async with serving(AuthorizationServer(status, content=content)) as base:
        with pytest.raises(DelegationUnavailable):
            await exchange_with(base)


async def test_over_a_real_connection_a_server_that_is_gone_is_unavailable() -> None:
    async with serving(AuthorizationServer()) as base:
        pass
    with pytest.raises(DelegationUnavailable, match="no answer from the token endpoint of tickets"):
        await exchange_with(base)
