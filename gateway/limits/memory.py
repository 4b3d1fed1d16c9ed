"""The limiter of a gateway that runs as one process."""

from __future__ import annotations

import time
from collections.abc import Callable

from gateway.domain.decision import Claim
from gateway.domain.errors import LimitsUnavailable
from gateway.limits.gcra import Quota, arrive, exhausted_at
from gateway.limits.limiter import count, settle

_CAPACITY = 100_000

_Key = tuple[object, ...]


def wall_clock() -> int:
    """Return the time in microseconds since 1970, as Redis counts it."""
    return time.time_ns() // 1000


class MemoryLimiter:
    """Counts in a dictionary. There is no step between reading and writing at which another task could run.

    Limits restart as exhausted, not as full, or a plugin could get its burst again by making the gateway fall over:
    ``epoch`` is the moment from which they refill. It is the limiter's own start unless told otherwise; 0 opens them.
    """

    def __init__(
        self, now: Callable[[], int] = wall_clock, epoch: int | None = None, capacity: int = _CAPACITY
    ) -> None:
        self._now = now
        self._epoch = now() if epoch is None else epoch
        self._capacity = capacity
        self._tats: dict[_Key, int] = {}

    async def take(self, claims: tuple[Claim, ...]) -> None:
        now = self._now()
        fresh: dict[_Key, int] = {}
        waits: list[int] = []
        for claim in claims:
            quota = Quota.of(claim.rate)
            key = (claim.rule, claim.key)
            tat = fresh.get(key, self._tats.get(key, exhausted_at(self._epoch, quota)))
            arrival = arrive(tat, now, quota)
            fresh[key] = arrival.tat
            waits.append(arrival.wait)
        if not any(waits):
            self._keep(fresh, now, claims)
        settle(claims, waits)

    def _keep(self, fresh: dict[_Key, int], now: int, claims: tuple[Claim, ...]) -> None:
        """Keep new moments. Accounts that are full again need none; a count of an account that is not is never lost."""
        if not self._has_room(fresh):
            self._tats = {key: tat for key, tat in self._tats.items() if tat > now}
        if not self._has_room(fresh):
            count(claims, "unavailable")
            raise LimitsUnavailable(cause=f"more than {self._capacity} write limits are in use at once")
        self._tats.update(fresh)

    def _has_room(self, fresh: dict[_Key, int]) -> bool:
        return len(self._tats) + sum(key not in self._tats for key in fresh) <= self._capacity
