"""Which terms stand where among the words of a message.

Three steps, each for the few that the step before leaves: a bit map and then the sorted keys tell which words may begin
a term, or are the first two of one; the words from there on are looked up among the sorted terms, one word
longer each time, for as long as any term begins so. In prose without terms the third step is never reached.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import merge
from io import BytesIO
from itertools import repeat
from typing import TypeAlias

import numpy as np

from classifiers.budget import Budget
from classifiers.lists.cut import Keys, Places, Words, cut, pairs

_BITS_PER_KEY = 32  # of the map: one word in 32 gets through to the sorted keys
_LEAST_BITS = 16
_END = ord("\n")  # of a term

_Entry: TypeAlias = tuple[Sequence[int], bool]
"""Whose term some words are, and whether a longer term begins with them."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The bytes ``start`` to ``end`` of what was cut are a term of the list number ``owner``."""

    start: int
    end: int
    owner: int


class TermIndex:
    """The terms of some lists: each as folded, sorted bytes with a line feed after each (``Dictionary.terms``)."""

    def __init__(self, lists: Sequence[bytes]) -> None:
        self._owners = array("H")
        merged = bytearray()
        for term, owner in merge(*(zip(BytesIO(terms), repeat(owner)) for owner, terms in enumerate(lists))):
            merged += term
            self._owners.append(owner)
        self._terms = bytes(merged)
        ends = np.flatnonzero(np.frombuffer(self._terms, np.uint8) == _END)
        self._begins = array("Q", [0, *(ends + 1).tolist()])
        self._keys = np.unique(_first_keys(self._terms))
        size = max(_LEAST_BITS, (len(self._keys) * _BITS_PER_KEY).bit_length())
        self._shift = np.uint64(64 - size)
        marked = np.zeros(1 << size, np.bool_)
        marked[self._keys >> self._shift] = True
        self._map = np.packbits(marked, bitorder="little")

    def occurrences(self, words: Words, budget: Budget) -> Iterator[Occurrence]:
        """Yield where terms stand, in no order. Raises ``NotInspected`` if the time runs out."""
        keys = words.keys()
        if not len(keys):
            return
        looked_up = cache(self._look_up)  # what begins a term in one place often does in others
        for place in self._known(np.concatenate((keys, pairs(keys)))).tolist():
            budget.remaining()
            first, count = (place, 1) if place < len(keys) else (place - len(keys), 2)
            yield from _occurring(words, first, count, looked_up)

    def _known(self, keys: Keys) -> Places:
        """Return the places of the keys that some term has."""
        bits = keys >> self._shift
        is_marked = self._map[bits >> np.uint64(3)] >> (bits & np.uint64(7)).astype(np.uint8) & 1
        places = np.flatnonzero(is_marked)
        rest = keys[places]
        nearest = np.minimum(np.searchsorted(self._keys, rest), len(self._keys) - 1)
        found: Places = places[self._keys[nearest] == rest]
        return found

    def _look_up(self, sought: bytes) -> _Entry:
        terms = range(len(self._owners))
        first = at = bisect_left(terms, sought, key=self._term)
        while at in terms and self._term(at) == sought:
            at += 1
        # A blank sorts before whatever a word is made of: the longer terms come next.
        return self._owners[first:at], at in terms and self._term(at).startswith(sought + b" ")

    def _term(self, at: int) -> bytes:
        return self._terms[self._begins[at] : self._begins[at + 1] - 1]


def _occurring(words: Words, first: int, count: int, look_up: Callable[[bytes], _Entry]) -> Iterator[Occurrence]:
    """Yield the terms of one word at ``first``, or with a ``count`` of two those of two and more."""
    is_single = count == 1
    sought = b" ".join(words.word(index) for index in range(first, first + count))
    while True:
        owners, goes_on = look_up(sought)
        for owner in owners:
            yield Occurrence(*words.span(first, count), owner)
        if is_single or not goes_on or first + count == len(words.starts):
            return
        sought += b" " + words.word(first + count)
        count += 1


def _first_keys(terms: bytes) -> Keys:
    """Return for each term the key of its only word, or of its first two."""
    words = cut(terms.replace(b"\n", b" "))
    keys = words.keys()
    breaks = np.flatnonzero(np.frombuffer(terms, np.uint8) == _END)
    first = np.concatenate(([0], np.searchsorted(words.starts, breaks[:-1] + 1, "right")))
    is_single = np.diff(first, append=len(keys)) == 1
    return np.where(is_single, keys[first], np.append(pairs(keys), keys[:1])[first])
