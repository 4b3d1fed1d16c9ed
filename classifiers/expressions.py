"""Read a regular expression for what every match of it must look like in the shadow of a text (``shadow.py``).

The outcome is an expression that a multi-pattern matcher understands, and that matches wherever the original does:

- look-around and anchors are dropped, a back reference is whatever its group may be;
- sets are spelled out as the shadows of their members; a set that leaves characters out takes in the shadow of every
  character that it may mean;
- what may repeat at the end, or at the beginning, repeats as often as it must.

So it may match where the original does not, never the other way round. An expression that cannot be read has no
such prefilter. What is read is the syntax of ``re``; where ``re`` warns, the module ``regex`` may mean another thing,
and so it may by braces that are no plain repeat: ``(?:word){e<=1}`` is a word with an error in it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from re import _constants as codes  # type: ignore[attr-defined]  # the parser has no public name since Python 3.11
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from classifiers.shadow import NUL, OTHER, SPACE, WORD, shadow

_Set = frozenset[int]
_Items = Sequence[tuple[Any, Any]]

PREFILTER_VERSION = "1"
"""Changes whenever the same expression gives another prefilter."""

MOST_REPEATS = 24
"""A bound above it is none, and more than so many times is not asked for: long counters make matchers large."""

MOST_WIDTH = 512
"""What can be longer has no width."""

_MOST_OF_A_RANGE = 512

_IN_LOWER_CASE = 1 << 30
"""Beside the flags of ``re``: the prefilter is matched without regard to case, and need not spell out both."""

_SHARED_FLAGS = re.IGNORECASE | re.MULTILINE | re.VERBOSE

_NOT_SYNTAX = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
"""What may hold a brace that means a brace: escapes and sets."""

_BRACES_OF_REGEX = re.compile(r"\{(?!(?:[0-9]+(?:,[0-9]*)?|,[0-9]+)\})")

_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of every match of an expression.

    ``prefilter`` matches a part of its shadow; in the syntax that ``re`` and Hyperscan share, for bytes, without
    regard to case if ``ignores_case``. ``width`` is its greatest length, ``around`` how far the expression looks
    beyond a match: ``None`` means without bound. ``alphabet`` are the characters that its shadow may consist of.
    """

    prefilter: str
    ignores_case: bool
    width: int | None
    alphabet: frozenset[str]
    around: int | None


def shape_of(expression: str, flags: int = 0) -> Shape | None:
    """Return the shape of what ``expression`` matches; ``None`` if that can be nothing at all, or cannot be read.

    ``flags`` are those of ``re``. A full stop is always taken to match any character, also the end of a line.
    """
    if _BRACES_OF_REGEX.search(_NOT_SYNTAX.sub("", expression)):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parsed = parser.parse(_without_flag(expression, flags), flags & _SHARED_FLAGS)
        least, most = parsed.getwidth()
        if least == 0:
            return None
        flags = parsed.state.flags
        _check_flags(flags)
        if flags & re.IGNORECASE:
            flags |= _IN_LOWER_CASE
        _without_references(parsed, {})
        prefilter = _sequence(list(parsed), flags, first=True, last=True)
        seen, around = _facts(list(parsed), flags)
    except (re.error, Warning, RecursionError, OverflowError, _Unreadable):
        return None
    if re.fullmatch(prefilter.encode(), b""):
        return None
    return Shape(prefilter, bool(flags & re.IGNORECASE), _bounded(most), frozenset(map(chr, seen)), around)


def _without_flag(expression: str, flags: int) -> str:
    """Return an expression without a flag that holds anyway: ``re`` takes it at the beginning only."""
    return expression.replace(r"\b(?i)", r"\b") if flags & re.IGNORECASE else expression


class _Unreadable(Exception):
    pass


def _check_flags(flags: int) -> None:
    """Raise if an expression tells letters and digits of ASCII from others: their shadows are the same."""
    if flags & re.ASCII:
        raise _Unreadable


_SCOPED_FLAGS = 0
"""Among the groups: no group has this number."""


def _without_references(items: Any, groups: dict[int, tuple[Any, ...]]) -> None:
    """Put in place of each back reference the group that it refers to."""
    for index, (code, argument) in enumerate(items):
        if code is codes.GROUPREF:
            # What was captured need not be where a word ends again, nor in the case that holds here.
            if argument not in groups or _SCOPED_FLAGS in groups or _has_anchor(groups[argument][-1]):
                raise _Unreadable
            items[index] = (codes.SUBPATTERN, groups[argument])
            continue
        if code is codes.SUBPATTERN and any(argument[1:3]):
            groups[_SCOPED_FLAGS] = ()
        for inner in _inside(code, argument):
            _without_references(inner, groups)
        if code is codes.SUBPATTERN:
            groups[argument[0]] = argument


