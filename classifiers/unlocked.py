"""Search long texts without the interpreter lock.

The module ``re`` holds it for as long as a search takes, 150 ms on a million characters without a match, and with it
the event loop. The module ``regex`` lets go of it; on short texts ``re`` is faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol, cast

import regex  # ships no types

from classifiers.budget import Budget
from classifiers.finding import NotInspected

LONG = 16_384
"""Code points. ``re`` gets through so many in 2 ms."""

_FLAGS = (
    (re.IGNORECASE, regex.IGNORECASE),
    (re.MULTILINE, regex.MULTILINE),
    (re.DOTALL, regex.DOTALL),
    (re.VERBOSE, regex.VERBOSE),
    (re.ASCII, regex.ASCII),
)


class _Timed(Protocol):
    def finditer(self, text: str, /, *, timeout: float) -> Iterator[re.Match[str]]: ...


def matches(expression: re.Pattern[str], text: str, budget: Budget) -> Iterator[re.Match[str]]:
    """Yield the matches in a text, without the lock if it is long.

    Raises:
        NotInspected: A long text takes longer than is left. What is linear in one module need not be in the other.
    """
    if len(text) <= LONG:
        yield from expression.finditer(text)
        return
    try:
        yield from cast("_Timed", unlocked(expression)).finditer(text, timeout=budget.remaining())
    except TimeoutError:
        raise NotInspected("a long text was not read otherwise in time") from None


@lru_cache(maxsize=1024)
def unlocked(expression: re.Pattern[str]) -> re.Pattern[str]:
    """Return what matches as ``expression`` does, and lets other threads run meanwhile."""
    flags = sum(int(theirs) for ours, theirs in _FLAGS if expression.flags & ours)
    searching: re.Pattern[str] = regex.compile(expression.pattern, flags)
    return searching
