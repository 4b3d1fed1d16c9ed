"""What every match of a regular expression must contain, read from the expression itself.

Most identifiers have digits and most texts have few: an expression that needs nine digits is not worth running over
a text with three. What cannot be read is taken to demand nothing, so that nothing is ever skipped wrongly.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]  # the parser has no public name since Python 3.11
from re import _parser as parser  # type: ignore[attr-defined]

_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})


def least_digits(expression: str) -> int:
    """Return how many decimal digits each match has at least."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what ``re`` warns of, the module ``regex`` may read differently
            return _digits(parser.parse(expression))
    except (re.error, Warning, RecursionError, OverflowError):
        return 0


def _digits(parsed: object) -> int:
    items: Iterable[tuple[object, object]] = parsed  # type: ignore[assignment]  # what the parser makes has no types
    return sum(_of_item(code, argument) for code, argument in items)


def _of_item(code: object, argument: object) -> int:
    match code, argument:
        case codes.LITERAL, int(character):
            return int(_is_digit(character))
        case codes.IN, list(members):
            return int(all(_only_digits(*member) for member in members))
        case codes.BRANCH, (_, list(branches)):
            return min(_digits(branch) for branch in branches)
        case (codes.SUBPATTERN, (*_, group)) | (codes.ATOMIC_GROUP, group):
            return _digits(group)
        case (code, (int(least), _, repeated)) if code in _REPEATS:
            return least * _digits(repeated)
        case _:
            return 0


def _only_digits(code: object, argument: object) -> bool:
    match code, argument:
        case codes.LITERAL, int(character):
            return _is_digit(character)
        case codes.RANGE, (int(first), int(last)):
            return _is_digit(first) and _is_digit(last)
        case codes.CATEGORY, category:
            return category is codes.CATEGORY_DIGIT
        case _:
            return False


def _is_digit(character: int) -> bool:
    return ord("0") <= character <= ord("9")
