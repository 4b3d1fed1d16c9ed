"""Texts that an expression may be slow on, made from the expression itself.

A matcher that goes back takes long where a text can be read in many ways and in the end in none: much of what a
repeat takes, and then something that the rest does not. Such texts are made here from every repeat and from every
kind of character that the expression tells apart. Which of them really are slow is measured elsewhere (``slow.py``).
"""

from __future__ import annotations

import re
import string
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, product
from re import _constants as codes  # type: ignore[attr-defined]  # the parser has no public name since Python 3.11
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST_TEXTS = 2_000  # of each sort

# ``(?:a{1000}){1000}`` takes half a second and 100 MB to compile, and another factor of 1,000 all memory there is: the
# module ``regex`` writes such repeats out.
MOST_COPIES = 100_000

_SHARED_FLAGS = int(re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE)
_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
_MOST_OF_A_SAMPLE = 32  # of what is repeated a fixed number of times
_LONGEST_SAMPLE = 256
_MOST_PUMPS = 8  # of one repeat: alternatives beyond these are more of the same
_MOST_KINDS = 12  # of characters
_MOST_PAIRED = 6
_ALPHABET = "a1 -.A_@/:=,!\n\t\"'#é٣中" + string.printable

# What the module ``regex`` reads and ``re`` does not, and what stands for it here.
_PROPERTY = re.compile(r"\\([pP])(?:\{[^{}]*\}|[A-Za-z])")
_NAMED_GROUP = re.compile(r"\(\?<(?=[A-Za-z_])")
_FLAGS_WITHIN = re.compile(r"(?<!\\)\(\?[aimsux]+\)")

_Item = tuple[Any, Any]  # what the parser makes has no types


