"""What a value must look like for the name of its field to be believed.

A field called ``address`` may hold an email address, ``salary`` a currency, ``name`` the name of a file. What is
empty, a word for nothing, a URL, a UUID or one of our own placeholders is no value of anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import regex


class Kind(StrEnum):
    """What kind of value a field holds."""

    NAME = "name"
    FULL_NAME = "full_name"
    DATE = "date"
    ADDRESS = "address"
    FULL_ADDRESS = "full_address"
    MONEY = "money"
    WORD = "word"
    TEXT = "text"
    ACCOUNT = "account"
    ANYTHING = "anything"


LONGEST = 4096
"""A longer text is judged by its beginning."""

_NOTHING = regex.compile(
    r"""(?x)
    (?:null|nil|none|n/?a|nan|undefined|unknown|unspecified|not[ ]specified|not[ ]provided|true|false|yes|no
      |unbekannt|keine|ohne|ja|nein|inconnu|aucun|oui|non|desconocido|ninguno|s[ií]|sconosciuto|nessuno)?
    | [\p{P}\p{S}\s]+
    | \[[a-z_]+(?:\.[a-z0-9_]+)*\]                                       # what stands where a value was redacted
    | (?:[a-z][a-z0-9+.-]*:)?//\S* | (?:urn|data|mailto|tel):\S*         # RFC 3986
    | [0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}                        # RFC 9562
    """,
    regex.IGNORECASE,
)
# Letters, and what stands within names: "Anne-Marie O'Neill, Jr.", "J. R. R. Tolkien".
_NAME = regex.compile(r"[\p{L}\p{M}](?:[\p{L}\p{M}]|[ .,'\u2019\u00b7()-](?![.,-])){0,99}")
_CAPITAL = regex.compile(r"[\p{Lu}\p{Lt}\p{Lo}]")  # Lo: scripts without capitals
_DATE = regex.compile(r"(?=.*\d)[-+]?[\p{L}\p{M}\d .,/:'\u2019\u5e74\u6708\u65e5+-]{2,40}")
_MONEY = regex.compile(
    r"(?=.*[1-9])(?:[\p{L}\p{Sc}]{1,12}\.?\s?)?[-+~<>\u2248]?\s?[\d.,'\u2019\s\p{L}\p{Sc}%/()\u2013-]{1,60}"
)
_ADDRESS = regex.compile(r"(?=.*[\p{L}\d])[^@{}<>\\=|]{1,300}", regex.DOTALL)
_TECHNICAL = regex.compile(r"[0-9A-Fa-f:.x/]+|\S+\.\S+|\S*_\S*")  # IP, MAC and memory addresses, hosts, identifiers
_WORD = regex.compile(r"\p{L}[\p{L}\p{M} /(),'\u2019-]{0,59}")
_ACCOUNT = regex.compile(
    r"(?=.*\d)[0-9A-Za-z][0-9A-Za-z ./-]{3,40}|[A-Za-z]{4}[A-Za-z]{2}[0-9A-Za-z]{2}(?:[0-9A-Za-z]{3})?"
)


def _is(expression: regex.Pattern[str], text: str) -> bool:
    """Return whether a short text matches, without letting go of the interpreter lock for so short a time.

    A thread that lets go of it again and again keeps others from it (``presidio/patterns.py``).
    """
    return expression.fullmatch(text, concurrent=False) is not None


def is_plausible(text: str, kind: Kind) -> bool:
    """Return whether ``text`` may be a value of this kind."""
    stripped = text.strip()[:LONGEST].strip()
    return not _is(_NOTHING, stripped) and _JUDGES[kind](stripped)


def _is_full_name(text: str) -> bool:
    """Return whether a text in a field called ``name`` may name a person, and is no login or technical name."""
    return _is(_NAME, text) and (_is(_CAPITAL, text[:1]) or " " in text)


def _is_address(text: str) -> bool:
    return _is(_ADDRESS, text)


def _is_full_address(text: str) -> bool:
    return _is_address(text) and len(text.split()) > 1 and not _is(_TECHNICAL, text)


_JUDGES: Mapping[Kind, Callable[[str], bool]] = {
    Kind.NAME: lambda text: _is(_NAME, text),
    Kind.FULL_NAME: _is_full_name,
    Kind.DATE: lambda text: _is(_DATE, text),
    Kind.ADDRESS: _is_address,
    Kind.FULL_ADDRESS: _is_full_address,
    Kind.MONEY: lambda text: _is(_MONEY, text),
    Kind.WORD: lambda text: _is(_WORD, text),
    Kind.TEXT: lambda text: any(map(str.isalpha, text)),
    Kind.ACCOUNT: lambda text: _is(_ACCOUNT, text),
    Kind.ANYTHING: lambda text: True,
}