def _has_anchor(items: Any) -> bool:
    return any(code is codes.AT or any(map(_has_anchor, _inside(code, argument))) for code, argument in items)


def _inside(code: Any, argument: Any) -> Iterable[Any]:
    match code:
        case codes.SUBPATTERN:
            return (argument[3],)
        case codes.ATOMIC_GROUP:
            return (argument,)
        case codes.ASSERT | codes.ASSERT_NOT:
            return (argument[1],)
        case codes.BRANCH:
            return argument[1]  # type: ignore[no-any-return]
        case _ if code in _REPEATS:
            return (argument[2],)
        case _:
            return ()


def _facts(items: _Items, flags: int) -> tuple[_Set, int | None]:
    """Return the shadows of all characters that can be part of a match, and how far is looked around it."""
    seen: _Set = frozenset()
    around: int | None = 0
    for code, argument in items:
        inside: list[tuple[_Set, int | None]]
        match code:
            case codes.ASSERT | codes.ASSERT_NOT:
                _, inner_around = _facts(list(argument[1]), flags)
                width = _bounded(argument[1].getwidth()[1])
                around = _farther(around, None if width is None or inner_around is None else width + inner_around)
                continue
            case codes.AT:
                is_boundary = argument in (codes.AT_BOUNDARY, codes.AT_NON_BOUNDARY)
                around = _farther(around, 1 if is_boundary or flags & re.MULTILINE else None)
                continue
            case codes.SUBPATTERN:
                _, added, removed, group = argument
                _check_flags(added)
                inside = [_facts(list(group), (flags | added) & ~removed)]
            case codes.ATOMIC_GROUP:
                inside = [_facts(list(argument), flags)]
            case codes.BRANCH:
                inside = [_facts(list(branch), flags) for branch in argument[1]]
            case _ if code in _REPEATS:
                inside = [_facts(list(argument[2]), flags)]
            case _:
                seen |= _members(code, argument, flags)
                continue
        for members, beyond in inside:
            seen |= members
            around = _farther(around, beyond)
    return seen, around