@dataclass(frozen=True, slots=True)
class SlowText:
    """A beginning, something many times, and an end."""

    before: str
    pump: str
    after: str

    def of(self, size: int) -> str:
        """Return the text with some ``size`` characters of pumps."""
        return self.before + self.pump * max(size // len(self.pump), 1) + self.after


class Unreadable(ValueError):
    """An expression of which no texts can be made. The message says why."""


def slow_texts(expression: str, flags: int) -> list[SlowText]:
    """Return texts worth trying.

    ``flags`` are those of ``re``, which the module ``regex`` shares.

    Raises:
        Unreadable: The expression is not in the syntax of ``re``, or would be huge once compiled.
    """
    readable = _PROPERTY.sub(lambda found: r"\w" if found[1] == "p" else r"\W", expression)
    readable = _NAMED_GROUP.sub("(?P<", readable)
    readable = "".join(_FLAGS_WITHIN.findall(readable)) + _FLAGS_WITHIN.sub("", readable)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parser.parse(readable, flags & _SHARED_FLAGS)
        if _copies(tree) > MOST_COPIES:
            raise Unreadable(f"it repeats something more than {MOST_COPIES} times")
        reading = _Reading(list(tree), tree.state.flags)
        texts = chain(islice(reading.of_repeats(), MOST_TEXTS), islice(reading.of_kinds(), MOST_TEXTS))
        return list(dict.fromkeys(texts))
    except re.error as error:
        raise Unreadable(f"{error}, in the syntax of the module `re`") from None
    except (RecursionError, OverflowError):
        raise Unreadable("it is nested too deep, or counts too far") from None


class _Reading:
    """One expression, and the kinds of characters that it tells apart."""

    def __init__(self, tree: list[_Item], flags: int) -> None:
        self._tree = tree
        self._ignores_case = bool(flags & re.IGNORECASE)
        self._dot_is_all = bool(flags & re.DOTALL)
        self._alphabet = tuple(dict.fromkeys(chain(_ALPHABET, _literals(tree))))
        self._known: dict[str, frozenset[str]] = {}
        classes = {self._class_of(code, argument) for code, argument in _characters(tree)}
        self._shared = Counter(chain.from_iterable(classes))  # in how many classes a character is
        kinds: dict[tuple[bool, ...], str] = {}
        for character in self._alphabet:
            kinds.setdefault(tuple(character in each for each in classes), character)
        self._kinds = sorted(kinds.values(), key=lambda character: -self._shared[character])
        rare = self._kinds[-_MOST_KINDS:]
        whole = self._sample(tree, generous=True)
        # An expression that must contain something is not even tried on a text without it: the second sort of end has
        # all of it, but behind a character that hardly anything takes.
        self._ends = [bad + rest for bad, rest in product([*reversed(rare), ""], [rare[-1] + whole, ""])]

    def of_repeats(self) -> Iterator[SlowText]:
        """Yield what one turn of a repeat takes, many times."""
        for before, pumps in self._repeats(self._tree, ""):
            for pump, end in product(pumps, self._ends):
                yield SlowText(before, pump, end)

    def of_kinds(self) -> Iterator[SlowText]:
        """Yield one character or two many times: of two, so that a word begins at each."""
        beginnings = dict.fromkeys(["", *(before for before, _ in self._repeats(self._tree, ""))])
        pairs = [first + second for first, second in product(self._kinds[:_MOST_PAIRED], repeat=2) if first != second]
        pumps = [*self._kinds[:_MOST_KINDS], *pairs]
        for before, pump, end in product(beginnings, pumps, self._ends):
            yield SlowText(before, pump, end)

    def _repeats(self, items: Iterable[_Item], before: str) -> Iterator[tuple[str, list[str]]]:
        """Yield for every repeat, also those within another, what may stand before it and what it may repeat."""
        for code, argument in items:
            if code in _REPEATS and argument[1] > 1:
                yield before[:_LONGEST_SAMPLE], self._pumps(list(argument[2]))
            for inner in _inner(code, argument):
                yield from self._repeats(inner, before)
            before += self._sample([(code, argument)], generous=False)

    def _pumps(self, body: list[_Item]) -> list[str]:
        """Return what one turn of a repeat may take, in several ways."""
        ways = [self._sample(body, generous=False), self._sample(body, generous=True)]
        ways += [self._sample(branch, generous=False) for branch in islice(_branches(body), _MOST_PUMPS)]
        return [way for way in dict.fromkeys(ways) if way]

    def _sample(self, items: Iterable[_Item], *, generous: bool) -> str:
        """Return a text that ``items`` match, look-around aside: with all that is optional, or without."""
        sample = ""
        for code, argument in items:
            if len(sample) > _LONGEST_SAMPLE:
                break
            sample += self._sample_of(code, argument, partial(self._sample, generous=generous), generous=generous)
        return sample[:_LONGEST_SAMPLE]

    def _sample_of(self, code: Any, argument: Any, sample: Callable[[Iterable[_Item]], str], *, generous: bool) -> str:
        match code, argument:
            case codes.BRANCH, (_, [first, *others]):
                return sample(others[-1] if generous and others else first)
            case (codes.SUBPATTERN, (*_, group)) | (codes.ATOMIC_GROUP, group):
                return sample(group)
            case (codes.ASSERT, (-1, group)):
                return sample(group)
            case (code, (int(least), _, repeated)) if code in _REPEATS:
                return sample(repeated) * min(max(least, int(generous)), _MOST_OF_A_SAMPLE)
            case _ if code in _CHARACTERS:
                return max(self._class_of(code, argument), key=self._preferred, default="")
            case _:
                return ""

    def _preferred(self, character: str) -> tuple[int, int]:
        """Return how well a character stands for its class: the more classes it is in, the more ways to read it."""
        return self._shared[character], -self._alphabet.index(character)

    def _class_of(self, code: Any, argument: Any) -> frozenset[str]:
        key = f"{code} {argument}"
        if key not in self._known:
            self._known[key] = frozenset(each for each in self._alphabet if self._takes(code, argument, each))
        return self._known[key]

    def _takes(self, code: Any, argument: Any, character: str) -> bool:
        if code is codes.ANY:
            return self._dot_is_all or character != "\n"
        forms = {character, character.swapcase()} if self._ignores_case else {character}
        members: list[_Item] = argument if isinstance(argument, list) else [(codes.LITERAL, argument)]
        is_member = any(_is_member(kind, named, form) for kind, named in members for form in forms)
        return is_member != (code is codes.NOT_LITERAL or members[0][0] is codes.NEGATE)


_CHARACTERS = frozenset({codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN})
_CATEGORIES: dict[object, Callable[[str], bool]] = {
    codes.CATEGORY_DIGIT: str.isdecimal,
    codes.CATEGORY_NOT_DIGIT: lambda character: not character.isdecimal(),
    codes.CATEGORY_SPACE: str.isspace,
    codes.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    codes.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
    codes.CATEGORY_NOT_WORD: lambda character: not (character.isalnum() or character == "_"),
}


def _is_member(code: Any, argument: Any, character: str) -> bool:
    match code, argument:
        case codes.LITERAL, int(literal):
            return character == chr(literal)
        case codes.RANGE, (int(first), int(last)):
            return len(character) == 1 and first <= ord(character) <= last
        case codes.CATEGORY, category:
            return _CATEGORIES[category](character)
        case _:
            return False


def _inner(code: Any, argument: Any) -> Iterator[Iterable[_Item]]:
    """Yield what stands within one item."""
    match code, argument:
        case codes.BRANCH, (_, list(branches)):
            yield from branches
        case (codes.SUBPATTERN, (*_, group)) | (codes.ATOMIC_GROUP, group):
            yield group
        case (codes.ASSERT | codes.ASSERT_NOT, (_, group)):
            yield group
        case codes.GROUPREF_EXISTS, (_, *either):
            yield from (group for group in either if group)
        case (code, (_, _, repeated)) if code in _REPEATS:
            yield repeated
        case _:
            return


def _within(items: Iterable[_Item]) -> Iterator[_Item]:
    for code, argument in items:
        yield code, argument
        for inner in _inner(code, argument):
            yield from _within(inner)


def _copies(items: Iterable[_Item]) -> int:
    """Return how many items there are once every repeat is written out as often as it must be."""
    copies = 0
    for code, argument in items:
        inner = sum(map(_copies, _inner(code, argument)), 1)
        copies += inner * max(int(argument[0]), 1) if code in _REPEATS else inner
    return copies


def _branches(items: Iterable[_Item]) -> Iterator[Iterable[_Item]]:
    return chain.from_iterable(argument[1] for code, argument in _within(items) if code is codes.BRANCH)


def _characters(items: Iterable[_Item]) -> Iterator[_Item]:
    return (item for item in _within(items) if item[0] in _CHARACTERS)


def _literals(items: Iterable[_Item]) -> Iterator[str]:
    """Yield the characters that an expression names."""
    for code, argument in _characters(items):
        for member, named in argument if isinstance(argument, list) else [(code, argument)]:
            if member in {codes.LITERAL, codes.NOT_LITERAL}:
                yield chr(named)
            elif member is codes.RANGE:
                yield from map(chr, named)
