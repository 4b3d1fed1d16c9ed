"""The store that replicas share: one Redis, asked once and briefly.

A Redis that is gone must refuse writes within a second and never hold a read up, so nothing is retried
(redis-py retries ten times by default: a black-holed server held writes for 10 s) and 250 ms bound the whole
operation, waiting for a connection and connecting included. Every failure becomes ``VolatileUnavailable``, here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from math import ceil
from typing import TypeVar

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from gateway.volatile.store import VolatileUnavailable

Script = Callable[[Sequence[str], Sequence[int | str]], Awaitable[object]]
"""Runs a Lua script with its KEYS and ARGV, as one atomic step."""

_TIMEOUT_SECONDS = 0.25
_CONNECTIONS = 16  # 400 operations at once take 46 ms; with 32 connections, opening them makes it 70

# A claim that lapsed may be another's by now: only its owner may delete it, and comparing must not be a second trip.
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
"""

_Answer = TypeVar("_Answer")


class RedisStore:
    """A Redis by its URL (``redis://``, ``rediss://``, ``unix://``). Nothing is connected before it is used."""

    def __init__(self, url: str, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=_CONNECTIONS,
            timeout=timeout_seconds,
            socket_timeout=timeout_seconds,
            socket_connect_timeout=timeout_seconds,
            retry=Retry(NoBackoff(), 0),
            protocol=2,  # nothing here needs RESP3, and its handshake is a round trip within the 250 ms
        )
        self._client = Redis.from_pool(pool)
        self._release = self.script(_RELEASE)

    async def get(self, key: str) -> bytes | None:
        value = await self._within_bounds(self._client.get(key))
        return value if isinstance(value, bytes) else None

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        if ttl_seconds <= 0:
            await self.delete(key)
        else:
            await self._within_bounds(self._client.set(key, value, px=_milliseconds(ttl_seconds)))

    async def delete(self, key: str) -> None:
        await self._within_bounds(self._client.delete(key))

    async def claim(self, key: str, owner: str, ttl_seconds: float) -> bool:
        taken = await self._within_bounds(self._client.set(key, owner, px=_milliseconds(ttl_seconds), nx=True))
        return taken is not None

    async def release(self, key: str, owner: str) -> None:
        await self._release([key], [owner])

    def script(self, source: str) -> Script:
        """Return ``source`` as a callable: sent whole once, by its hash from then on."""
        script = self._client.register_script(source)

        async def run(keys: Sequence[str], arguments: Sequence[int | str]) -> object:
            answer: object = await self._within_bounds(script(keys=list(keys), args=list(arguments)))
            return answer

        return run

    async def close(self) -> None:
        await self._client.aclose()

    async def _within_bounds(self, operation: Awaitable[_Answer]) -> _Answer:
        """Return the answer of one operation, in time or not at all.

        A connection that was given up on is closed, never reused: its late answer would be read as the answer
        to somebody else's question (CVE-2023-28858).
        """
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await operation
        except (RedisError, OSError) as error:  # TimeoutError is an OSError
            raise VolatileUnavailable(f"Redis gave no answer: {type(error).__name__}") from error


def _milliseconds(seconds: float) -> int:
    return ceil(seconds * 1000)
