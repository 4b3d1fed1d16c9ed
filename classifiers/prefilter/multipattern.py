"""All triggers in one pass, by Hyperscan.

A database is compiled once and kept on disk (``cache.py``); it is scanned without the interpreter lock, with one
scratch space per thread.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import hyperscan

from classifiers.budget import Budget
from classifiers.expressions import Shape
from classifiers.finding import NotInspected
from classifiers.prefilter.cache import cached_database
from classifiers.prefilter.occurrences import Joined, Occurrences

BLOCK = 262_144
"""Code points scanned at once. Between blocks the budget is asked."""

MOST_PER_CHARACTER = 8
"""Matches. Ordinary bodies have 0.1 with all labels; a hostile one must not fill the memory."""

_FREE = 4_096  # matches that a short text may have at any rate
_INDEX_BITS = 16


class Multipattern:
    """Implements ``classifiers.prefilter.occurrences.Prefilter``.

    Raises:
        ValueError: An expression is none that Hyperscan takes.
    """

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._triggers = _by_expression(shapes)
        self._database = cached_database(
            [(shape.prefilter, shape.ignores_case) for shape in map(shapes.__getitem__, map(min, self._triggers))]
        )
        self._local = threading.local()

    def occurrences(self, texts: Sequence[str], budget: Budget) -> Occurrences:
        found: dict[int, dict[int, list[int]]] = {}
        for first, block in _blocks(texts):
            budget.remaining()
            joined = Joined.of(block)
            starts = joined.starts
            for event in self._events(joined.shadow):
                end = event >> _INDEX_BITS
                index = bisect_right(starts, end - 1) - 1
                at = found.setdefault(first + index, {})
                for trigger in self._triggers[event & (1 << _INDEX_BITS) - 1]:
                    ends = at.get(trigger)
                    if ends is None:
                        at[trigger] = [end - starts[index]]
                    else:
                        ends.append(end - starts[index])
        return found

    def _events(self, shadow: bytes) -> array[int]:
        """Return end and expression of every match, as one number each."""
        events: array[int] = array("Q")
        append = events.append
        most = _FREE + MOST_PER_CHARACTER * len(shadow)

        def note(expression: int, _start: int, end: int, _flags: int, _context: object) -> bool | None:
            append(end << _INDEX_BITS | expression)
            return True if len(events) > most else None

        try:
            self._database.scan(shadow, match_event_handler=note, scratch=self._scratch())
        except hyperscan.ScanTerminated:
            raise NotInspected("too much that could be something") from None
        except hyperscan.error as failure:
            raise NotInspected(f"the texts could not be scanned: {failure}") from None
        return events

    def _scratch(self) -> hyperscan.Scratch:
        scratch: hyperscan.Scratch | None = getattr(self._local, "scratch", None)
        if scratch is None:
            scratch = self._local.scratch = hyperscan.Scratch(self._database)
        return scratch


def _by_expression(shapes: Sequence[Shape]) -> list[list[int]]:
    """Return the indices of the shapes with the same expression, for each: five identifiers are nine digits."""
    together: dict[tuple[str, bool], list[int]] = {}
    for index, shape in enumerate(shapes):
        together.setdefault((shape.prefilter, shape.ignores_case), []).append(index)
    if len(together) >= 1 << _INDEX_BITS:
        raise ValueError("too many expressions")
    return list(together.values())


def _blocks(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the texts in blocks, with the index of the first: a longer text than a block has is one by itself."""
    first = size = 0
    for index, text in enumerate(texts):
        size += len(text)
        if size >= BLOCK:
            yield first, texts[first : index + 1]
            first, size = index + 1, 0
    if first < len(texts):
        yield first, texts[first:]
