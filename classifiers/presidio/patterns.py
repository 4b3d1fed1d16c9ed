"""Run the regular expressions of a recogniser over a text, as Presidio does, but never past the budget.

Where the prefilter told where matches can end, only what is around is searched: every match lies in one of the
regions, so no match outside of them can take away a part of one inside.

Presidio gives each expression 60 seconds and then goes on as if it had found nothing. Here a text that an
expression does not get through in time was not inspected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import regex  # ships no types

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.expressions import Shape, shape_of
from classifiers.finding import NotInspected
from classifiers.prefilter.occurrences import Ends
from classifiers.presidio.ahead import LastSearch, last_start, without_look_aheads
from classifiers.shadow import shadow, without_separators

CERTAIN = 1.0

Judge = Callable[[str], bool | None]
"""Settles the score of a match: ``True`` makes it 1, ``False`` discards it, ``None`` leaves what its pattern says."""

WORTH_A_WINDOW = 512
"""Shorter texts are searched as a whole."""


_AT_ONCE = 0.002  # seconds


@dataclass(frozen=True, slots=True)
class Scored:
    """One match: where, how likely, by which pattern, and whether a check digit was right."""

    start: int
    end: int
    score: float
    pattern: str
    is_checked: bool = False


class Match(Protocol):
    def span(self, group: int = 0, /) -> tuple[int, int]: ...

    def groups(self) -> Sequence[str | None]: ...


class Expression(Protocol):
    """A compiled expression of the ``regex`` module: unlike ``re`` it can be told how long it may take."""

    def finditer(
        self,
        text: str,
        /,
        pos: int | None = None,
        endpos: int | None = None,
        *,
        concurrent: bool | None = None,
        timeout: float,
    ) -> Iterator[Match]: ...


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression, the name and score of what it matches, and the shape of that, if it could be read.

    ``ahead`` is what must come after the beginning of a match, however far (``ahead.py``).
    """

    name: str
    expression: Expression
    score: float
    shape: Shape | None
    ahead: tuple[LastSearch, ...] = ()

    @classmethod
    def of(cls, name: str, expression: str, score: float, flags: int = 0) -> Pattern:
        """Return the pattern of an expression of the module ``regex``."""
        searched, ahead = without_look_aheads(expression, flags)
        return cls(name, regex.compile(searched, flags=flags), score, shape_of(searched, flags), ahead)


Search = tuple[Pattern, Ends]
"""A pattern, and where its matches can end."""


def pattern_matches(judge: Judge, searches: Sequence[Search], text: Text, budget: Budget) -> Iterator[Scored]:
    """Yield what ``PatternRecognizer.analyze`` finds, before it drops what is contained in something else."""
    for pattern, ends in searches:
        for match in _matches(pattern, ends, text, budget):
            start, end = match.span()
            yield from _judged(judge, pattern, text.value, start, end)


def iban_matches(judge: Judge, searches: Sequence[Search], text: Text, budget: Budget) -> Iterator[Scored]:
    """Yield what ``IbanRecognizer.analyze`` finds: of every match the longest beginning that is an IBAN.

    The expression takes in whatever follows ("...3000 2 days"), one group at a time.
    """
    for pattern, ends in searches:
        for match in _matches(pattern, ends, text, budget):
            start, whole = match.span()
            for group in range(len(match.groups()), 0, -1):
                end = match.span(group)[1]
                found = [*_judged(judge, pattern, text.value, start, end if end > 0 else whole)]
                if found:
                    yield from found
                    break


def _judged(judge: Judge, pattern: Pattern, text: str, start: int, end: int) -> Iterator[Scored]:
    verdict = judge(text[start:end]) if end > start else False
    score = pattern.score if verdict is None else CERTAIN * verdict
    if score:
        yield Scored(start, end, score, pattern.name, is_checked=verdict is True)


def _matches(pattern: Pattern, ends: Ends, text: Text, budget: Budget) -> Sequence[Match]:
    """Return all matches, in order."""
    try:
        last = last_start(pattern.ahead, text.value, budget.remaining()) if pattern.ahead else 0
        found = _searched(pattern, ends, text, budget)
    except TimeoutError:
        raise NotInspected("a pattern did not get through a text in time") from None
    return [match for match in found if match.span()[0] <= last] if pattern.ahead else found


def _searched(pattern: Pattern, ends: Ends, text: Text, budget: Budget) -> Sequence[Match]:
    value, length = text.value, len(text.value)
    if length < WORTH_A_WINDOW:
        return _searched_at_once(pattern.expression, value, 0, length, budget)
    if ends is None or pattern.shape is None or pattern.shape.around is None:
        return [*pattern.expression.finditer(value, timeout=budget.remaining())]
    around = pattern.shape.around
    found: list[Match] = []
    for start, end in regions(pattern.shape, ends, text.once(_shadow, budget)):
        inside = _searched_at_once(pattern.expression, value, start, min(end + around, length), budget)
        if any(match.span()[1] > end for match in inside):
            # Only the end of what was searched made such a match possible, and it may hide a true one.
            return [*pattern.expression.finditer(value, timeout=budget.remaining())]
        found += inside
    return found


def _searched_at_once(expression: Expression, text: str, start: int, end: int, budget: Budget) -> list[Match]:
    """Return the matches in a short stretch of a text, without letting go of the interpreter lock if it is quick.

    Whoever lets go of it for a microsecond again and again, and is there first to take it back, keeps other threads
    from it longer than by holding it: the time after which they may ask for it begins anew with each turn.
    """
    remaining = budget.remaining()
    if end - start < WORTH_A_WINDOW:
        try:
            return [*expression.finditer(text, start, end, concurrent=False, timeout=min(remaining, _AT_ONCE))]
        except TimeoutError:
            remaining = budget.remaining()
    return [*expression.finditer(text, start, end, timeout=remaining)]


def _shadow(value: str, _budget: Budget) -> str:
    return shadow(without_separators(value))


def regions(shape: Shape, ends: Sequence[int], shadow: str) -> Iterator[tuple[int, int]]:
    """Yield where in a text all matches of a shape lie whose prefilter ends at one of ``ends``.

    A match consists of the shape's alphabet and is no longer than its width. The prefilter may end anywhere in it.
    """
    alphabet = shape.alphabet
    width = len(shadow) if shape.width is None else shape.width
    start, end = 0, -1  # all between them is of the alphabet
    for at in ends:
        left = right = at
        if at <= end:
            left, right = start, end
        else:
            lowest = max(at - width, end, 0)
            while left > lowest and shadow[left - 1] in alphabet:
                left -= 1
        highest = min(at + width, len(shadow))
        while right < highest and shadow[right] in alphabet:
            right += 1
        if left > end >= 0:
            yield start, end
        start, end = (start if 0 <= left <= end else left), right
    if end >= 0:
        yield start, end
