"""Write texts that a regular expression matches, chosen at random.

What stands before and after a match (look-around, word boundaries) is taken to be met, so not every text is one.
"""

from __future__ import annotations

import string
import warnings
from collections.abc import Iterable, Iterator
from random import Random
from re import _constants as codes  # type: ignore[attr-defined]  # the parser has no public name since Python 3.11
from re import _parser as parser  # type: ignore[attr-defined]

_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
_MORE = 6  # than the least that a repeat asks for
_LETTERS_AND_DIGITS = string.ascii_letters + string.digits
_ANY = _LETTERS_AND_DIGITS + " -./_"
_CATEGORIES = {
    codes.CATEGORY_DIGIT: string.digits,
    codes.CATEGORY_NOT_DIGIT: string.ascii_letters,
    codes.CATEGORY_SPACE: "    \t\n",
    codes.CATEGORY_NOT_SPACE: _LETTERS_AND_DIGITS,
    codes.CATEGORY_WORD: _LETTERS_AND_DIGITS + "_",
    codes.CATEGORY_NOT_WORD: " -.,:",
}


class Written:
    """Writes texts of one expression."""

    def __init__(self, expression: str) -> None:
        with warnings.catch_warnings(action="ignore"):  # ``re`` warns of what ``regex`` will read differently one day
            self._parsed = parser.parse(expression.replace("(?i)", ""))  # case is not ours to choose

    def __call__(self, source: Random) -> str:
        return "".join(_sequence(self._parsed, source, {}))


def _sequence(parsed: object, source: Random, groups: dict[int, str]) -> Iterator[str]:
    items: Iterable[tuple[object, object]] = parsed  # type: ignore[assignment]  # what the parser makes has no types
    for code, argument in items:
        yield from _item(code, argument, source, groups)


def _item(code: object, argument: object, source: Random, groups: dict[int, str]) -> Iterator[str]:
    match code, argument:
        case codes.LITERAL, int(character):
            yield chr(character)
        case codes.ANY, _:
            yield source.choice(_ANY)
        case codes.IN, list(members):
            yield source.choice(_members(members))
        case codes.BRANCH, (_, list(branches)):
            yield from _sequence(source.choice(branches), source, groups)
        case codes.SUBPATTERN, (group, *_, inner):
            written = "".join(_sequence(inner, source, groups))
            if isinstance(group, int):
                groups[group] = written
            yield written
        case codes.GROUPREF, int(group):
            yield groups.get(group, "")
        case (code, (int(least), int(most), inner)) if code in _REPEATS:
            for _ in range(source.randint(least, min(most, least + _MORE))):
                yield from _sequence(inner, source, groups)


def _members(members: list[tuple[object, object]]) -> str:
    chosen = "".join(_member(code, argument) for code, argument in members)
    if members[0][0] is codes.NEGATE:
        return "".join(character for character in _ANY if character not in chosen) or "¤"
    return chosen


def _member(code: object, argument: object) -> str:
    match code, argument:
        case codes.LITERAL, int(character):
            return chr(character)
        case codes.RANGE, (int(first), int(last)):
            # A range of a script has thousands: some of them will do.
            return "".join(map(chr, range(first, min(last, first + 200) + 1)))
        case codes.CATEGORY, category:
            return _CATEGORIES[category]
        case _:
            return ""
