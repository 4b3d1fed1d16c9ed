"""Made-up numbers stand up to the checks that real ones do."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from gateway.demo import identifiers

ROUNDS = 200


@pytest.fixture
def rng() -> random.Random:
    return random.Random(1)


@pytest.mark.parametrize(
    ("make", "shape"),
    [
        (identifiers.us_ssn, r"(?!9|666|000)\d{3}-(?!00)\d{2}-(?!0000)\d{4}"),
        (identifiers.uk_nino, r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]"),
        (identifiers.es_nif, r"\d{8}[A-HJ-NP-TV-Z]"),
        (identifiers.aws_access_key_id, r"AKIA[A-Z2-7]{16}"),
        (identifiers.github_token, r"ghp_[A-Za-z0-9]{36}"),
    ],
)
def test_every_number_has_the_shape_of_its_kind(
    make: Callable[[random.Random], str], shape: str, rng: random.Random
) -> None:
    assert all(re.fullmatch(shape, make(rng)) for _ in range(ROUNDS))


def test_the_letter_of_a_nif_follows_from_its_number(rng: random.Random) -> None:
    for _ in range(ROUNDS):
        nif = identifiers.es_nif(rng)
        assert "TRWAGMYFPDXBNJZSQVHLCKE"[int(nif[:8]) % 23] == nif[8]


@pytest.mark.parametrize(("country", "length"), [("DE", 22), ("ES", 24), ("FR", 27), ("GB", 22), ("NL", 18)])
def test_an_iban_has_its_countrys_length_and_leaves_one_modulo_97(
    country: str, length: int, rng: random.Random
) -> None:
    for _ in range(ROUNDS):
        iban = identifiers.iban(rng, country)
        turned = iban[4:] + iban[:4]
        assert len(iban) == length
        assert int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


@pytest.mark.parametrize("brand", identifiers.CARD_PREFIXES)
def test_a_card_passes_luhn_in_a_test_range_of_its_brand(brand: str, rng: random.Random) -> None:
    for _ in range(ROUNDS):
        number = identifiers.card_number(rng, brand)
        digits = [int(digit) for digit in reversed(number)]
        assert sum(digits[::2]) % 10 == -sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2]) % 10
        assert any(
            number.startswith(prefix) and len(number) == size for prefix, size in identifiers.CARD_PREFIXES[brand]
        )


def test_a_private_key_is_a_pem_block_with_lines_of_64(rng: random.Random) -> None:
    first, *lines, last = identifiers.private_key(rng).split("\n")
    assert (first, last) == ("-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----")
    assert lines[0].startswith("MIIEpAIBAAKCAQEA")
    assert {len(line) for line in lines[:-1]} == {64}


def test_numbers_are_grouped_as_people_type_them() -> None:
    assert identifiers.grouped("4242424242424242") == "4242 4242 4242 4242"
    assert identifiers.grouped("NL18TDWK05") == "NL18 TDWK 05"
