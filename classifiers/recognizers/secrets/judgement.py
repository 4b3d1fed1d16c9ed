"""Whether a value under a name is a secret: what the name promises against what the value looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping

from classifiers.leaves import words_in
from classifiers.recognizers.secrets.names import Kind, promised_by
from classifiers.recognizers.secrets.values import (
    is_placeholder,
    is_something_else,
    is_uuid,
    looks_random,
)

PASSWORD = "secret.password"  # noqa: S105  (the name of a label)
API_KEY = "secret.api_key"
SCORES: Mapping[Kind, float] = {Kind.PASSWORD: 0.7, Kind.SECRET: 0.6, Kind.KEY: 0.5}

_SHORTEST_PASSWORD = 4
_LONGEST_PASSWORD = 128
_SHORTEST_KEY = 16
_LONG_NUMBER = 21
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
_AWS_SECRET_KEY = frozenset({"aws", "secret", "key"})
_NAMES = re.compile(r"[A-Za-z][A-Za-z_.-]*")
_ONLY_HEX = re.compile(r"[0-9a-fA-F]+")
_BARE_NAMES = frozenset({("key",), ("access",), ("auth",), ("session",), ("cookie",), ("private",)})


def is_long_number(value: str) -> bool:
    """Return whether a value is a number longer than identifiers of 64 bits are."""
    return len(value) >= _LONG_NUMBER and value.isdecimal()


def label_of(kind: Kind) -> str:
    return PASSWORD if kind is Kind.PASSWORD else API_KEY


def is_secret(kind: Kind, value: str, words: tuple[str, ...]) -> bool:
    """Return whether a value is what the words of its name promise."""
    if is_placeholder(value) or is_something_else(value):
        return False
    if kind is Kind.PASSWORD:
        return _is_password(value)
    if any(each.isspace() for each in value) or is_misshapen(value, words):
        return False
    if kind is Kind.SECRET:
        return looks_random(value) or is_uuid(value) or is_long_number(value)
    if words in _BARE_NAMES and (is_uuid(value) or _ONLY_HEX.fullmatch(value)):
        return False  # what a cache, a store or a table is keyed with
    return looks_random(value, _SHORTEST_KEY)


def is_misshapen(value: str, words: tuple[str, ...]) -> bool:
    """Return whether a name promises a secret whose form is known, and the value has another."""
    return _AWS_SECRET_KEY.issubset(words) and len(value) != 40  # noqa: PLR2004


def _is_name_of_secret(value: str) -> bool:
    words = words_in(value)
    return len(words) > 1 and promised_by(words) is not Kind.NOTHING


def _is_password(value: str) -> bool:
    if not _SHORTEST_PASSWORD <= len(value) <= _LONGEST_PASSWORD or value.isspace():
        return False
    if _NAMES.fullmatch(value) and _is_name_of_secret(value):
        return False  # "userPassword", "form.password": a name, not what it names
    return len(value.split()) == 1
