"""Read account numbers (IBAN, ISO 13616) that are not in capitals, or that have other separators than spaces or dashes.

Only what has the right check digits (ISO 7064, MOD 97-10) is read so.
"""

from __future__ import annotations

import re

from classifiers.detector import Trigger
from classifiers.views.splice import Substitution

_SEPARATOR = r"[ \t\r\n./_*|~:,;+#=\\-]"
_USUAL = re.compile(r"[A-Z]{2}\d\d(?:[A-Z0-9]+|(?: [A-Z0-9]+)+|(?:-[A-Z0-9]+)+)")
_LENGTHS = range(15, 35)
_LEAST_DIGITS = 10  # tells "at 10 of them" from a number


def _closed_up(match: re.Match[str]) -> str | None:
    if _USUAL.fullmatch(match[0]):
        return None
    bare = re.sub(r"[^0-9A-Za-z]", "", match[0]).upper()
    if sum(map(str.isdigit, bare)) < _LEAST_DIGITS:
        return None
    # The longest beginning that is one: what follows may be a word.
    for length in range(min(len(bare), max(_LENGTHS)), min(_LENGTHS) - 1, -1):
        if _is_checked(bare[:length]):
            rest = _after(match[0], length)
            return bare[:length] + rest
    return None


def _after(written: str, length: int) -> str:
    """Return what follows the first ``length`` letters and digits."""
    for index, character in enumerate(written):
        length -= character.isalnum()
        if not length:
            return written[index + 1 :]
    return ""


def _is_checked(iban: str) -> bool:
    """Return whether the number is 1 modulo 97, its first four characters last and letters as 10 to 35."""
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1


IBANS = Substitution(
    "closed up",
    (
        Trigger(rf"[a-z]{{2}}{_SEPARATOR}{{0,2}}\d\d(?:{_SEPARATOR}{{1,3}}[a-z0-9]{{2,5}}){{3}}", ignores_case=True),
        Trigger(r"\b(?:[a-z][A-Za-z]|[A-Z][a-z])\d\d[A-Za-z0-9]{4}\d{7}"),
    ),
    re.compile(
        rf"(?<![0-9A-Za-z])[A-Za-z]{{2}}{_SEPARATOR}{{0,2}}\d\d(?:{_SEPARATOR}{{0,3}}[A-Za-z0-9]){{11,40}}(?![0-9A-Za-z])"
    ),
    _closed_up,
)
