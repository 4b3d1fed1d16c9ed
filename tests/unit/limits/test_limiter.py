"""What a caller is told of exhausted limits, and what the metrics count."""

from __future__ import annotations

import pytest

from gateway.domain.decision import Claim
from gateway.domain.errors import LimitsUnavailable, WriteLimit
from gateway.domain.rule import LimitScope, Rate
from gateway.limits.limiter import settle
from gateway.limits.memory import MemoryLimiter, wall_clock
from gateway.telemetry.metrics import REGISTRY

PER_BOTH = Rate(1, 60, 1, (LimitScope.PLUGIN, LimitScope.USER))
PER_CONNECTOR = Rate(1, 60, 1, (LimitScope.CONNECTOR,))


def claim(rule: str, rate: Rate = PER_BOTH, who: str = "p") -> Claim:
    return Claim(rule, rate, tuple((scope, who) for scope in rate.per))


def counted(scope: str, verdict: str) -> float:
    return REGISTRY.get_sample_value("sallyport_write_limit_total", {"scope": scope, "verdict": verdict}) or 0


def test_nothing_is_refused_while_nobody_waits() -> None:
    settle((claim("a"), claim("b")), [0, 0])


@pytest.mark.parametrize(
    ("waits", "rules", "seconds"),
    [
        ([1, 0], ("a",), "1"),
        ([0, 1_000_000], ("b",), "1"),
        ([1_000_001, 3], ("a", "b"), "2"),
        ([59_000_000, 61_500_000], ("a", "b"), "62"),
    ],
)
def test_a_refusal_names_the_exhausted_rules_and_when_to_try_again(
    waits: list[int], rules: tuple[str, ...], seconds: str
) -> None:
    with pytest.raises(WriteLimit) as refusal:
        settle((claim("a"), claim("b")), waits)
    assert refusal.value.rules == rules
    assert refusal.value.headers == (("retry-after", seconds),)
    assert refusal.value.detail == (
        f"The write limit of {' and of '.join(rules)} is exhausted. Try again in {seconds} s."
    )


def test_acts_are_counted_under_the_scope_of_their_rate() -> None:
    taken, exhausted = counted("plugin+user", "taken"), counted("connector", "exhausted")
    settle((claim("a"),), [0])
    with pytest.raises(WriteLimit):
        settle((claim("a"), claim("b", PER_CONNECTOR)), [0, 5])
    assert counted("plugin+user", "taken") == taken + 1  # the second act took nothing
    assert counted("connector", "exhausted") == exhausted + 1


async def test_limits_restart_as_exhausted_not_as_full() -> None:
    now = [wall_clock()]
    limiter = MemoryLimiter(now=lambda: now[0])
    with pytest.raises(WriteLimit):
        await limiter.take((claim("a"),))
    now[0] += 60_000_000
    await limiter.take((claim("a"),))


async def test_no_count_is_lost_to_make_room_for_another() -> None:
    now = [wall_clock()]
    limiter = MemoryLimiter(now=lambda: now[0], epoch=0, capacity=2)
    await limiter.take((claim("a", who="1"),))
    await limiter.take((claim("a", who="2"),))
    unavailable = counted("plugin+user", "unavailable")
    with pytest.raises(LimitsUnavailable, match="more than 2"):
        await limiter.take((claim("a", who="3"),))
    assert counted("plugin+user", "unavailable") == unavailable + 1
    with pytest.raises(WriteLimit):
        await limiter.take((claim("a", who="1"),))


async def test_accounts_that_are_full_again_make_room() -> None:
    now = [wall_clock()]
    limiter = MemoryLimiter(now=lambda: now[0], epoch=0, capacity=2)
    await limiter.take((claim("a", who="1"),))
    await limiter.take((claim("a", who="2"),))
    now[0] += 60_000_000
    await limiter.take((claim("a", who="3"),))
