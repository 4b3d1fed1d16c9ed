"""All triggers in one pass, by Hyperscan.

A database is compiled once and kept on disk (``cache.py``); it is scanned without the interpreter lock, with one
scratch space per thread. What Hyperscan does not take, or not together with the rest, is still looked for: in a
database of its own, or as on machines without Hyperscan.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import hyperscan

from classifiers.budget import Budget
from classifiers.expressions import Shape
from classifiers.finding import NotInspected
from classifiers.prefilter.cache import cached_database
from classifiers.prefilter.occurrences import Ends, Joined, Occurrences
from classifiers.prefilter.portable import Portable

BLOCK = 65_536
"""Code points scanned at once. Between blocks the budget is asked."""

MOST_PER_CHARACTER = 8
"""Matches. Ordinary bodies have 0.1 with all labels; a hostile one must not fill the memory."""

_FREE = 65_536  # matches that a short text may have at any rate: 4 KB of numbers on books have 50,000

_BETWEEN_CHECKS = 1_024  # matches

_MANY = 16_384  # matches of one expression: NumPy sorts them in place, without the interpreter's lock


class Multipattern:
    """Implements ``classifiers.prefilter.occurrences.Prefilter``."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._scans: list[_Scan] = []
        self._others: list[int] = []
        self._add(shapes, _by_expression(shapes))
        self._portable = Portable([shapes[index] for index in self._others])

    def occurrences(self, texts: Sequence[str], budget: Budget) -> Occurrences:
        found: dict[int, dict[int, Ends]] = {}
        for first, block in _blocks(texts):
            budget.remaining()
            joined = Joined.of(block)
            for scan in self._scans:
                scan.add_occurrences(joined, first, found, budget)
        if self._others:
            for index, at in self._portable.occurrences(texts, budget).items():
                found.setdefault(index, {}).update({self._others[trigger]: None for trigger in at})
        return found

    def _add(self, shapes: Sequence[Shape], triggers: Sequence[Sequence[int]]) -> None:
        """Add what scans for some triggers, of which those with the same expression come together."""
        expressions = [(shapes[same[0]].prefilter, shapes[same[0]].ignores_case) for same in triggers]
        try:
            self._scans.append(_Scan(cached_database(expressions), triggers))
        except ValueError:
            if len(triggers) == 1:
                self._others += triggers[0]
                return
            middle = len(triggers) // 2
            self._add(shapes, triggers[:middle])
            self._add(shapes, triggers[middle:])


class _Scan:
    """One database, and for each of its expressions the triggers that have it."""

    def __init__(self, database: hyperscan.Database, triggers: Sequence[Sequence[int]]) -> None:
        self._database = database
        self._triggers = triggers
        self._local = threading.local()

    def add_occurrences(self, joined: Joined, first: int, found: dict[int, dict[int, Ends]], budget: Budget) -> None:
        """Add to ``found`` what occurs in some texts. ``first`` is the index of the first of them.

        Triggers with the same expression share what tells where it ends.
        """
        starts = [*joined.starts, len(joined.shadow) + 1]
        for expression, unordered in self._ends(joined.shadow, budget).items():
            ends = _sorted(unordered)  # Hyperscan may report a match after one that ends later
            done = 0
            while done < len(ends):
                index = bisect_right(starts, ends[done] - 1) - 1
                start = starts[index]
                done, began = bisect_left(ends, starts[index + 1], done), done
                inside = array("I", [end - start for end in ends[began:done]]) if start else ends[began:done]
                found.setdefault(first + index, {}).update(dict.fromkeys(self._triggers[expression], inside))

    def _ends(self, shadow: bytes, budget: Budget) -> Mapping[int, array[int]]:
        """Return where matches end, for each expression that has any."""
        ends: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
        most = _FREE + MOST_PER_CHARACTER * len(shadow)
        count = 0
        stopped = "too much that could be something"

        def note(expression: int, _start: int, end: int, _flags: int, _context: object) -> bool | None:
            nonlocal count, stopped
            ends[expression].append(end)
            count += 1
            if not count % _BETWEEN_CHECKS:
                try:
                    budget.remaining()  # gives way too: each match takes the interpreter's lock for itself
                except NotInspected as spent:
                    stopped = str(spent)
                    return True
            return True if count > most else None

        try:
            self._database.scan(shadow, match_event_handler=note, scratch=self._scratch())
        except hyperscan.ScanTerminated:
            raise NotInspected(stopped) from None
        except hyperscan.error as failure:
            raise NotInspected(f"the texts could not be scanned: {failure}") from None
        return ends

    def _scratch(self) -> hyperscan.Scratch:
        scratch: hyperscan.Scratch | None = getattr(self._local, "scratch", None)
        if scratch is None:
            scratch = self._local.scratch = hyperscan.Scratch(self._database)
        return scratch


def _sorted(ends: array[int]) -> array[int]:
    if len(ends) < _MANY:
        return array("I", sorted(ends))
    import numpy as np  # noqa: PLC0415  (13 MB that ordinary messages do not need)

    np.frombuffer(ends, dtype=np.uintc).sort()
    return ends


def _by_expression(shapes: Sequence[Shape]) -> list[list[int]]:
    """Return the indices of the shapes with the same expression, for each: five identifiers are nine digits."""
    together: dict[tuple[str, bool], list[int]] = {}
    for index, shape in enumerate(shapes):
        together.setdefault((shape.prefilter, shape.ignores_case), []).append(index)
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
