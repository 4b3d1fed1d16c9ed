"""Run the regular expressions of a recogniser over a text, as Presidio does, but never past the budget.

Presidio gives each expression 60 seconds and then goes on as if it had found nothing. Here a text that an
expression does not get through in time was not inspected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from classifiers.budget import Budget
from classifiers.finding import NotInspected

CERTAIN = 1.0

Judge = Callable[[str], bool | None]
"""Settles the score of a match: ``True`` makes it 1, ``False`` discards it, ``None`` leaves what its pattern says."""

Scored = tuple[int, int, float]
"""Start, end and score of one match."""


class Match(Protocol):
    def span(self, group: int = 0, /) -> tuple[int, int]: ...

    def groups(self) -> Sequence[str | None]: ...


class Expression(Protocol):
    """A compiled expression of the ``regex`` module: unlike ``re`` it can be told how long it may take."""

    def finditer(self, text: str, /, *, timeout: float) -> Iterator[Match]: ...


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression, the score of what it matches, and how many digits that has at least."""

    expression: Expression
    score: float
    least_digits: int


def pattern_matches(judge: Judge, patterns: Sequence[Pattern], text: str, budget: Budget) -> Iterator[Scored]:
    """Yield what ``PatternRecognizer.analyze`` finds, before it drops what is contained in something else."""
    for pattern in patterns:
        for match in _matches(pattern, text, budget):
            start, end = match.span()
            score = _judged(judge, text[start:end], pattern.score)
            if score:
                yield start, end, score


def iban_matches(judge: Judge, patterns: Sequence[Pattern], text: str, budget: Budget) -> Iterator[Scored]:
    """Yield what ``IbanRecognizer.analyze`` finds: of every match the longest beginning that is an IBAN.

    The expression takes in whatever follows ("...3000 2 days"), one group at a time.
    """
    for pattern in patterns:
        for match in _matches(pattern, text, budget):
            start, whole = match.span()
            for group in range(len(match.groups()), 0, -1):
                end = match.span(group)[1]
                end = end if end > 0 else whole
                score = _judged(judge, text[start:end], pattern.score)
                if score:
                    yield start, end, score
                    break


def _matches(pattern: Pattern, text: str, budget: Budget) -> Iterator[Match]:
    try:
        yield from pattern.expression.finditer(text, timeout=budget.remaining())
    except TimeoutError:
        raise NotInspected("a pattern did not get through a text in time") from None


def _judged(judge: Judge, matched: str, score: float) -> float:
    verdict = judge(matched) if matched else False
    return score if verdict is None else CERTAIN * verdict
