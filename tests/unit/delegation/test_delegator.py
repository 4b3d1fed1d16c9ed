"""The user's own token: how it is had, and when it is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from gateway.delegation.delegator import Delegator, Result, utc_now
from gateway.delegation.strategy import Target
from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.errors import DelegationRefused, DelegationUnavailable
from gateway.domain.passage import Delegation
from gateway.keyring.keyring import Keyring
from gateway.telemetry.metrics import REGISTRY
from gateway.volatile.memory import MemoryStore
from gateway.volatile.redis import RedisStore
from gateway.volatile.store import VolatileStore
from tests.servers.redis import redis_server
from tests.unit.delegation.parties import ENDPOINT, Clock, DownStore, Mint, caller, connector, step

KEYRING = Keyring(bytes(32))


@pytest.fixture
async def mint() -> Mint:
    return Mint()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> MemoryStore:
    return MemoryStore(clock=clock.seconds)


@pytest.fixture
def delegator(mint: Mint, store: MemoryStore, clock: Clock) -> Delegator:
    return replica(mint, store, clock)


def replica(mint: Mint, store: VolatileStore, clock: Clock) -> Delegator:
    return Delegator({"tickets": mint, "payroll": mint}, store, KEYRING, clock, step)


def counted(result: Result) -> float:
    labels = {"strategy": "token_exchange", "result": result.value}
    return REGISTRY.get_sample_value("sallyport_delegation_total", labels) or 0


async def test_a_token_is_obtained_once_and_then_cached(delegator: Delegator, mint: Mint) -> None:
    first = await delegator.delegate(caller(), connector())
    second = await delegator.delegate(caller(), connector())
    assert first.token == second.token == mint.minted[0]
    assert (first.cached, second.cached) == (False, True)
    assert len(mint.minted) == 1


async def test_a_delegation_tells_how_it_was_had(delegator: Delegator, mint: Mint) -> None:
    assert await delegator.delegate(caller(), connector()) == Delegation(
        "token_exchange", "tickets", ("read",), cached=False, token=mint.minted[0], token_type="Bearer"
    )


@pytest.mark.parametrize(
    ("audience", "resource", "told"),
    [("a", "https://r", "a"), (None, "https://r", "https://r"), (None, None, "")],
)
async def test_the_audience_told_is_what_was_asked_for(
    store: MemoryStore, clock: Clock, audience: str | None, resource: str | None, told: str
) -> None:
    target = Target("token_exchange", ENDPOINT, "", audience=audience, resource=resource)
    delegation = await replica(Mint(target), store, clock).delegate(caller(), connector())
    assert delegation.audience == told


async def test_a_cached_token_is_obtained_again_after_its_time(delegator: Delegator, mint: Mint, clock: Clock) -> None:
    await delegator.delegate(caller(), connector())
    clock.advance(300)
    assert not (await delegator.delegate(caller(), connector())).cached
    assert len(mint.minted) == 2


async def test_400_waiters_on_4_replicas_cause_one_request(mint: Mint, store: MemoryStore, clock: Clock) -> None:
    await wait_together(mint, [replica(mint, store, clock) for _ in range(4)])


@pytest.fixture
async def redis_stores() -> AsyncIterator[list[RedisStore]]:
    with redis_server() as url:
        async with AsyncExitStack() as stack:
            stores = [RedisStore(url, timeout_seconds=5) for _ in range(4)]
            for redis in stores:
                stack.push_async_callback(redis.close)
            yield stores


async def test_400_waiters_on_4_replicas_of_one_redis_cause_one_request(
    mint: Mint, redis_stores: list[RedisStore], clock: Clock
) -> None:
    patient = [Delegator({"tickets": mint}, redis, KEYRING, clock) for redis in redis_stores]
    await wait_together(mint, patient)


async def wait_together(mint: Mint, replicas: list[Delegator]) -> None:
    mint.gate.clear()
    waiting = [asyncio.create_task(each.delegate(caller(), connector())) for _ in range(100) for each in replicas]
    while not mint.callers:
        await step()
    for _ in range(10):  # the others have asked too, and wait
        await step()
    mint.gate.set()
    delegations = await asyncio.gather(*waiting)
    assert {delegation.token for delegation in delegations} == set(mint.minted)
    assert len(mint.callers) == 1


async def test_each_way_is_counted(delegator: Delegator, mint: Mint) -> None:
    before = {result: counted(result) for result in Result}
    await asyncio.gather(*(delegator.delegate(caller(), connector()) for _ in range(3)))
    await delegator.delegate(caller(), connector())
    mint.refusal = DelegationRefused()
    with pytest.raises(DelegationRefused):
        await delegator.delegate(caller("bob"), connector())
    mint.refusal = DelegationUnavailable()
    with pytest.raises(DelegationUnavailable):
        await delegator.delegate(caller("bob"), connector())
    assert {result.value: counted(result) - before[result] for result in Result} == {
        "obtained": 1,
        "shared": 2,
        "cached": 1,
        "refused": 1,
        "unavailable": 1,
    }


async def test_a_refusal_is_not_kept(delegator: Delegator, mint: Mint) -> None:
    mint.refusal = DelegationRefused()
    with pytest.raises(DelegationRefused):
        await delegator.delegate(caller(), connector())
    mint.refusal = None
    assert (await delegator.delegate(caller(), connector())).token == mint.minted[0]


async def test_a_refusal_is_shared_only_by_who_came_with_the_same_token(delegator: Delegator, mint: Mint) -> None:
    mint.gate.clear()
    mint.revoked = {"revoked"}
    revoked = [asyncio.create_task(delegator.delegate(caller(token="revoked"), connector())) for _ in range(2)]
    while not mint.callers:
        await step()
    valid = asyncio.create_task(delegator.delegate(caller(token="valid"), connector()))
    mint.gate.set()
    outcomes = await asyncio.gather(*revoked, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [DelegationRefused] * 2
    assert (await valid).token == mint.minted[0]


async def test_a_client_that_leaves_does_not_cancel_the_request_for_others(delegator: Delegator, mint: Mint) -> None:
    mint.gate.clear()
    waiting = [asyncio.create_task(delegator.delegate(caller(), connector())) for _ in range(3)]
    while not mint.callers:
        await step()
    waiting.pop(0).cancel()
    mint.gate.set()
    delegations = await asyncio.gather(*waiting)
    assert [delegation.token for delegation in delegations] == mint.minted * 2


async def test_a_rejected_token_is_replaced_once_for_all(delegator: Delegator, mint: Mint) -> None:
    rejected = await delegator.delegate(caller(), connector())
    again = await asyncio.gather(*(delegator.delegate(caller(), connector(), rejected) for _ in range(5)))
    late = await delegator.delegate(caller(), connector(), rejected)
    assert {delegation.token for delegation in [*again, late]} == {mint.minted[1]}
    assert len(mint.minted) == 2


async def test_a_rejection_evicts_no_other_token(delegator: Delegator, mint: Mint) -> None:
    rejected = await delegator.delegate(caller(), connector())
    others = await delegator.delegate(caller("bob"), connector())
    await delegator.delegate(caller(), connector(), rejected)
    assert (await delegator.delegate(caller("bob"), connector())).token == others.token


async def test_a_rejected_token_that_comes_again_is_refused(delegator: Delegator, mint: Mint) -> None:
    mint.name = lambda caller, connector, number: "always the same"
    rejected = await delegator.delegate(caller(), connector())
    with pytest.raises(DelegationRefused, match="gave again"):
        await delegator.delegate(caller(), connector(), rejected)
    mint.name = lambda caller, connector, number: "a new one"
    assert (await delegator.delegate(caller(), connector())).token.reveal() == "a new one"  # it was not kept


class SlowStore(MemoryStore):
    """Answers the next look with nothing, and the one after it only when it may."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock.seconds)
        self.is_slow = False
        self.looks = 0
        self.reached, self.may_answer = asyncio.Event(), asyncio.Event()

    async def get(self, key: str) -> bytes | None:
        value = await super().get(key)
        if not self.is_slow or key.endswith(":claim"):
            return value
        self.looks += 1
        if self.looks == 1:
            return None
        if self.looks == 2:
            self.reached.set()
            await self.may_answer.wait()
        return value


