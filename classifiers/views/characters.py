"""What a character that is not ASCII stands for in a number, a token or an address.

One character at a time: what its neighbours must be for that to matter is decided in ``normalise.py``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from classifiers.views.lookalikes import LATIN


class Kind(Enum):
    """What a character is to whoever reads a number or a token."""

    PLAIN = auto()  # stands for itself
    FORM = auto()  # another form of an ASCII character: full width, mathematical, circled, another script's digit
    NOTHING = auto()  # not seen, or only drawn over the character before it
    SEPARATOR = auto()  # a space or a dash
    MARK = auto()  # another form of an ASCII mark: the @ of an address
    SYMBOL = auto()  # any other mark that can stand between digits
    LIKENESS = auto()  # a letter of another script
    ACCENT = auto()  # a Latin letter with a mark


@dataclass(frozen=True, slots=True)
class Reading:
    kind: Kind
    text: str


# Letters that show nothing: Hangul fillers; and the blank of Braille.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_DASHES = frozenset("\u2212\u2043\u02d7\u30fc")
_TAGS = range(0xE0020, 0xE007F)
_FLAGS = range(0x1F1E6, 0x1F200)  # regional indicators
# Letters in black circles and squares, which have no decomposition.
_BLACK = (range(0x1F150, 0x1F16A), range(0x1F170, 0x1F18A))


@lru_cache(maxsize=16_384)
def reading_of(character: str) -> Reading:
    """Return what a character that is not ASCII stands for."""
    code = ord(character)
    category = unicodedata.category(character)
    if code in _TAGS:
        return Reading(Kind.FORM, chr(code - 0xE0000))
    for letters in (_FLAGS, *_BLACK):
        if code in letters:
            return Reading(Kind.FORM, chr(ord("A") + code - letters.start))
    if category in ("Mn", "Me", "Cf") or character in _BLANK:
        return Reading(Kind.NOTHING, "")
    return _spacing(character, category) or _digit(character, category) or _letter(character, category)


def _spacing(character: str, category: str) -> Reading | None:
    if category.startswith("Z") or character == "\u0085":
        return Reading(Kind.SEPARATOR, " ")
    if category == "Pd" or character in _DASHES:
        return Reading(Kind.SEPARATOR, "-")
    return None


def _digit(character: str, category: str) -> Reading | None:
    """Read digits of all scripts, in circles, raised, on keys; and Roman numerals."""
    number = unicodedata.numeric(character, None) if category.startswith("N") else None
    if number is None or number not in range(10):
        return None
    return Reading(Kind.FORM, str(int(number)))


def _letter(character: str, category: str) -> Reading:
    compatible = unicodedata.normalize("NFKC", character)
    if compatible.isascii():
        return Reading(Kind.FORM if compatible.isalnum() else Kind.MARK, compatible)
    if character in LATIN:
        return Reading(Kind.LIKENESS, LATIN[character])
    base = unicodedata.normalize("NFKD", character)[0]
    if base.isascii() and base.isalpha():
        return Reading(Kind.ACCENT, base)
    if category[0] in "PS":
        return Reading(Kind.SYMBOL, " ")
    return Reading(Kind.PLAIN, character)
