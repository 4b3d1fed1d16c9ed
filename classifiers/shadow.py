"""The shadow of a text: one ASCII character for each code point, so that offsets in bytes are offsets in characters.

A decimal digit of any script becomes its ASCII digit, white space a space, any other word character ``_``, all else
``OTHER``. The few letters that an expression without regard to case takes for an ASCII letter become that letter.
What counts as a digit, a space or a word is what the module ``regex`` says, for its expressions judge in the end.

No shadow holds ``SEPARATOR``: what stands between two texts cannot be part of either.
"""

from __future__ import annotations

from string import ascii_letters

import regex  # ships no types

SEPARATOR = "\0"
NUL = "\x01"
"""What a NUL in a text becomes."""

OTHER = "\x7f"
WORD = "_"
SPACE = " "

# Any letter, digit or mark is remembered once met; a text of all of Unicode must not fill the memory.
_MOST_KNOWN = 20_000

# Translating takes some 50 ns for each code point and holds the interpreter lock: other threads, and with them the
# loop, wait no longer than for one piece.
_PIECE = 16_384

_DIGIT = regex.compile(r"\d")
_SPACE = regex.compile(r"\s")
_WORD = regex.compile(r"\w")
_LIKE_ASCII = regex.compile(r"[a-z]|[A-Z]", regex.IGNORECASE)  # dotless i is in one of the two only


def shadow(text: str) -> str:
    """Return the shadow of a text that has no ``SEPARATOR`` of its own (``without_separators``)."""
    if text.isascii():
        return text
    return "".join(text[start : start + _PIECE].translate(_KNOWN) for start in range(0, len(text), _PIECE))


def without_separators(text: str) -> str:
    return text.replace(SEPARATOR, NUL) if SEPARATOR in text else text


class _Shadows(dict[int, str]):
    """Code point to shadow, worked out when first met."""

    def __missing__(self, code: int) -> str:
        if code < 0x80:  # noqa: PLR2004  (ASCII)
            return chr(code)
        shadow = _shadow_of(chr(code))
        if len(self) < _MOST_KNOWN:
            self[code] = shadow
        return shadow


_KNOWN = _Shadows({code: chr(code) for code in range(0x80)})


def _shadow_of(character: str) -> str:
    if _DIGIT.match(character):
        return _digit(character)
    if _SPACE.match(character):
        return SPACE
    if _LIKE_ASCII.match(character):
        return next(letter.lower() for letter in ascii_letters if regex.match(letter, character, regex.IGNORECASE))
    return WORD if _WORD.match(character) else OTHER


def _digit(character: str) -> str:
    try:
        return str(int(character))
    except ValueError:
        return "0"  # a digit that is younger than Python's tables: any will do, expressions ask for \d
