"""Made-up numbers that look like real ones: every check digit is right, so classifiers must take them seriously.

Nothing here belongs to anybody on purpose: cards are in the ranges that payment processors publish for tests,
social security numbers in areas that were never given to anyone who is an adult today.
"""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable, Mapping

_NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"  # Spanish ministry of the interior: the number modulo 23
_NINO_PREFIXES = [  # HMRC, National Insurance Manual NIM39110
    first + second
    for first in "ABCEGHJKLMNOPRSTWXYZ"
    for second in "ABCEGHJKLMNPRSTWXYZ"
    if first + second not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}
]
_BASE32 = string.ascii_uppercase + "234567"
_BASE62 = string.ascii_letters + string.digits

CARD_PREFIXES: Mapping[str, tuple[tuple[str, int], ...]] = {
    "visa": (("424242", 16), ("411111", 16)),
    "mastercard": (("555555", 16), ("222300", 16)),
    "amex": (("378282", 15), ("371449", 15)),
    "discover": (("601111", 16),),
}
"""Beginnings and lengths of the card numbers that Stripe and Adyen publish for testing."""


def us_ssn(rng: random.Random) -> str:
    """Return a US social security number.

    Areas from 773 were in no use before June 2011, when numbers became random: no adult has had one since birth.
    """
    return f"{rng.randint(773, 899)}-{rng.randint(1, 99):02}-{rng.randint(1, 9999):04}"


def uk_nino(rng: random.Random) -> str:
    """Return a UK national insurance number."""
    prefix = rng.choice(_NINO_PREFIXES)
    return f"{prefix}{_digits(rng, 6)}{rng.choice('ABCD')}"


def es_nif(rng: random.Random) -> str:
    """Return a Spanish tax number with its letter."""
    number = rng.randint(10_000_000, 99_999_999)
    return f"{number}{_NIF_LETTERS[number % 23]}"


def iban(rng: random.Random, country: str) -> str:
    """Return an account number of ``country`` in its compact form, with the check digits of ISO 13616."""
    account = _ACCOUNTS[country](rng)
    return f"{country}{98 - _remainder97(account + country + '00'):02}{account}"


def card_number(rng: random.Random, brand: str) -> str:
    """Return a card number in a published test range of ``brand``, with its Luhn digit (ISO/IEC 7812-1)."""
    prefix, length = rng.choice(CARD_PREFIXES[brand])
    body = prefix + _digits(rng, length - len(prefix) - 1)
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return body + str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def aws_access_key_id(rng: random.Random) -> str:
    """Return what looks like a long-term access key id of AWS."""
    return "AKIA" + _drawn(rng, _BASE32, 16)


def github_token(rng: random.Random) -> str:
    """Return what looks like a personal access token of GitHub."""
    return "ghp_" + _drawn(rng, _BASE62, 36)


def private_key(rng: random.Random) -> str:
    """Return what looks like an RSA key in PEM (RFC 7468): the first bytes of a 2048-bit key, then noise."""
    text = base64.b64encode(b"\x30\x82\x04\xa4\x02\x01\x00\x02\x82\x01\x01\x00" + rng.randbytes(1180)).decode()
    lines = "\n".join(text[start : start + 64] for start in range(0, len(text), 64))
    return f"-----BEGIN RSA PRIVATE KEY-----\n{lines}\n-----END RSA PRIVATE KEY-----"


def grouped(number: str, size: int = 4) -> str:
    """Return ``number`` in groups, the way people type it."""
    return " ".join(number[start : start + size] for start in range(0, len(number), size))


def _digits(rng: random.Random, count: int) -> str:
    return _drawn(rng, string.digits, count)


def _drawn(rng: random.Random, alphabet: str, count: int) -> str:
    return "".join(rng.choices(alphabet, k=count))


def _remainder97(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text)) % 97


_ACCOUNTS: Mapping[str, Callable[[random.Random], str]] = {  # the national part, by the IBAN registry's formats
    "DE": lambda rng: _digits(rng, 18),
    "ES": lambda rng: _digits(rng, 20),
    "FR": lambda rng: _digits(rng, 10) + _drawn(rng, string.digits + string.ascii_uppercase, 11) + _digits(rng, 2),
    "GB": lambda rng: "TDWK" + _digits(rng, 14),
    "NL": lambda rng: "TDWK" + _digits(rng, 10),
}
