"""What only a real Redis can show: replicas that share limits, faults, and a server that forgot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from redis.crc import key_slot

from gateway.domain.decision import Claim
from gateway.domain.errors import LimitsUnavailable, WriteLimit
from gateway.domain.rule import LimitScope, Rate
from gateway.keyring.keyring import Keyring
from gateway.limits.gcra import Quota, arrive
from gateway.limits.redis import EPOCH_KEY, RedisLimiter
from gateway.volatile.redis import RedisStore
from tests.servers.redis import RedisProcess

RATE = Rate(1, 3600, 2, (LimitScope.PLUGIN, LimitScope.USER))
CLAIM = Claim("writes", RATE, ((LimitScope.PLUGIN, "summariser"), (LimitScope.USER, "alice@example.com")))
OTHER = Claim("others", RATE, CLAIM.key)


@pytest.fixture
def server() -> Iterator[RedisProcess]:
    with RedisProcess() as process:
        yield process


@pytest.fixture
def opened(server: RedisProcess) -> RedisProcess:
    """A server on which the operator opened limits."""
    with server.client() as client:
        client.set(EPOCH_KEY, 0)
    return server


@pytest.fixture
async def store(server: RedisProcess) -> AsyncIterator[RedisStore]:
    redis = RedisStore(server.url)
    yield redis
    await redis.close()


@pytest.fixture
def limiter(store: RedisStore) -> RedisLimiter:
    return RedisLimiter(store, Keyring(bytes(32)))


async def test_two_replicas_share_a_limit(opened: RedisProcess, limiter: RedisLimiter) -> None:
    second_store = RedisStore(opened.url)
    second = RedisLimiter(second_store, Keyring(bytes(32)))
    try:
        takes = [replica.take((CLAIM,)) for _ in range(10) for replica in (limiter, second)]
        outcomes = await asyncio.gather(*takes, return_exceptions=True)
    finally:
        await second_store.close()
    assert sum(outcome is None for outcome in outcomes) == 2
    assert sum(isinstance(outcome, WriteLimit) for outcome in outcomes) == 18


async def test_a_flushed_server_restarts_limits_as_exhausted(opened: RedisProcess, limiter: RedisLimiter) -> None:
    await limiter.take((CLAIM,))
    opened.flush()
    for claim in (CLAIM, OTHER):  # also one that was never used: nobody can tell
        with pytest.raises(WriteLimit) as refusal:
            await limiter.take((claim,))
        assert 3590 < int(refusal.value.headers[0][1]) <= 3600


async def test_limits_refill_at_their_rate_from_the_epoch(server: RedisProcess, limiter: RedisLimiter) -> None:
    with pytest.raises(WriteLimit):
        await limiter.take((CLAIM,))
    with server.client() as client:
        epoch = client.get(EPOCH_KEY)
        assert isinstance(epoch, bytes)
        client.set(EPOCH_KEY, int(epoch) - 3601 * 1_000_000)  # an hour ago
    await limiter.take((CLAIM,))
    with pytest.raises(WriteLimit):
        await limiter.take((CLAIM,))


async def test_the_first_start_is_closed_until_the_operator_opens_it(
    server: RedisProcess, limiter: RedisLimiter
) -> None:
    with pytest.raises(WriteLimit):
        await limiter.take((CLAIM,))
    with server.client() as client:
        client.execute_command("SET {sallyport:limits}:epoch 0")
    await limiter.take((CLAIM,))


@pytest.mark.parametrize("damage", ["", "yesterday"])
async def test_an_epoch_that_cannot_be_read_is_a_missing_one(
    server: RedisProcess, limiter: RedisLimiter, damage: str
) -> None:
    with server.client() as client:
        client.set(EPOCH_KEY, damage)
    with pytest.raises(WriteLimit):
        await limiter.take((CLAIM,))


async def test_the_epoch_never_expires_and_every_count_does(opened: RedisProcess, limiter: RedisLimiter) -> None:
    await limiter.take((CLAIM, OTHER))
    with opened.client() as client:
        lives = {key: client.pttl(key) for key in client.scan_iter()}
    assert lives.pop(EPOCH_KEY.encode()) == -1
    assert len(lives) == 2
    assert all(3_590_000 < life <= 3_600_000 for life in lives.values())


async def test_all_keys_of_a_decision_lie_in_one_slot_of_a_cluster(opened: RedisProcess, limiter: RedisLimiter) -> None:
    await limiter.take((CLAIM, OTHER))
    with opened.client() as client:
        assert len({key_slot(key) for key in client.scan_iter()}) == 1


async def test_nothing_of_the_user_is_stored_in_clear(opened: RedisProcess, limiter: RedisLimiter) -> None:
    await limiter.take((CLAIM,))
    with opened.client() as client:
        stored = b" ".join(key + b"=" + (client.get(key) or b"") for key in client.scan_iter())
    assert not any(word in stored for word in (b"alice", b"summariser", b"writes"))


async def test_the_script_keeps_exactly_what_the_arithmetic_says(opened: RedisProcess, limiter: RedisLimiter) -> None:
    await limiter.take((CLAIM,))
    quota = Quota.of(RATE)
    with opened.client() as client:
        (key,) = (key for key in client.scan_iter() if key != EPOCH_KEY.encode())
        first = int(client.get(key) or 0)
        await limiter.take((CLAIM,))
        second = int(client.get(key) or 0)
    assert second == arrive(first, first - quota.interval, quota).tat == first + quota.interval


async def test_a_server_that_is_down_refuses_writes(server: RedisProcess, limiter: RedisLimiter) -> None:
    server.stop()
    with pytest.raises(LimitsUnavailable):
        await limiter.take((CLAIM,))


async def test_a_black_hole_refuses_writes_within_a_second(opened: RedisProcess, limiter: RedisLimiter) -> None:
    await limiter.take((CLAIM,))
    opened.pause()
    async with asyncio.timeout(1):
        with pytest.raises(LimitsUnavailable):
            await limiter.take((CLAIM,))


async def test_reads_go_on_while_the_server_is_down(server: RedisProcess, limiter: RedisLimiter) -> None:
    server.stop()
    await limiter.take(())


async def test_it_recovers_by_itself_and_closed(opened: RedisProcess, limiter: RedisLimiter) -> None:
    await limiter.take((CLAIM,))
    opened.stop()
    with pytest.raises(LimitsUnavailable):
        await limiter.take((CLAIM,))
    opened.start()
    with pytest.raises(WriteLimit):  # it lost what it knew
        await limiter.take((CLAIM,))
