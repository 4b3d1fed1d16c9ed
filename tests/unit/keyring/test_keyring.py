"""Keys for purposes, and sealed values."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from gateway.keyring.faults import DamagedSeal, UnusableKey
from gateway.keyring.keyring import Keyring

MASTER = bytes(range(32))


@pytest.mark.parametrize(("length", "usable"), [(32, True), (64, True), (31, False), (0, False)])
def test_a_master_key_has_32_bytes_or_more(length: int, usable: bool) -> None:
    if usable:
        Keyring(bytes(length))
    else:
        with pytest.raises(UnusableKey, match=f"this one has {length}"):
            Keyring(bytes(length))


def test_the_same_purpose_gives_the_same_key_in_every_process() -> None:
    # Pinned: a change of the derivation would orphan everything sealed and every hash in the audit log.
    assert Keyring(MASTER).derive("audit").hex() == "eb48e26c7e8253c1ddbd5e49565d52efc7d911ebfabedc89d70dd8683dc2a1e2"


def test_keys_differ_by_master_purpose_and_length() -> None:
    other = Keyring(bytes(32))
    keyring = Keyring(MASTER)
    keys = [keyring.derive("a"), keyring.derive("b"), keyring.derive("a", 64)[:32], other.derive("a")]
    assert all(one != two for one, two in itertools.combinations(keys, 2))


def test_a_key_has_the_length_that_was_asked_for() -> None:
    assert len(Keyring(MASTER).derive("a", 48)) == 48


def test_white_space_around_a_secret_does_not_count() -> None:
    secret = "k" * 32
    assert Keyring.from_secret(f" {secret}\n").derive("a") == Keyring.from_secret(secret).derive("a")


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(UnusableKey):
        Keyring.from_secret("hunter2" + " " * 32)


def test_a_keyring_does_not_print_its_key() -> None:
    secret = "a-very-secret-text-of-some-length"
    assert secret not in repr(Keyring.from_secret(secret))


@pytest.mark.parametrize("plaintext", [b"", b"token", bytes(range(256))])
def test_what_was_sealed_is_unsealed(plaintext: bytes) -> None:
    keyring = Keyring(MASTER)
    assert keyring.unseal("cache", keyring.seal("cache", plaintext, b"place"), b"place") == plaintext


def test_another_keyring_of_the_same_master_unseals() -> None:
    assert Keyring(MASTER).unseal("cache", Keyring(MASTER).seal("cache", b"x", b"place"), b"place") == b"x"


def test_the_same_text_is_sealed_differently_each_time() -> None:
    keyring = Keyring(MASTER)
    assert keyring.seal("cache", b"x", b"") != keyring.seal("cache", b"x", b"")


def test_a_sealed_value_does_not_show_its_text() -> None:
    assert b"token" not in Keyring(MASTER).seal("cache", b"token", b"")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda sealed: b"", "too short"),
        (lambda sealed: sealed[:31], "too short"),
        (lambda sealed: sealed[:-1], "changed"),
        (lambda sealed: sealed + b"\0", "changed"),
        (lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]), "changed"),
        (lambda sealed: sealed[:20] + bytes([sealed[20] ^ 128]) + sealed[21:], "changed"),
        (lambda sealed: sealed[:4] + bytes([sealed[4] ^ 1]) + sealed[5:], "changed"),
        (lambda sealed: bytes([sealed[0] ^ 1]) + sealed[1:], "another key"),
    ],
)
def test_a_damaged_value_does_not_open(change: Callable[[bytes], bytes], reason: str) -> None:
    keyring = Keyring(MASTER)
    with pytest.raises(DamagedSeal, match=reason):
        keyring.unseal("cache", change(keyring.seal("cache", b"a text that is sealed", b"place")), b"place")


def test_a_moved_value_does_not_open() -> None:
    keyring = Keyring(MASTER)
    with pytest.raises(DamagedSeal, match="moved"):
        keyring.unseal("cache", keyring.seal("cache", b"x", b"alice"), b"bob")


def test_a_value_does_not_open_for_another_purpose() -> None:
    keyring = Keyring(MASTER)
    with pytest.raises(DamagedSeal, match="another purpose"):
        keyring.unseal("vault", keyring.seal("cache", b"x", b""), b"")


def test_a_value_does_not_open_under_another_key() -> None:
    with pytest.raises(DamagedSeal, match="another key"):
        Keyring(bytes(32)).unseal("cache", Keyring(MASTER).seal("cache", b"x", b""), b"")
