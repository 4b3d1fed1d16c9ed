"""What only a real Redis can show: faults, bounded waiting, and scripts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator

import pytest

from gateway.volatile.redis import RedisStore
from gateway.volatile.store import VolatileUnavailable
from tests.servers.redis import RedisProcess, redis_server


@pytest.fixture
def server() -> Iterator[RedisProcess]:
    with RedisProcess() as process:
        yield process


@pytest.fixture
async def store(server: RedisProcess) -> AsyncIterator[RedisStore]:
    redis = RedisStore(server.url)
    yield redis
    await redis.close()


async def test_a_server_that_is_down_is_unavailable_for_every_operation(
    server: RedisProcess, store: RedisStore
) -> None:
    server.stop()
    script = store.script("return 1")
    operations: list[Coroutine[object, object, object]] = [
        store.get("k"),
        store.set("k", b"v", 1),
        store.delete("k"),
        store.claim("k", "a", 1),
        store.release("k", "a"),
    ]
    for operation in operations:
        with pytest.raises(VolatileUnavailable):
            await operation
    with pytest.raises(VolatileUnavailable):
        await script([], [])


async def test_a_black_hole_is_given_up_on_within_a_second(server: RedisProcess, store: RedisStore) -> None:
    await store.set("k", b"v", 60)
    server.pause()
    async with asyncio.timeout(1):
        with pytest.raises(VolatileUnavailable, match="TimeoutError"):
            await store.get("k")


async def test_a_black_hole_is_given_up_on_while_connecting(server: RedisProcess, store: RedisStore) -> None:
    server.pause()
    async with asyncio.timeout(1):
        with pytest.raises(VolatileUnavailable):
            await store.get("k")


async def test_waiting_for_a_free_connection_is_bounded_too(server: RedisProcess, store: RedisStore) -> None:
    server.pause()
    async with asyncio.timeout(1):
        answers = await asyncio.gather(*(store.get("k") for _ in range(100)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {VolatileUnavailable}


async def test_a_late_answer_is_never_read_as_the_answer_to_another_question(
    server: RedisProcess, store: RedisStore
) -> None:
    await store.set("alice", b"alice's", 60)
    await store.set("bob", b"bob's", 60)
    server.pause()
    with pytest.raises(VolatileUnavailable):
        await store.get("alice")
    server.resume()
    patient = RedisStore(server.url, timeout_seconds=5)
    try:
        assert await patient.get("bob") == b"bob's"  # the server is awake again
        assert [await store.get("bob") for _ in range(5)] == [b"bob's"] * 5
    finally:
        await patient.close()


async def test_a_cancelled_question_leaves_no_answer_behind(server: RedisProcess, store: RedisStore) -> None:
    await store.set("alice", b"alice's", 60)
    await store.set("bob", b"bob's", 60)
    server.pause()
    asking = asyncio.create_task(store.get("alice"))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    server.resume()
    assert await store.get("bob") == b"bob's"


async def test_it_recovers_by_itself_when_the_server_comes_back(server: RedisProcess, store: RedisStore) -> None:
    await store.set("k", b"v", 60)
    server.stop()
    with pytest.raises(VolatileUnavailable):
        await store.get("k")
    server.start()
    assert await store.get("k") is None  # emptied, and answering
    await store.release("k", "a")  # the script is not known any more, and is sent again


async def test_a_refusal_of_the_server_is_unavailable_too(store: RedisStore, server: RedisProcess) -> None:
    with server.client() as client:
        client.rpush("k", "a list")
    with pytest.raises(VolatileUnavailable, match="ResponseError"):
        await store.get("k")


async def test_a_script_gets_its_keys_and_arguments() -> None:
    with redis_server() as url:
        store = RedisStore(url)
        try:
            script = store.script("return {KEYS[1], ARGV[1], tonumber(ARGV[2]) + 1}")
            assert await script(["k"], ["text", 41]) == [b"k", b"text", 42]
        finally:
            await store.close()