async def test_a_flight_that_found_the_rejected_token_before_is_not_joined(mint: Mint, clock: Clock) -> None:
    store = SlowStore(clock)
    delegator = replica(mint, store, clock)
    rejected = await delegator.delegate(caller(), connector())
    store.is_slow = True
    early = asyncio.create_task(delegator.delegate(caller(), connector()))
    await store.reached.wait()  # it holds the rejected token, and has not landed
    late = asyncio.create_task(delegator.delegate(caller(), connector(), rejected))
    for _ in range(100):  # it waits for the claim of the first in vain, and then no longer
        await step()
    store.may_answer.set()
    assert (await late).token == mint.minted[1]
    assert (await early).token == rejected.token


async def test_a_token_is_had_while_the_store_is_down(mint: Mint, clock: Clock) -> None:
    down = DownStore()
    delegator = replica(mint, down, clock)
    mint.gate.clear()
    waiting = [asyncio.create_task(delegator.delegate(caller(), connector())) for _ in range(3)]
    while not mint.callers:
        await step()
    mint.gate.set()
    delegations = await asyncio.gather(*waiting)
    assert {delegation.token for delegation in delegations} == {mint.minted[0]}  # still one within the process
    assert down.asked == 3  # each call asked once: a black hole costs 250 ms a question


async def test_a_rejected_token_is_replaced_while_the_store_is_down(mint: Mint, clock: Clock) -> None:
    delegator = replica(mint, DownStore(), clock)
    rejected = await delegator.delegate(caller(), connector())
    assert (await delegator.delegate(caller(), connector(), rejected)).token == mint.minted[1]


async def test_cached_tokens_outlive_the_authorization_server(delegator: Delegator, mint: Mint, clock: Clock) -> None:
    cached = await delegator.delegate(caller(), connector())
    mint.refusal = DelegationUnavailable()
    clock.advance(299)
    assert (await delegator.delegate(caller(), connector())).token == cached.token
    clock.advance(1)
    with pytest.raises(DelegationUnavailable):
        await delegator.delegate(caller(), connector())


async def test_200_users_50_at_a_time_on_3_replicas_each_get_their_own(
    mint: Mint, store: MemoryStore, clock: Clock
) -> None:
    replicas = [replica(mint, store, clock) for _ in range(3)]
    places = asyncio.Semaphore(50)

    async def one(number: int, name: str) -> tuple[Caller, Connector, Delegation]:
        who, what = caller(f"user-{number % 200}", token=f"token-{number % 200}"), connector(name)
        async with places:
            return who, what, await replicas[number % 3].delegate(who, what)

    calls = (one(number, name) for number in range(600) for name in ("tickets", "payroll"))
    for who, what, delegation in await asyncio.gather(*calls):
        issuer, subject, plugin, name, _ = delegation.token.reveal().split("|")
        assert (issuer, subject, plugin, name) == (who.user.issuer, who.user.subject, who.plugin.id, what.name)


def test_time_is_told_in_utc() -> None:
    offset = utc_now().utcoffset()
    assert offset is not None
    assert not offset
