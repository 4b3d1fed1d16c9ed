"""One contract for both stores: the one in this process and the one on a real Redis."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

import pytest

from gateway.volatile.memory import MemoryStore
from gateway.volatile.redis import RedisStore
from gateway.volatile.store import VolatileStore
from tests.servers.redis import RedisProcess


@dataclass
class Subject:
    """A store, and a way to let time pass for what it keeps."""

    store: VolatileStore
    pass_seconds: Callable[[float], None]


@pytest.fixture(scope="module")
def server() -> Iterator[RedisProcess]:
    with RedisProcess() as process:
        yield process


@pytest.fixture(params=["memory", "redis"])
async def subject(request: pytest.FixtureRequest) -> AsyncIterator[Subject]:
    if request.param == "memory":
        elapsed = [0.0]

        def advance(seconds: float) -> None:
            elapsed[0] += seconds

        yield Subject(MemoryStore(clock=lambda: elapsed[0]), advance)
        return
    process: RedisProcess = request.getfixturevalue("server")
    process.flush()

    def age(seconds: float) -> None:
        """Shorten every time to live: for Redis, the same as waiting."""
        with process.client() as client:
            for key in client.scan_iter():
                client.pexpire(key, client.pttl(key) - round(seconds * 1000))

    store = RedisStore(process.url, timeout_seconds=5)  # a busy machine is not what is tested here
    yield Subject(store, age)
    await store.close()


async def test_what_was_set_is_read_back_byte_for_byte(subject: Subject) -> None:
    value = bytes(range(256))
    await subject.store.set("k", value, 60)
    assert await subject.store.get("k") == value


async def test_what_was_never_set_is_absent(subject: Subject) -> None:
    assert await subject.store.get("k") is None


async def test_a_second_value_replaces_the_first(subject: Subject) -> None:
    await subject.store.set("k", b"first", 60)
    await subject.store.set("k", b"second", 60)
    assert await subject.store.get("k") == b"second"


async def test_deleting_forgets_and_may_be_repeated(subject: Subject) -> None:
    await subject.store.set("k", b"v", 60)
    await subject.store.delete("k")
    await subject.store.delete("k")
    assert await subject.store.get("k") is None


@pytest.mark.parametrize(("seconds", "kept"), [(59.0, True), (60.0, False)])
async def test_a_value_lives_as_long_as_it_was_given(subject: Subject, seconds: float, kept: bool) -> None:
    await subject.store.set("k", b"v", 60)
    subject.pass_seconds(seconds)
    assert (await subject.store.get("k") is not None) is kept


@pytest.mark.parametrize("ttl", [0, -1.5])
async def test_a_value_that_may_not_live_is_not_kept_and_ends_the_one_before(subject: Subject, ttl: float) -> None:
    await subject.store.set("k", b"old", 60)
    await subject.store.set("k", b"new", ttl)
    assert await subject.store.get("k") is None


async def test_a_lifetime_below_a_millisecond_is_still_a_lifetime(subject: Subject) -> None:
    await subject.store.set("k", b"v", 0.0001)  # PX 0 would be an error


async def test_one_owner_at_a_time_holds_a_claim(subject: Subject) -> None:
    assert await subject.store.claim("lock", "a", 60)
    assert not await subject.store.claim("lock", "b", 60)
    assert not await subject.store.claim("lock", "a", 60)


async def test_a_released_claim_is_free(subject: Subject) -> None:
    await subject.store.claim("lock", "a", 60)
    await subject.store.release("lock", "a")
    assert await subject.store.claim("lock", "b", 60)


async def test_a_claim_lapses_by_itself(subject: Subject) -> None:
    await subject.store.claim("lock", "a", 60)
    subject.pass_seconds(60)
    assert await subject.store.claim("lock", "b", 60)


async def test_nobody_releases_the_claim_of_another(subject: Subject) -> None:
    await subject.store.claim("lock", "a", 60)
    subject.pass_seconds(60)
    await subject.store.claim("lock", "b", 60)
    await subject.store.release("lock", "a")  # late: the claim was lost
    assert not await subject.store.claim("lock", "c", 60)


async def test_releasing_what_nobody_holds_is_no_error(subject: Subject) -> None:
    release: Awaitable[None] = subject.store.release("lock", "a")
    await release
