"""What a volatile store can do, whichever it is.

A store promises answers within a bounded time or ``VolatileUnavailable``, and that at most one owner holds a
claim. It does not promise to remember: every value may be gone at any moment, and callers must stay right then.
"""

from __future__ import annotations

from typing import Protocol


class VolatileUnavailable(Exception):
    """The store gave no answer in time. What was asked may or may not have happened. Carries no key or value."""


class VolatileStore(Protocol):
    """Bytes under keys, each with a time to live. Every method raises ``VolatileUnavailable``."""

    async def get(self, key: str) -> bytes | None:
        """Return the value, or ``None`` where there is none any more."""

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        """Keep ``value`` for ``ttl_seconds`` at most. Zero or less keeps nothing."""

    async def delete(self, key: str) -> None:
        """Forget the value, if there is one."""

    async def claim(self, key: str, owner: str, ttl_seconds: float) -> bool:
        """Return whether ``owner`` holds the claim from now on; it lapses by itself after ``ttl_seconds``."""

    async def release(self, key: str, owner: str) -> None:
        """Give the claim up if ``owner`` still holds it; another's claim stays."""
