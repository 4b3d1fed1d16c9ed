"""Made-up regulated values, each valid and new, with the name of a field that it would stand in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from random import Random

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_NAMES = ("maria", "li", "oluwaseun", "jan", "fatima", "keller", "o-neill", "santos")


def value(number: int, source: Random) -> tuple[str, str]:
    """Return the name and value of the ``number``-th kind, in turn."""
    name, make = _KINDS[number % len(_KINDS)]
    return name, make(source)


def _digits(source: Random, count: int) -> str:
    return "".join(source.choices("0123456789", k=count))


def _email(source: Random) -> str:
    return f"{source.choice(_NAMES)}.{source.randint(1, 9999)}@example.com"


def _ssn(source: Random) -> str:
    return f"{source.randint(100, 665)}-{source.randint(10, 99)}-{source.randint(1000, 9999)}"


def _us_phone(source: Random) -> str:
    return f"({source.choice((212, 415, 617, 312))}) 555-01{_digits(source, 2)}"


def _iban(source: Random) -> str:
    account = _digits(source, 18)
    return f"DE{98 - int(f'{account}131400') % 97:02}{account}"  # ISO 7064, mod 97-10: D is 13, E is 14


def _nhs(source: Random) -> str:
    while True:
        number = _digits(source, 9)
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(number)) % 11
        if check != 10:
            return f"{number[:3]} {number[3:6]} {number[6:]}{check % 11}"


def _bitcoin(source: Random) -> str:
    payload = b"\0" + source.randbytes(20)
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, address = int.from_bytes(payload), ""
    while number:
        number, place = divmod(number, 58)
        address = _BASE58[place] + address
    return f"1{address}"


def _mac(source: Random) -> str:
    return ":".join(f"{byte:02x}" for byte in source.randbytes(6))


def _dea(source: Random) -> str:
    digits = _digits(source, 6)
    check = sum(map(int, digits[::2])) + 2 * sum(map(int, digits[1::2]))
    return f"A{source.choice('BCKLM')}{digits}{check % 10}"


_KINDS: tuple[tuple[str, Callable[[Random], str]], ...] = (
    ("email", _email),
    ("ssn", _ssn),
    ("note", lambda source: f"she can be reached at {_us_phone(source)} after six"),
    ("iban", _iban),
    ("client_ip", lambda source: f"203.0.113.{source.randint(1, 254)}"),
    ("homepage", lambda source: f"https://{source.choice(_NAMES)}{source.randint(1, 999)}.example.com/about"),
    ("bank_account_number", lambda source: f"9{_digits(source, 11)}"),
    ("comment", lambda source: f"my social security number is {_ssn(source)}, is that enough?"),
    ("passport_number", lambda source: f"9{_digits(source, 8)}"),
    ("nhs_number", _nhs),
    ("reply", lambda source: f"please write to {_email(source)} or ring +44 20 7946 0{_digits(source, 3)}"),
    ("wallet", _bitcoin),
    ("device_mac", _mac),
    ("date_of_birth", lambda source: f"{source.randint(1940, 2005)}-0{source.randint(1, 9)}-{source.randint(10, 28)}"),
    ("dea_number", _dea),
    ("itin", lambda source: f"9{_digits(source, 2)}-7{source.randint(0, 9)}-{_digits(source, 4)}"),
)
