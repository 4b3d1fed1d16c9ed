"""Where the words of a text stood before it was folded.

Folding can change how long a text is. Its parts between blanks, and in these each letter with its marks, fold on their
own into what they fold to together; where they do not, the larger part is the answer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

import regex

from classifiers.lists.folding import folded

_CLUSTER = regex.compile(r"\X")


class Origins:
    """The way back from bytes of ``spelled(folded(text))`` to code points of ``text``."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._length = _spelled_length(text)
        self._parts = text.split(" ") if not text.isascii() else []
        self._begins = [0, *accumulate(len(part) + 1 for part in self._parts)]
        self._spelled = [0, *accumulate(_spelled_length(part) + 1 for part in self._parts)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return what the bytes ``start`` to ``end``, which are whole words, come from."""
        if self._text.isascii():
            return start, end
        if self._spelled[-1] != self._length + 1:
            return 0, len(self._text)
        first = bisect_right(self._spelled, start) - 1
        last = bisect_right(self._spelled, end - 1) - 1
        return (
            self._begins[first] + _span(self._parts[first], start - self._spelled[first], None)[0],
            self._begins[last] + _span(self._parts[last], 0, end - self._spelled[last])[1],
        )


def _span(part: str, start: int, end: int | None) -> tuple[int, int]:
    """Return the code points of ``part`` that its bytes ``start`` to ``end`` (by default, all) come from."""
    clusters = _CLUSTER.findall(part)
    begins = [0, *accumulate(map(len, clusters))]
    spelled = [0, *accumulate(map(_spelled_length, clusters))]
    if spelled[-1] != _spelled_length(part):
        return 0, len(part)
    return begins[bisect_right(spelled, start) - 1], begins[bisect_left(spelled, spelled[-1] if end is None else end)]


def _spelled_length(text: str) -> int:
    return len(text) if text.isascii() else len(folded(text).encode())
