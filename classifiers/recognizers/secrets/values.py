"""Tell values that could be a secret from placeholders, code and plain words.

This is what keeps findings by name alone bearable. It errs towards finding: a value is left out only where it shows
what else it is. Nothing is looked up anywhere, and every function is linear in the length of the value.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter

from classifiers.recognizers.secrets.words import words

_ENOUGH = 128  # code points tell; more would only cost time
LONGEST = 4_096  # code points; what is longer is a document, not a secret in a field

_MASK = re.compile(r"[xX]{6,}|[*•.…#]{3,}|^[xX*•.#_-]+$")
# Variables and templates of shells, CI systems, template languages, C#, Ruby, Windows and PowerShell.
_TEMPLATE = re.compile(
    r"\$\{|\$\(|\{\{|#\{|<%|%\(|^\$\$?[A-Za-z_][\w:.]*$|^%\w+%?$|^\{[\w.:$-]*\}$|^<[^>]*>?$|^\[[^\]]*\]$|^@[\w.]+@$|^:\w+$|^&\w+;?$"
)
_STAND_IN = re.compile(
    r"your|change_?-?me|place_?-?holder|redacted|masked|hidden|insert|replace|example\.|dummy|sample|todo|fixme|"
    r"here$|^my[_-]|not[_-]?set|not[_-]?used|undefined|unknown|encrypted|removed|deleted|secret_?name|"
    r"_here|fill[_-]?in|goes[_-]|put[_-]|enter[_-]|xyz$|foo_?-?bar"
)
_CODE = re.compile(
    r"^(?:process|os|env|environ|config|settings|self|this|request|req|params|options|args|ctx|context|secrets|vars|"
    r"var|local|data|module|credentials?|props|state|user|input|form|session|app|model|entity)[.\[(]"
    r"|^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$|->|::|\(\)|^[A-Za-z_][\w.]*\(|^\w+\[|=>|&&|\|\||[<>]=|^[A-Z][a-z]+<"
)
_PATH = re.compile(r"^(?:~|\.{1,2})?/[\w.~/-]*$|^[A-Za-z]:\\|^(?:[\w.-]+/){2,}[\w.-]*$")
_URL = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_DATE = re.compile(r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)|^\d{1,2}[:/.]\d\d(?:[:/.]\d{2,4})?$")
_FILE = re.compile(r"\.(?:json|ya?ml|xml|pem|key|crt|cer|pub|txt|md|py|js|ts|go|rb|java|php|html?|conf|cfg|ini|env|sh|"
                   r"toml|properties|tfvars|jks|p12|pfx|kdbx|com|org|net|io)$", re.IGNORECASE)  # fmt: skip
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_PUBLIC = re.compile(r"^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-|pk_(?:live|test)_|-----BEGIN (?:PUBLIC|CERT)|age1|arn:)")
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SEPARATOR = re.compile(r"[^A-Za-z0-9]+")
_SHORTEST_WORD = 4
_PAIRS_OF_WORDS = 0.6
_PAIRS_OF_LONG_WORDS = 0.7
_LONG_WORD = 8
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_HEX = frozenset("0123456789abcdefABCDEF-")
_MASKED_BY_ALPHABET = 0.75


def is_placeholder(value: str) -> bool:
    """Return whether a value stands for a secret that is not there: a mask, a template, a word for it."""
    if len(set(value)) <= 2:  # noqa: PLR2004  (a mask, whatever it is made of)
        return True
    lowered = value.lower()
    if _ALPHABET[:20] in lowered and _MASKED_BY_ALPHABET * len(value) <= 26:  # noqa: PLR2004
        return True
    return bool(
        lowered.strip("\"'`.,:;!?()[]{}<>_ ") in words("stand_ins")
        or _MASK.search(value)
        or _TEMPLATE.search(value)
        or _STAND_IN.search(lowered)
    )


def is_code(value: str) -> bool:
    """Return whether a value without quotes is an expression that gives the secret, or a type."""
    return bool(_CODE.search(value))


def is_something_else(value: str) -> bool:
    """Return whether a value shows that it is a path, a file, a date, a URL, or made to be public."""
    return bool(
        _PATH.match(value)
        or _FILE.search(value)
        or _DATE.match(value)
        or (_URL.match(value) and "@" not in value)
        or _PUBLIC.match(value)
    )


def is_uuid(value: str) -> bool:
    return bool(_UUID.fullmatch(value))


def entropy(value: str) -> float:
    """Return Shannon's entropy in bits for each character."""
    length = len(value)
    return -sum(count / length * math.log2(count / length) for count in Counter(value).values())


def share_of_words(value: str) -> float:
    """Return how much of the letters and digits of a value stand in what can be pronounced, from 0 to 1."""
    pieces = [(part, piece) for part in _SEPARATOR.split(value) for piece in _HUMP.findall(part)]
    whole = sum(len(piece) for _, piece in pieces)
    return sum(len(piece) for part, piece in pieces if _is_word(piece, part)) / whole if whole else 1.0


def looks_random(value: str, shortest: int = 8) -> bool:
    """Return whether a value was hardly chosen by a person who had words or a number in mind."""
    if not shortest <= len(value) <= LONGEST:
        return False
    value = value[:_ENOUGH]
    has_digit = any(each.isdigit() for each in value)
    letters = sum(each.isalpha() for each in value)
    if not letters or (not has_digit and not _is_mixed(value)):
        return False
    if entropy(value) < _least_entropy(value):
        return False
    if has_digit and _HEX.issuperset(value) and len(value) >= 16:  # noqa: PLR2004
        return True  # there are hardly words of six letters, and "abcdef" is none
    return share_of_words(value) < 0.5  # noqa: PLR2004


def _is_word(piece: str, part: str) -> bool:
    if not piece.isalpha():
        return False
    if len(piece) < _SHORTEST_WORD:
        return piece == part and len(piece) > 1  # "by" and "new" between separators
    lowered = piece.lower()
    if lowered in _ALPHABET:
        return False
    common = sum(lowered[index : index + 2] in words("pairs") for index in range(len(lowered) - 1))
    least = _PAIRS_OF_LONG_WORDS if len(lowered) >= _LONG_WORD else _PAIRS_OF_WORDS
    return common >= least * (len(lowered) - 1)


def _is_mixed(value: str) -> bool:
    """Return whether letters of both cases take turns, as they do in base64 and not in names."""
    pairs = itertools.pairwise(value)
    turns = sum(one.islower() != other.islower() for one, other in pairs if one.isalpha() and other.isalpha())
    return turns * 4 >= len(value) and len(value) >= 16  # noqa: PLR2004


def _least_entropy(value: str) -> float:
    """Return what a value needs: random ones of the same length and alphabet have about one bit more.

    Of 10,000 random values, fewer than one in a thousand fell below (16 to 64 characters, hexadecimal to base 64).
    """
    size = 16 if _HEX.issuperset(value) else 36
    return 0.6 * math.log2(min(len(value), size))
