"""A token is found by whom it was obtained for, and by nobody else."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.delegation.cache import TokenCache
from gateway.delegation.strategy import Obtained, Target
from gateway.domain.caller import Actor
from gateway.domain.secret import Secret
from gateway.keyring.keyring import Keyring
from gateway.volatile.memory import MemoryStore
from tests.unit.delegation.parties import ENDPOINT, NOW, Clock, caller

TARGET = Target("token_exchange", ENDPOINT, "digest", audience="tickets", scopes=("read",))
TOKEN = Obtained(Secret("users-own-token"), "Bearer", ("read",), 3600)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> MemoryStore:
    return MemoryStore(clock=clock.seconds)


@pytest.fixture
def cache(clock: Clock) -> TokenCache:
    return TokenCache(Keyring(bytes(32)), clock)


def test_everything_a_token_depends_on_changes_its_key(cache: TokenCache) -> None:
    one, two = Actor("agent"), Actor("router")
    keys = [
        cache.key(caller(), "tickets", TARGET),
        cache.key(caller(subject="bob"), "tickets", TARGET),
        cache.key(caller(plugin="other"), "tickets", TARGET),
        cache.key(caller(issuer="https://other.example.com"), "tickets", TARGET),
        cache.key(caller(tenant=""), "tickets", TARGET),
        cache.key(caller(tenant="t"), "tickets", TARGET),
        cache.key(caller(actors=(one,)), "tickets", TARGET),
        cache.key(caller(actors=(one, two)), "tickets", TARGET),
        cache.key(caller(actors=(two, one)), "tickets", TARGET),
        cache.key(caller(actors=(Actor("agent", ""),)), "tickets", TARGET),
        cache.key(caller(actors=(Actor("agent", "router"),)), "tickets", TARGET),
        cache.key(caller(), "payroll", TARGET),
        cache.key(caller(), "tickets", replace(TARGET, strategy="vault")),
        cache.key(caller(), "tickets", replace(TARGET, endpoint="https://other.example.com/token")),
        cache.key(caller(), "tickets", replace(TARGET, digest="other")),
        cache.key(caller(), "tickets", replace(TARGET, audience=None)),
        cache.key(caller(), "tickets", replace(TARGET, audience=None, resource="tickets")),
        cache.key(caller(), "tickets", replace(TARGET, scopes=())),
        cache.key(caller(), "tickets", replace(TARGET, scopes=("read", "write"))),
        cache.key(caller(), "tickets", replace(TARGET, scopes=("read write",))),
        TokenCache(Keyring(bytes(31) + b"1"), Clock()).key(caller(), "tickets", TARGET),
    ]
    assert all(one != two for one, two in itertools.combinations(keys, 2))


def test_parts_cannot_be_shifted_into_each_other(cache: TokenCache) -> None:
    keys = {
        cache.key(caller(subject=subject, plugin=plugin), "tickets", TARGET)
        for subject, plugin in (("ab", "c"), ("a", "bc"), ("a\0b", "c"), ("a", "b\0c"), ("a\x00\x00\x00\x01b", "c"))
    }
    assert len(keys) == 5


def test_replicas_of_one_key_agree_on_the_name(cache: TokenCache) -> None:
    assert cache.key(caller(), "t", TARGET) == TokenCache(Keyring(bytes(32)), Clock()).key(caller(), "t", TARGET)


def test_a_subject_that_is_no_valid_unicode_has_a_key_of_its_own(cache: TokenCache) -> None:
    assert cache.key(caller(subject="\ud800"), "t", TARGET) != cache.key(caller(subject="\ud801"), "t", TARGET)


async def test_what_was_kept_is_found(cache: TokenCache, store: MemoryStore) -> None:
    await cache.keep(store, "k", TOKEN, caller())
    assert await cache.find(store, "k") == Obtained(TOKEN.token, "Bearer", ("read",), 300)


async def test_what_was_never_kept_is_not_found(cache: TokenCache, store: MemoryStore) -> None:
    assert await cache.find(store, "k") is None


@pytest.mark.parametrize(
    ("lifetime", "subject_ends_in", "kept_for"),
    [
        (3600, 3600, 300),  # five minutes in any case
        (200, 3600, 190),  # before the token ends
        (3600, 120, 120),  # with the caller's token
        (200, 50, 50),
    ],
)
async def test_a_token_is_kept_no_longer_than_any_of_its_bounds(
    cache: TokenCache, store: MemoryStore, clock: Clock, lifetime: int, subject_ends_in: int, kept_for: int
) -> None:
    who = caller(expires_at=NOW + timedelta(seconds=subject_ends_in))
    await cache.keep(store, "k", replace(TOKEN, lifetime_seconds=lifetime), who)
    clock.advance(kept_for - 1)
    assert await cache.find(store, "k") is not None
    clock.advance(1)
    assert await cache.find(store, "k") is None


@pytest.mark.parametrize(("lifetime", "subject_ends_in"), [(10, 3600), (1, 3600), (3600, 0), (3600, -5)])
async def test_a_token_that_is_about_to_end_is_not_kept(
    cache: TokenCache, store: MemoryStore, lifetime: int, subject_ends_in: int
) -> None:
    who = caller(expires_at=NOW + timedelta(seconds=subject_ends_in))
    await cache.keep(store, "k", replace(TOKEN, lifetime_seconds=lifetime), who)
    assert await cache.find(store, "k") is None


async def test_a_store_that_keeps_too_long_does_not_prolong_a_token(cache: TokenCache, clock: Clock) -> None:
    timeless = MemoryStore(clock=lambda: 0)
    await cache.keep(timeless, "k", TOKEN, caller())
    clock.advance(300)
    assert await timeless.get("k") is not None
    assert await cache.find(timeless, "k") is None


async def test_a_moved_record_is_not_found(cache: TokenCache, store: MemoryStore) -> None:
    await cache.keep(store, "alice's", TOKEN, caller())
    record = await store.get("alice's")
    assert record is not None
    await store.set("bob's", record, 60)
    assert await cache.find(store, "bob's") is None
    assert await cache.find(store, "alice's") is not None


@pytest.mark.parametrize("record", [b"", b"users-own-token", b'{"token": "planted"}', bytes(200)])
async def test_a_planted_record_is_not_found(cache: TokenCache, store: MemoryStore, record: bytes) -> None:
    await store.set("k", record, 60)
    assert await cache.find(store, "k") is None


async def test_a_store_learns_neither_the_token_nor_whose_it_is(cache: TokenCache, store: MemoryStore) -> None:
    key = cache.key(caller(), "tickets", TARGET)
    await cache.keep(store, key, TOKEN, caller())
    record = await store.get(key)
    assert record is not None
    assert not any(word in key.encode() + record for word in (b"users-own", b"alice", b"summariser", b"tickets"))
