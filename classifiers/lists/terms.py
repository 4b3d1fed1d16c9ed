"""Restricted terms in the texts of a message (MNPI, project names, sanctioned names): as whole words, in any case.

What stands between the words of a term does not count, as long as it is no word; nothing is found across texts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.lists.cut import cut
from classifiers.lists.dictionary import Dictionary
from classifiers.lists.folding import folded, spelled
from classifiers.lists.index import Occurrence, TermIndex
from classifiers.lists.origins import Origins

NAME = "TermRecognizer"


class TermDetector:
    """The terms of some dictionaries. Implements ``classifiers.detector.BatchDetector``."""

    triggers: Sequence[Trigger] = ()

    def __init__(self, dictionaries: Sequence[Dictionary]) -> None:
        self.labels = frozenset(dictionary.label for dictionary in dictionaries)
        self._index = TermIndex([dictionary.terms for dictionary in dictionaries])
        self._found = [(dictionary.label, Evidence(pattern=dictionary.name)) for dictionary in dictionaries]

    def find(self, text: Text, budget: Budget) -> Iterable[Hit]:
        return self.find_many([text.value], budget).get(0, [])

    def find_many(self, texts: Sequence[str], budget: Budget) -> Mapping[int, list[Hit]]:
        folds = [folded(text) for text in texts]
        words = cut(spelled("\n".join(folds)))
        budget.remaining()
        hits: dict[int, list[Hit]] = {}
        origins: dict[int, Origins] = {}
        for number, start, end, owner in _placed(folds, self._index.occurrences(words, budget)):
            if number not in origins:
                origins[number] = Origins(texts[number])
            label, evidence = self._found[owner]
            hit = Hit(label, *origins[number].span(start, end), 1.0, NAME, evidence)
            hits.setdefault(number, []).append(hit)
        return hits


def _placed(folds: Sequence[str], occurrences: Iterable[Occurrence]) -> Iterator[tuple[int, int, int, int]]:
    """Yield for each occurrence within one text that text's number, start and end in it, and the owner."""
    begins: list[int] = []
    for occurrence in occurrences:
        if not begins:
            begins = [0, *accumulate(len(fold.encode()) + 1 for fold in folds)]
        number = bisect_right(begins, occurrence.start) - 1
        if occurrence.end < begins[number + 1]:
            yield number, occurrence.start - begins[number], occurrence.end - begins[number], occurrence.owner
