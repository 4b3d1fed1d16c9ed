"""A store for the length of one call, that may be gone.

A token can be obtained without any store, so its absence is no reason to refuse; but each question to a black hole
costs its whole time-out. After the first one this store is empty, takes nothing, and asks no more.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from gateway.volatile.store import VolatileStore, VolatileUnavailable

_T = TypeVar("_T")


class ForgivingStore:
    """A ``VolatileStore`` that never raises. Claims are granted when it is gone: there is nobody to wait for."""

    def __init__(self, store: VolatileStore) -> None:
        self._store: VolatileStore | None = store

    async def get(self, key: str) -> bytes | None:
        return await self._ask(lambda store: store.get(key), None)

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        await self._ask(lambda store: store.set(key, value, ttl_seconds), None)

    async def delete(self, key: str) -> None:
        await self._ask(lambda store: store.delete(key), None)

    async def claim(self, key: str, owner: str, ttl_seconds: float) -> bool:
        return await self._ask(lambda store: store.claim(key, owner, ttl_seconds), True)

    async def release(self, key: str, owner: str) -> None:
        await self._ask(lambda store: store.release(key, owner), None)

    async def _ask(self, question: Callable[[VolatileStore], Awaitable[_T]], otherwise: _T) -> _T:
        if self._store is None:
            return otherwise
        try:
            return await question(self._store)
        except VolatileUnavailable:
            self._store = None
            return otherwise
