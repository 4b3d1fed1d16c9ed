"""What names of fields say about their values, as findings.

Names cost one look into a memory each: a message has few that differ, and the same again in the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.fields.plausible import is_plausible
from classifiers.fields.vocabulary import Claim, Vocabulary, claim_of
from classifiers.finding import Evidence, Leaf
from classifiers.hit import Hit

NAME = "FieldRecognizer"
SCORE = 0.8

_REMEMBERED = 16_384  # sequences of words
_LONGEST_REMEMBERED = 200  # characters of one: names of a megabyte would fill the memory


class VocabularyDetector:
    """The fields of some vocabularies, the first of which has the last word.

    Implements ``classifiers.detector.FieldDetector``. Whoever asks about the name of a field is told of the field
    above it.
    """

    triggers: Sequence[Trigger] = ()

    def __init__(self, vocabularies: Sequence[Vocabulary]) -> None:
        self.labels = frozenset[str]().union(*(vocabulary.labels for vocabulary in vocabularies))
        self._vocabularies = tuple(vocabularies)
        self._paths = [
            (re.compile(expression), claim)
            for vocabulary in vocabularies
            for expression, claim in vocabulary.paths.items()
        ]
        self._remembered = lru_cache(_REMEMBERED)(self._claimed)

    def claims(self, words: tuple[str, ...]) -> Claim | None:
        """Return what the words that lead to a value claim about it."""
        return self._remembered(words) if sum(map(len, words)) <= _LONGEST_REMEMBERED else self._claimed(words)

    def find(self, text: Text, budget: Budget) -> Iterable[Hit]:
        claim = self.claims(text.words)
        return _hits(text.value, claim) if claim else ()

    @property
    def has_paths(self) -> bool:
        """Return whether any field is claimed by its place."""
        return bool(self._paths)

    def hits_at(self, leaf: Leaf) -> Iterable[Hit]:
        """Return the hit on a leaf by its place, whatever the names that lead to it."""
        if leaf.place.in_key:
            return ()
        pointer = leaf.place.pointer
        claim = next((claim for expression, claim in self._paths if expression.fullmatch(pointer)), None)
        return _hits(leaf.text, claim) if claim else ()

    def _claimed(self, words: tuple[str, ...]) -> Claim | None:
        return claim_of(words, self._vocabularies)


def _hits(text: str, claim: Claim) -> Iterator[Hit]:
    if is_plausible(text, claim.kind):
        yield Hit(claim.label, 0, len(text), SCORE, NAME, Evidence(pattern=claim.pattern, context=claim.context))
