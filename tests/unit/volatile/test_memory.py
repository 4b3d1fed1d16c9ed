"""What the store in this process adds to the contract: it is bounded."""

from __future__ import annotations

from gateway.volatile.memory import MemoryStore


async def test_the_oldest_entry_gives_way_when_it_is_full() -> None:
    store = MemoryStore(capacity=2)
    for key in ("a", "b", "c"):
        await store.set(key, key.encode(), 60)
    assert [await store.get(key) for key in ("a", "b", "c")] == [None, b"b", b"c"]


async def test_setting_again_makes_an_entry_young() -> None:
    store = MemoryStore(capacity=2)
    for key in ("a", "b", "a", "c"):
        await store.set(key, key.encode(), 60)
    assert [await store.get(key) for key in ("a", "b", "c")] == [b"a", None, b"c"]
