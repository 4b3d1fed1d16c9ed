"""Which terms stand where among the words of a message.

Three steps, each for the few that the step before leaves: a bit map and then the sorted keys tell which words may begin
a term, or are the first two of one; the words from there on are looked up among the sorted terms, one word
longer each time, for as long as any term begins so. In prose without terms the third step is never reached.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from io import BytesIO
from itertools import repeat

import numpy as np

from classifiers.budget import Budget
from classifiers.lists.cut import Keys, Places, Words, cut, pairs

_BITS_PER_KEY = 32  # of the map: one word in 32 gets through to the sorted keys
_LEAST_BITS = 16
_END = ord("\n")  # of a term


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
        for place in self._known(np.concatenate((keys, pairs(keys)))).tolist():
            budget.remaining()
            if place < len(keys):
                yield from self._terms_of(words, place, 1)
            else:
                yield from self._terms_of(words, place - len(keys), 2)

    def _known(self, keys: Keys) -> Places:
        """Return the places of the keys that some term has."""
        bits = keys >> self._shift
        is_marked = self._map[bits >> np.uint64(3)] >> (bits & np.uint64(7)).astype(np.uint8) & 1
        places = np.flatnonzero(is_marked)
        rest = keys[places]
        nearest = np.minimum(np.searchsorted(self._keys, rest), len(self._keys) - 1)
        found: Places = places[self._keys[nearest] == rest]
        return found

    def _terms_of(self, words: Words, first: int, count: int) -> Iterator[Occurrence]:
        """Yield the terms of one word at ``first``, or with a ``count`` of two those of two and more."""
        terms = range(len(self._owners))
        sought = b" ".join(words.word(index) for index in range(first, first + count))
        while True:
            at = bisect_left(terms, sought, key=self._term)
            while at in terms and self._term(at) == sought:
                yield Occurrence(*words.span(first, count), self._owners[at])
                at += 1
            # A blank sorts before whatever a word is made of: the longer terms come next.
            goes_on = count > 1 and at in terms and self._term(at).startswith(sought + b" ")
            if not goes_on or first + count == len(words.starts):
                return
            sought += b" " + words.word(first + count)
            count += 1

    def _term(self, at: int) -> bytes:
        return self._terms[self._begins[at] : self._begins[at + 1] - 1]


def _first_keys(terms: bytes) -> Keys:
    """Return for each term the key of its only word, or of its first two."""
    words = cut(terms.replace(b"\n", b" "))
    keys = words.keys()
    breaks = np.flatnonzero(np.frombuffer(terms, np.uint8) == _END)
    first = np.concatenate(([0], np.searchsorted(words.starts, breaks[:-1] + 1, "right")))
    is_single = np.diff(first, append=len(keys)) == 1
    return np.where(is_single, keys[first], np.append(pairs(keys), keys[:1])[first])
