"""The store of a gateway that runs as one process. It obeys the same contract as the one on Redis."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

_CAPACITY = 100_000  # entries; cached tokens of a few KB each, so some hundreds of MB at the very worst


class MemoryStore:
    """At most ``capacity`` entries; the oldest gives way. ``clock`` counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, capacity: int = _CAPACITY) -> None:
        self._clock = clock
        self._capacity = capacity
        self._entries: OrderedDict[str, tuple[bytes, float]] = OrderedDict()

    async def get(self, key: str) -> bytes | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        value, expires_at = entry
        if expires_at <= self._clock():
            del self._entries[key]
            return None
        return value

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        self._entries.pop(key, None)
        if ttl_seconds <= 0:
            return
        while len(self._entries) >= self._capacity:
            self._entries.popitem(last=False)
        self._entries[key] = (value, self._clock() + ttl_seconds)

    async def delete(self, key: str) -> None:
        self._entries.pop(key, None)

    async def claim(self, key: str, owner: str, ttl_seconds: float) -> bool:
        if await self.get(key) is not None:
            return False
        await self.set(key, owner.encode(), ttl_seconds)
        return True

    async def release(self, key: str, owner: str) -> None:
        if await self.get(key) == owner.encode():
            del self._entries[key]
