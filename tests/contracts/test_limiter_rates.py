"""One contract for both limiters: the one in this process and the one on a real Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import pytest

from gateway.domain.decision import Claim
from gateway.domain.errors import WriteLimit
from gateway.domain.rule import LimitScope, Rate
from gateway.keyring.keyring import Keyring
from gateway.limits.limiter import Limiter
from gateway.limits.memory import MemoryLimiter, wall_clock
from gateway.limits.redis import EPOCH_KEY, RedisLimiter
from gateway.volatile.redis import RedisStore
from tests.servers.redis import RedisProcess

HOUR = 3600
HOURLY = Rate(1, HOUR, 3, (LimitScope.PLUGIN, LimitScope.USER))  # slow: the time a test takes does not count
BY_CONNECTOR = Rate(1, HOUR, 5, (LimitScope.CONNECTOR,))


@dataclass
class Subject:
    """A limiter whose limits are open, and a way to let time pass for it."""

    limiter: Limiter
    pass_seconds: Callable[[float], None]


@pytest.fixture(scope="module")
def server() -> Iterator[RedisProcess]:
    with RedisProcess() as process:
        yield process


@pytest.fixture(params=["memory", "redis"])
async def subject(request: pytest.FixtureRequest) -> AsyncIterator[Subject]:
    if request.param == "memory":
        now = [wall_clock()]

        def advance(seconds: float) -> None:
            now[0] += round(seconds * 1_000_000)

        yield Subject(MemoryLimiter(now=lambda: now[0], epoch=0), advance)
        return
    process: RedisProcess = request.getfixturevalue("server")
    process.flush()
    with process.client() as client:
        client.set(EPOCH_KEY, 0)

    def age(seconds: float) -> None:
        """Move every kept moment into the past: to arithmetic on differences, the same as waiting."""
        with process.client() as client:
            for key in client.scan_iter():
                value = client.get(key)
                assert isinstance(value, bytes)
                client.set(key, int(value) - round(seconds * 1_000_000), keepttl=True)

    store = RedisStore(process.url, timeout_seconds=5)
    yield Subject(RedisLimiter(store, Keyring(bytes(32))), age)
    await store.close()


def claim(rule: str = "writes", rate: Rate = HOURLY, user: str = "u") -> Claim:
    return Claim(rule, rate, tuple((scope, f"{user}-{scope}") for scope in rate.per))


async def admitted(limiter: Limiter, claims: tuple[Claim, ...], attempts: int) -> int:
    passed = 0
    for _ in range(attempts):
        try:
            await limiter.take(claims)
        except WriteLimit:
            continue
        passed += 1
    return passed


async def test_the_burst_is_admitted_and_no_more(subject: Subject) -> None:
    assert await admitted(subject.limiter, (claim(),), 10) == 3


async def test_acts_at_the_same_time_share_the_burst(subject: Subject) -> None:
    outcomes = await asyncio.gather(*(subject.limiter.take((claim(),)) for _ in range(10)), return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 3


async def test_one_act_comes_back_each_interval(subject: Subject) -> None:
    await admitted(subject.limiter, (claim(),), 3)
    subject.pass_seconds(HOUR - 60)
    assert await admitted(subject.limiter, (claim(),), 3) == 0
    subject.pass_seconds(61)
    assert await admitted(subject.limiter, (claim(),), 3) == 1


async def test_a_long_rest_fills_no_more_than_the_burst(subject: Subject) -> None:
    await admitted(subject.limiter, (claim(),), 3)
    subject.pass_seconds(100 * HOUR)
    assert await admitted(subject.limiter, (claim(),), 10) == 3


async def test_users_do_not_share_a_limit_per_user(subject: Subject) -> None:
    await admitted(subject.limiter, (claim(user="alice"),), 3)
    assert await admitted(subject.limiter, (claim(user="bob"),), 10) == 3


async def test_rules_do_not_share_a_limit(subject: Subject) -> None:
    await admitted(subject.limiter, (claim("one"),), 3)
    assert await admitted(subject.limiter, (claim("two"),), 10) == 3


async def test_key_parts_cannot_be_shifted_into_each_other(subject: Subject) -> None:
    both = HOURLY.per
    for first, second in (("ab", "c"), ("a", "bc")):
        shifted = Claim("writes", HOURLY, ((both[0], first), (both[1], second)))
        assert await admitted(subject.limiter, (shifted,), 10) == 3


async def test_an_exhausted_claim_keeps_the_others_from_being_counted(subject: Subject) -> None:
    tight, wide = claim(), claim("everyone", BY_CONNECTOR)
    await admitted(subject.limiter, (tight,), 3)
    assert await admitted(subject.limiter, (wide, tight), 10) == 0
    assert await admitted(subject.limiter, (wide,), 10) == 5


async def test_only_the_exhausted_rules_are_named(subject: Subject) -> None:
    tight, wide = claim("tight"), claim("wide", BY_CONNECTOR)
    await admitted(subject.limiter, (tight,), 3)
    with pytest.raises(WriteLimit) as refusal:
        await subject.limiter.take((wide, tight))
    assert refusal.value.rules == ("tight",)
    ((name, seconds),) = refusal.value.headers
    assert name == "retry-after"
    assert HOUR - 60 < int(seconds) <= HOUR


async def test_the_same_claim_twice_counts_twice(subject: Subject) -> None:
    assert await admitted(subject.limiter, (claim(), claim()), 10) == 1  # of three acts, two; then one is left
    assert await admitted(subject.limiter, (claim(),), 10) == 1


async def test_an_act_without_claims_is_free(subject: Subject) -> None:
    await subject.limiter.take(())


async def test_a_slower_rate_after_a_reload_holds_what_was_taken_before(subject: Subject) -> None:
    await admitted(subject.limiter, (claim(),), 3)
    faster = Rate(60, HOUR, 3, HOURLY.per)
    with pytest.raises(WriteLimit) as refusal:
        await subject.limiter.take((claim(rate=faster),))
    assert 0 < int(refusal.value.headers[0][1]) <= 60  # never worse than exhausted under the rate of now
