"""Many wait, one makes; nobody waits for ever, and nobody takes the others down."""

from __future__ import annotations

import asyncio

import pytest

from gateway.delegation.forgiving import ForgivingStore
from gateway.delegation.single_flight import PATIENCE, SingleFlight, once_across_replicas
from gateway.volatile.memory import MemoryStore
from tests.unit.delegation.parties import DownStore, step


class Maker:
    """Makes numbers, once its gate is open."""

    def __init__(self) -> None:
        self.made = 0
        self.gate = asyncio.Event()
        self.errors: list[Exception] = []

    async def make(self) -> int:
        await self.gate.wait()
        self.made += 1
        if self.errors:
            raise self.errors.pop()
        return self.made


@pytest.fixture
async def maker() -> Maker:
    return Maker()


async def test_all_who_join_get_what_one_had_made(maker: Maker) -> None:
    flights: SingleFlight[int] = SingleFlight()
    joins = [asyncio.create_task(flights.join("k", maker.make)) for _ in range(5)]
    await step()
    maker.gate.set()
    assert await asyncio.gather(*joins) == [(1, True), *[(1, False)] * 4]


async def test_different_keys_do_not_share(maker: Maker) -> None:
    flights: SingleFlight[int] = SingleFlight()
    maker.gate.set()
    joins = [flights.join(key, maker.make) for key in ("a", "b")]
    assert await asyncio.gather(*joins) == [(1, True), (2, True)]


async def test_the_next_one_after_landing_is_made_anew(maker: Maker) -> None:
    flights: SingleFlight[int] = SingleFlight()
    maker.gate.set()
    assert [await flights.join("k", maker.make) for _ in range(2)] == [(1, True), (2, True)]


async def test_an_error_is_shared_and_then_forgotten(maker: Maker) -> None:
    flights: SingleFlight[int] = SingleFlight()
    maker.gate.set()
    maker.errors = [ValueError("once")]
    outcomes = await asyncio.gather(*(flights.join("k", maker.make) for _ in range(3)), return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["once"] * 3
    assert await flights.join("k", maker.make) == (2, True)


@pytest.mark.parametrize("leaver", [0, 1])
async def test_who_is_cancelled_takes_nobody_with_them(maker: Maker, leaver: int) -> None:
    flights: SingleFlight[int] = SingleFlight()
    joins = [asyncio.create_task(flights.join("k", maker.make)) for _ in range(3)]
    await step()
    joins.pop(leaver).cancel()
    await step()
    maker.gate.set()
    assert [value for value, _ in await asyncio.gather(*joins)] == [1, 1]


async def test_what_everyone_left_is_still_made_and_its_error_still_seen(maker: Maker) -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    flights: SingleFlight[int] = SingleFlight()
    maker.errors = [ValueError("unheard")]
    join = asyncio.create_task(flights.join("k", maker.make))
    await step()
    join.cancel()
    await step()
    maker.gate.set()
    for _ in range(3):
        await step()
    assert maker.made == 1
    assert complaints == []


async def test_a_flight_that_is_cancelled_itself_is_forgotten(maker: Maker) -> None:
    flights: SingleFlight[int] = SingleFlight()
    join = asyncio.create_task(flights.join("k", maker.make))
    await step()
    (flight,) = flights._flights.values()
    flight.cancel()
    with pytest.raises(asyncio.CancelledError):
        await join
    maker.gate.set()
    assert await flights.join("k", maker.make) == (1, True)


class Replicas:
    """Replicas that meet in one store and find what any of them made."""

    def __init__(self, maker: Maker) -> None:
        self.store = MemoryStore(clock=lambda: 0)
        self.maker = maker
        self.cached: int | None = None
        self.pauses: list[float] = []

    async def find(self) -> int | None:
        return self.cached

    async def make(self) -> int:
        self.cached = await self.maker.make()
        return self.cached

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await step()

    async def once(self) -> int:
        return await once_across_replicas(self.store, "claim", self.find, self.make, self.sleep)


async def test_one_replica_makes_what_the_others_find(maker: Maker) -> None:
    replicas = Replicas(maker)
    calls = [asyncio.create_task(replicas.once()) for _ in range(4)]
    for _ in range(5):
        await step()
    maker.gate.set()
    assert await asyncio.gather(*calls) == [1, 1, 1, 1]
    assert await replicas.store.claim("claim", "next", 1)  # given up


async def test_what_was_made_before_the_claim_is_found_after_it(maker: Maker) -> None:
    replicas = Replicas(maker)
    replicas.cached = 7
    assert await replicas.once() == 7
    assert maker.made == 0


async def test_who_waits_takes_over_where_the_first_one_failed(maker: Maker) -> None:
    replicas = Replicas(maker)
    maker.errors = [ValueError("refused")]
    first = asyncio.create_task(replicas.once())
    await step()
    second = asyncio.create_task(replicas.once())
    await step()
    maker.gate.set()
    with pytest.raises(ValueError, match="refused"):
        await first
    assert await second == 2


async def test_patience_with_a_replica_that_died_is_bounded(maker: Maker) -> None:
    replicas = Replicas(maker)
    maker.gate.set()
    await replicas.store.claim("claim", "the dead", 10)
    assert await replicas.once() == 1
    assert replicas.pauses == list(PATIENCE)
    assert sum(PATIENCE) < 2.1
    assert not await replicas.store.claim("claim", "next", 1)  # not ours to give up


async def test_without_a_store_there_is_nobody_to_wait_for(maker: Maker) -> None:
    replicas = Replicas(maker)
    maker.gate.set()
    down = DownStore()
    assert await once_across_replicas(ForgivingStore(down), "c", replicas.find, replicas.make, replicas.sleep) == 1
    assert replicas.pauses == []
    assert down.asked == 1
