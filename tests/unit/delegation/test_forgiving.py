"""A store that is gone costs one question, and then nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from gateway.delegation.forgiving import ForgivingStore
from gateway.volatile.memory import MemoryStore
from tests.unit.delegation.parties import DownStore


async def test_a_store_that_is_there_is_used() -> None:
    memory = MemoryStore()
    store = ForgivingStore(memory)
    await store.set("k", b"v", 60)
    assert await store.get("k") == b"v"
    assert await store.claim("c", "me", 60)
    assert not await store.claim("c", "you", 60)
    await store.release("c", "me")
    assert await store.claim("c", "you", 60)
    await store.delete("k")
    assert await memory.get("k") is None


@pytest.mark.parametrize("first", ["get", "set", "delete", "claim", "release"])
async def test_after_its_first_failure_it_is_empty_and_asks_no_more(first: str) -> None:
    down = DownStore()
    store = ForgivingStore(down)
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "get": lambda: store.get("k"),
        "set": lambda: store.set("k", b"v", 1),
        "delete": lambda: store.delete("k"),
        "claim": lambda: store.claim("k", "me", 1),
        "release": lambda: store.release("k", "me"),
    }
    await calls[first]()
    assert await store.get("k") is None
    assert await store.claim("k", "me", 1) is True
    assert down.asked == 1