def _farther(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _bounded(width: int) -> int | None:
    return int(width) if width <= MOST_WIDTH else None


def _sequence(items: _Items, flags: int, *, first: bool, last: bool) -> str:
    """Return the prefilter of ``items``; ``first`` and ``last`` if nothing comes before or after them."""
    kept = [item for item in items if _is_kept(*item)]
    if last:
        kept = kept[: _significant(kept)]
    if first:
        kept = kept[len(kept) - _significant(kept[::-1]) :]
    return "".join(
        _item(*item, flags, first=first and index == 0, last=last and index == len(kept) - 1)
        for index, item in enumerate(kept)
    )


def _is_kept(code: Any, argument: Any) -> bool:
    if code is codes.AT:
        return argument in (codes.AT_BOUNDARY, codes.AT_NON_BOUNDARY)
    return code not in (codes.ASSERT, codes.ASSERT_NOT)


def _item(code: Any, argument: Any, flags: int, *, first: bool, last: bool) -> str:
    match code:
        case codes.AT:
            return r"\b" if argument is codes.AT_BOUNDARY else r"\B"
        case codes.SUBPATTERN:
            _, added, removed, group = argument
            return f"(?:{_sequence(list(group), (flags | added) & ~removed, first=first, last=last)})"
        case codes.ATOMIC_GROUP:
            return f"(?:{_sequence(list(argument), flags, first=first, last=last)})"
        case codes.BRANCH:
            branches = [_sequence(list(branch), flags, first=first, last=last) for branch in argument[1]]
            return f"(?:{'|'.join(branches)})"
        case _ if code in _REPEATS:
            least, most, repeated = argument
            if first or last:
                least = most = min(least, MOST_REPEATS)  # never 0: what may be absent at the ends was cut off
            once = least == most == 1
            inner = _sequence(list(repeated), flags, first=first and once, last=last and once)
            return f"(?:{inner}){_times(int(least), most)}"
        case _:
            members = _members(code, argument, flags)
            if not members:
                raise _Unreadable
            return _class(_lowered(members) if flags & _IN_LOWER_CASE else members)


def _significant(items: _Items) -> int:
    """Return how many items are left without those at the end that may be absent."""
    count = len(items)
    while count and items[count - 1][0] is not codes.AT and not _is_needed(*items[count - 1]):
        count -= 1
    return count


def _is_needed(code: Any, argument: Any) -> bool:
    """Return whether an item takes at least one character."""
    match code:
        case codes.AT | codes.ASSERT | codes.ASSERT_NOT:
            return False
        case codes.SUBPATTERN:
            return any(_is_needed(*item) for item in argument[3])
        case codes.ATOMIC_GROUP:
            return any(_is_needed(*item) for item in argument)
        case codes.BRANCH:
            return all(any(_is_needed(*item) for item in branch) for branch in argument[1])
        case _ if code in _REPEATS:
            return bool(argument[0]) and any(_is_needed(*item) for item in argument[2])
        case _:
            return True


def _times(least: int, most: Any) -> str:
    least = min(least, MOST_REPEATS)
    if most is codes.MAXREPEAT or most > MOST_REPEATS:
        return {0: "*", 1: "+"}.get(least, f"{{{least},}}")
    if least == most:
        return "" if least == 1 else f"{{{least}}}"
    return f"{{{least},{most}}}"


def _members(code: Any, argument: Any, flags: int) -> _Set:
    """Return the shadows of the characters that one item matches."""
    match code:
        case codes.LITERAL:
            return _cased(_shadows_of_range(argument, argument), flags)
        case codes.NOT_LITERAL:
            return _without([(codes.LITERAL, argument)], flags)
        case codes.ANY:
            return _ANY
        case codes.IN if argument[0] == (codes.NEGATE, None):
            return _without(argument[1:], flags)
        case codes.IN:
            return _cased(frozenset().union(*(_of_member(*member) for member in argument)), flags)
        case codes.CATEGORY:
            return _CATEGORIES[argument]
        case _:
            raise _Unreadable


def _of_member(code: Any, argument: Any) -> _Set:
    match code:
        case codes.LITERAL:
            return _shadows_of_range(argument, argument)
        case codes.RANGE:
            return _shadows_of_range(*argument)
        case codes.CATEGORY:
            return _CATEGORIES[argument]
        case _:
            raise _Unreadable


def _without(members: Iterable[tuple[Any, Any]], flags: int) -> _Set:
    """Return the shadows of the characters that are none of ``members``.

    A shadow that many characters share is left out only if a whole category of them is.
    """
    excluded: set[int] = set()
    shared = set(_SHARED)
    for code, argument in members:
        match code:
            case codes.LITERAL:
                excluded.add(argument)
            case codes.RANGE:
                excluded.update(range(argument[0], min(argument[1], _LAST) + 1))
            case codes.CATEGORY:
                shared -= _CATEGORIES[argument]
                excluded |= _CATEGORIES[argument]
            case _:
                raise _Unreadable
    if flags & re.IGNORECASE:
        excluded |= _cased(frozenset(excluded) & _ANY, flags)
    return frozenset(_ANY - excluded | shared)


def _shadows_of_range(first: int, last: int) -> _Set:
    inside = set(range(first, min(last, _LAST) + 1))
    if 0 in inside:
        inside = inside - {0} | {ord(NUL)}
    if last > _LAST:
        if last - max(first, _LAST) > _MOST_OF_A_RANGE:
            inside |= _SHARED
        else:
            inside.update(ord(shadow(chr(code))) for code in range(max(first, _LAST + 1), last + 1))
    return frozenset(inside)


def _cased(members: _Set, flags: int) -> _Set:
    if not flags & re.IGNORECASE:
        return members
    return frozenset(ord(form) for code in members for form in (chr(code).lower(), chr(code).upper()))


def _lowered(members: _Set) -> _Set:
    return frozenset(ord(chr(code).lower()) for code in members)


def _class(members: _Set) -> str:
    """Return a set of ASCII characters as an expression."""
    if len(members) == 1:
        return _spelled(*members)
    ranges: list[list[int]] = []
    for code in sorted(members):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[" + "".join(_spelled(a) if a == b else f"{_spelled(a)}-{_spelled(b)}" for a, b in ranges) + "]"


def _spelled(code: int) -> str:
    return chr(code) if chr(code).isalnum() else f"\\x{code:02x}"


_LAST = 0x7F
_ANY: _Set = frozenset(range(1, _LAST + 1))
_DIGITS = frozenset(map(ord, "0123456789"))
_SPACES = frozenset(map(ord, "\t\n\v\f\r "))  # what ``regex`` takes for one; ``re`` knows four more
_WORDS = frozenset(code for code in _ANY if chr(code).isalnum() or chr(code) == WORD)
_SHARED = _DIGITS | {ord(SPACE), ord(WORD), ord(OTHER), *map(ord, "ikssIKS"), ord(NUL)}
_CATEGORIES: dict[Any, _Set] = {
    codes.CATEGORY_DIGIT: _DIGITS,
    codes.CATEGORY_NOT_DIGIT: _ANY - _DIGITS,
    codes.CATEGORY_SPACE: _SPACES,
    codes.CATEGORY_NOT_SPACE: _ANY - _SPACES,
    codes.CATEGORY_WORD: _WORDS,
    codes.CATEGORY_NOT_WORD: _ANY - _WORDS,
}
