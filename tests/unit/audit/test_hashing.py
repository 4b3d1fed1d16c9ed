from __future__ import annotations

import hashlib
import hmac

import pytest

from gateway.audit.hashing import Hasher, Scalar


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("5", "5"),
        (5, "5"),
        (5.0, "5"),
        (-0.5, "-0.5"),
        (4111111111111111, "4111111111111111"),
        (True, "true"),
        (None, "null"),
    ],
)
def test_a_value_is_found_by_its_text_whatever_its_type(hasher: Hasher, value: Scalar, text: str) -> None:
    assert hasher(value) == hasher(text)


@pytest.mark.parametrize(("one", "other"), [("5", "5.0"), ("a", "A"), ("", " "), (1e300, 1e299), (0, False)])
def test_other_texts_have_other_hashes(hasher: Hasher, one: Scalar, other: Scalar) -> None:
    assert hasher(one) != hasher(other)


@pytest.mark.parametrize("length", [32, 64, 65, 200])
def test_a_hash_is_128_bits_of_hmac_sha256_for_this_purpose(length: int) -> None:
    expected = hmac.new(b"k" * length, b"sallyport audit value\x00Alice", hashlib.sha256).hexdigest()[:32]

    assert Hasher(b"k" * length)("Alice") == f"hmac-sha256:{expected}"


def test_another_key_gives_other_hashes(hasher: Hasher) -> None:
    assert Hasher(b"j" * 32)("Alice") != hasher("Alice")


def test_text_that_is_no_unicode_has_a_hash_too(hasher: Hasher) -> None:
    assert hasher("\ud800") != hasher("\ud801")


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes or more"):
        Hasher(b"k" * 31)
