"""Find what Presidio's recognisers find, exactly as ``AnalyzerEngine.analyze`` would, at less cost.

The same expressions, validators, context words, score arithmetic and removal of contained results; the differences
are where nothing can come of a step:

- a recogniser whose every match has more digits than a text has is not run;
- a pattern whose score is below the threshold, with no check that could raise it, is not run where none of its
  context words occurs;
- a text is cut into words only where a context word occurs in it and not already in the names that lead to it.

``stock.py`` is the original, and the oracle of the tests.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import regex  # ships no types

from classifiers.budget import Budget
from classifiers.finding import NotInspected
from classifiers.hit import Hit, without_contained
from classifiers.presidio.load import Recognizer, Search, load
from classifiers.presidio.tokens import Tokenizer, Tokens

BOOST = 0.35  # LemmaContextAwareEnhancer: context_similarity_factor
LEAST_WITH_CONTEXT = 0.4  # min_score_with_context_similarity
MOST = 1.0


_DIGIT = regex.compile(r"\d")  # as the recognisers' expressions understand it


class Engine:
    """Presidio's recognisers for some labels, and a threshold. Safe for threads."""

    def __init__(self, labels: Collection[str], threshold: float) -> None:
        self._recognizers = load(labels, threshold)
        self._threshold = threshold
        self._tokenizer = Tokenizer()

    def analyze(self, text: str, phrase: str, budget: Budget) -> list[Hit]:
        """Return the hits of a text whose context is ``phrase``, the lower-case words of the names
        that lead to it.

        Raises:
            NotInspected: The time ran out, or a recogniser failed.
        """
        digits = len(_DIGIT.findall(text))
        view = _View(text, phrase, self._tokenizer, budget)
        hits: list[Hit] = []
        for recognizer in self._recognizers:
            if recognizer.search.least_digits > digits:
                continue
            mentioned = view.mentions(recognizer)
            search = recognizer.search if mentioned else recognizer.certain
            if search is None or search.least_digits > digits:
                continue
            found = without_contained(_found(recognizer, search, view))
            hits.extend(_raised(recognizer, found, view) if mentioned else found)
        return without_contained(hit for hit in hits if hit.score >= self._threshold)


class _View:
    """A text and what is around its matches. The words are cut when first asked for."""

    def __init__(self, text: str, phrase: str, tokenizer: Tokenizer, budget: Budget) -> None:
        self.text = text
        self.budget = budget
        self._phrase = phrase
        self._lowered = text.lower()
        self._tokenizer = tokenizer
        self._tokens: Tokens | None = None

    def mentions(self, recognizer: Recognizer) -> bool:
        """Return whether a context word of the recogniser occurs at all."""
        return self._leads(recognizer) or any(word in self._lowered for word in recognizer.context)

    def supports(self, recognizer: Recognizer, start: int) -> bool:
        """Return whether a context word occurs in the names that lead here or around the match."""
        if self._leads(recognizer):
            return True
        if self._tokens is None:
            self._tokens = self._tokenizer(self.text, self.budget)
        around = self._tokens.around(start)
        return any(word in near for word in recognizer.context for near in around)

    def _leads(self, recognizer: Recognizer) -> bool:
        return any(word in self._phrase for word in recognizer.context)


def _found(recognizer: Recognizer, search: Search, view: _View) -> list[Hit]:
    try:
        return [
            Hit(recognizer.label, start, end, score, recognizer.name)
            for start, end, score in search.run(view.text, view.budget)
        ]
    except NotInspected:
        raise
    except Exception:  # noqa: BLE001  (others' code on anyone's text: whatever it raises, the text was not inspected)
        raise NotInspected(f"{recognizer.name} failed on a text") from None


def _raised(recognizer: Recognizer, hits: list[Hit], view: _View) -> Iterator[Hit]:
    """Yield the hits of one recogniser, their scores raised where the context supports it."""
    for hit in hits:
        view.budget.remaining()
        if view.supports(recognizer, hit.start):
            yield replace(hit, score=min(max(hit.score + BOOST, LEAST_WITH_CONTEXT), MOST))
        else:
            yield hit
