"""Read account numbers (IBAN, ISO 13616) that are not in capitals, or that have other separators than spaces or dashes.

Only what has the right check digits (ISO 7064, MOD 97-10) is read so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from classifiers.detector import Trigger
from classifiers.views.splice import Substitution

_SEPARATOR = r"[ \t\r\n./_*|~:,;+#=\\-]"
_USUAL = re.compile(r"[A-Z]{2}\d\d(?:[A-Z0-9]+|(?: [A-Z0-9]+)+|(?:-[A-Z0-9]+)+)")
_LEAST_DIGITS = 10  # tells "at 10 of them" from a number

# SWIFT, "IBAN Registry": how long the numbers of a country are.
_LENGTHS: Mapping[str, int] = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI FK FO GL NL SD",
        19: "MK SI",
        20: "AT BA EE KZ LT LU MN XK",
        21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA",
        23: "AE GI IL IQ OM SO TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST",
        26: "IS TR",
        27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
        29: "BR EG PS QA UA",
        30: "JO KW MU YE",
        31: "MT SC",
        32: "LC",
        33: "RU",
    }.items()
    for country in countries.split()
}


def _closed_up(match: re.Match[str]) -> str | None:
    length = _LENGTHS.get(match[1].upper())
    if length is None or _USUAL.fullmatch(match[0]):
        return None
    written = _up_to(match[0], length)
    bare = re.sub(r"[^0-9A-Za-z]", "", written).upper()
    if len(bare) < length or sum(map(str.isdigit, bare)) < _LEAST_DIGITS or not _is_checked(bare):
        return None
    return bare + match[0][len(written) :]  # what follows may be a word


def _up_to(written: str, length: int) -> str:
    """Return the beginning that has so many letters and digits."""
    for index, character in enumerate(written, start=1):
        length -= character.isalnum()
        if not length:
            return written[:index]
    return written


def _is_checked(iban: str) -> bool:
    """Return whether the number is 1 modulo 97, its first four characters last and letters as 10 to 35."""
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1


# In groups with the same between them; or in one, if not in capitals: four characters of a bank, then digits.
_IN_GROUPS = rf"{_SEPARATOR}{{0,2}}[0-9]{{2}}({_SEPARATOR}{{1,3}})[A-Za-z0-9]{{2,5}}(?:\2[A-Za-z0-9]{{1,5}}){{2,9}}+"
_IN_ONE = r"(?<![A-Z]{2})[0-9]{2}[A-Za-z0-9]{4}[0-9]{7}[A-Za-z0-9]{0,23}+"

IBANS = Substitution(
    "closed up",
    (
        Trigger(rf"[A-Za-z]{{2}}{_SEPARATOR}{{0,2}}[0-9]{{2}}{_SEPARATOR}{{1,3}}[A-Za-z0-9]{{2,5}}{_SEPARATOR}"),
        Trigger(r"(?:[a-z][A-Za-z]|[A-Z][a-z])[0-9]{2}[A-Za-z0-9]{4}[0-9]{7}"),
    ),
    re.compile(rf"(?<![0-9A-Za-z])([A-Za-z]{{2}})(?:{_IN_GROUPS}|{_IN_ONE})"),
    _closed_up,
)
