"""Find what Presidio's recognisers find, exactly as ``AnalyzerEngine.analyze`` would, at less cost.

The same expressions, validators, context words, score arithmetic and removal of contained results; the differences
are where nothing can come of a step:

- an expression is searched only where its prefilter occurs, and in a long text only around that;
- a pattern whose score is below the threshold, with no check that could raise it, is not searched where none of its
  context words occurs;
- a text is cut into words only around hits that context could help, where a context word occurs in it and not already
  in the names that lead to it.

``stock.py`` is the original, and the oracle of the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.expressions import Shape
from classifiers.finding import Evidence, NotInspected
from classifiers.gates import EVERYTHING, Wanted
from classifiers.hit import Hit, without_contained
from classifiers.prefilter.occurrences import Ends
from classifiers.presidio.load import Recognizer
from classifiers.presidio.patterns import Search
from classifiers.presidio.tokens import Tokenizer, Tokens

BOOST = 0.35  # LemmaContextAwareEnhancer: context_similarity_factor
LEAST_WITH_CONTEXT = 0.4  # min_score_with_context_similarity
MOST = 1.0


class Analyzer:
    """Presidio's recognisers, and a threshold. Safe for threads.

    ``shapes`` are what a text must be searched for; ``analyze`` is told which of them occur, by their indices.
    """

    def __init__(self, recognizers: Sequence[Recognizer], threshold: float) -> None:
        self._recognizers = tuple(recognizers)
        self._threshold = threshold
        self._tokenizer = Tokenizer()
        self._owners: list[int] = []
        self._clues: list[int] = []
        self.shapes: list[Shape] = []
        self._always: dict[int, list[tuple[int, Ends]]] = {}
        for owner, recognizer in enumerate(self._recognizers):
            for index, clue in enumerate(recognizer.clues):
                if clue.shape is None:
                    self._always.setdefault(owner, []).append((index, None))
                else:
                    self.shapes.append(clue.shape)
                    self._owners.append(owner)
                    self._clues.append(index)

    @property
    def labels(self) -> frozenset[str]:
        return frozenset(recognizer.label for recognizer in self._recognizers)

    @property
    def is_always_asked(self) -> bool:
        """Return whether some expression must be searched in every text."""
        return bool(self._always)

    def analyze(
        self, text: Text, occurring: Mapping[int, Ends], budget: Budget, wanted: Wanted = EVERYTHING
    ) -> list[Hit]:
        """Return the hits of a text in which the shapes ``occurring`` occur, as far as they are wanted.

        Raises:
            NotInspected: The time ran out, or a recogniser failed.
        """
        asked: dict[int, list[tuple[int, Ends]]] = {owner: [*clues] for owner, clues in self._always.items()}
        for shape, ends in occurring.items():
            asked.setdefault(self._owners[shape], []).append((self._clues[shape], ends))
        view = _View(text, self._tokenizer, budget, wanted)
        hits: list[Hit] = []
        for owner, clues in asked.items():
            recognizer = self._recognizers[owner]
            if wanted.label(recognizer.label, text):
                hits += self._found(recognizer, sorted(clues, key=lambda clue: clue[0]), view)
        return without_contained(hit for hit in hits if hit.score >= self._threshold)

    def _found(self, recognizer: Recognizer, occurring: Sequence[tuple[int, Ends]], view: _View) -> Iterable[Hit]:
        clues = [(recognizer.clues[index], ends) for index, ends in occurring]
        mentioned = view.mentioned(recognizer)
        if not mentioned:
            clues = [(clue, ends) for clue, ends in clues if clue.is_certain]
            if not clues:
                return ()
        searches = [(clue.pattern, ends) for clue, ends in clues if clue.pattern is not None]
        found = without_contained(_hits(recognizer, searches, view))
        return _raised(recognizer, found, view) if mentioned else found


class _View:
    """A text and what is around its matches. The words are cut when first asked for."""

    def __init__(self, text: Text, tokenizer: Tokenizer, budget: Budget, wanted: Wanted) -> None:
        self.text = text
        self.budget = budget
        self.wanted = wanted
        self._tokenizer = tokenizer
        self._tokens: Tokens | None = None

    def mentioned(self, recognizer: Recognizer) -> bool:
        """Return whether a context word of the recogniser occurs at all."""
        phrase, lowered = self.text.phrase, self.text.lowered
        return any(word in phrase or word in lowered for word in recognizer.context)

    def support(self, recognizer: Recognizer, start: int) -> str | None:
        """Return the context word that occurs in the names that lead here, or around the match."""
        phrase = self.text.phrase
        for word in recognizer.context:
            if word in phrase:
                return word
        if self._tokens is None:
            self._tokens = self._tokenizer(self.text.value, self.budget)
        around = self._tokens.around(start)
        return next((word for word in recognizer.context for near in around if word in near), None)


def _hits(recognizer: Recognizer, searches: Sequence[Search], view: _View) -> list[Hit]:
    try:
        return [
            Hit(
                recognizer.label,
                found.start,
                found.end,
                found.score,
                recognizer.name,
                Evidence(found.pattern, found.is_checked),
            )
            for found in recognizer.run(searches, view.text, view.budget)
        ]
    except NotInspected:
        raise
    except Exception:  # noqa: BLE001  (others' code on anyone's text: whatever it raises, the text was not inspected)
        raise NotInspected(f"{recognizer.name} failed on a text") from None


def _raised(recognizer: Recognizer, hits: list[Hit], view: _View) -> Iterator[Hit]:
    """Yield the hits of one recogniser, their scores raised where the context supports it."""
    for hit in hits:
        view.budget.remaining()
        word = view.support(recognizer, hit.start) if view.wanted.hit(hit, view.text) else None
        if word is None:
            yield hit
        else:
            score = min(max(hit.score + BOOST, LEAST_WITH_CONTEXT), MOST)
            yield replace(hit, score=score, evidence=replace(hit.evidence, context=word, base=hit.score))
