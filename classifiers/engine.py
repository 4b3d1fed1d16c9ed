"""Texts in, hits out: one pass over all texts of a message says which detectors to ask about which of them.

What is disguised or encoded in a text is read too (``views``), and so is a document in a text (``embedded.py``). Each
reading is a text of its own in the next pass; what is found in it is found in the text that it was made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classifiers.budget import Budget
from classifiers.detector import Detector, Text, Trigger
from classifiers.embedded import embedded_texts
from classifiers.expressions import Shape, shape_of
from classifiers.finding import NotInspected, Span
from classifiers.gates import may_pass, passing
from classifiers.hit import Hit
from classifiers.prefilter.occurrences import Ends, Prefilter
from classifiers.views.view import Reader, View

if TYPE_CHECKING:
    from classifiers.presidio.analyzer import Analyzer

MOST_READINGS = 3
"""How many times over a text may be encoded. More than that is not inspected."""

Located = tuple[Hit, Span | None]
"""A hit, and the span that it takes of the text that was handed in; ``None`` for all of it."""

_NOTHING: Mapping[int, Ends] = {}


class Engine:
    """Asks detectors, and what runs Presidio's recognisers, about texts. Safe for threads.

    A plain one returns what stands in the texts as they are, however weak (``gates.py``), and reads no documents.
    """

    def __init__(
        self,
        make_prefilter: Callable[[Sequence[Shape]], Prefilter],
        analyzer: Analyzer | None = None,
        detectors: Iterable[Detector] = (),
        readers: Iterable[Reader] = (),
        *,
        is_plain: bool = False,
    ) -> None:
        self._analyzer = analyzer
        self._is_plain = is_plain
        shapes = [*analyzer.shapes] if analyzer else []
        self._first_of_ours = len(shapes)
        self._detectors: dict[int, Detector] = {}
        self._readers: dict[int, Reader] = {}
        self._always = [detector for detector in detectors if not detector.triggers]
        self._readers_of_foreign = [reader for reader in readers if not reader.triggers]
        for detector in detectors:
            for trigger in detector.triggers:
                self._detectors[len(shapes)] = detector
                shapes.append(_shape(trigger))
        for reader in readers:
            for trigger in reader.triggers:
                self._readers[len(shapes)] = reader
                shapes.append(_shape(trigger))
        self._asks_always = bool(self._always) or (analyzer is not None and analyzer.is_always_asked)
        self._prefilter = make_prefilter(shapes) if shapes else None

    def hits(self, texts: Sequence[Text], budget: Budget) -> Mapping[int, Sequence[Located]]:
        """Return the hits of those texts that have any, by their index.

        Raises:
            NotInspected: The time ran out, or something could not be read to its end.
        """
        found: dict[int, list[Located]] = {}
        seen: set[tuple[str, tuple[str, ...]]] = set()
        wave = [_Reading(text, root) for root, text in enumerate(texts)]
        while wave:
            readings: list[_Reading] = []
            occurring = self._occurring([reading.text.value for reading in wave], budget)
            for index in range(len(wave)) if self._asks_always else sorted(occurring):
                reading = wave[index]
                at = occurring.get(index, _NOTHING)
                hits = self._hits(reading.text, at, budget)
                if hits:
                    found.setdefault(reading.root, []).extend(reading.located(hit) for hit in hits)
                readings += self._views(reading, at, budget)
            for reading in () if self._is_plain else wave:
                readings += self._other_readings(reading, budget)
            wave = []
            for reading in readings:
                key = (reading.text.value, reading.text.words)
                if key not in seen:
                    seen.add(key)
                    wave.append(reading)
        return found

    def _occurring(self, values: Sequence[str], budget: Budget) -> Mapping[int, Mapping[int, Ends]]:
        return self._prefilter.occurrences(values, budget) if self._prefilter else {}

    def _hits(self, text: Text, at: Mapping[int, Ends], budget: Budget) -> list[Hit]:
        hits: list[Hit] = []
        if self._analyzer:
            theirs = {shape: ends for shape, ends in at.items() if shape < self._first_of_ours}
            if theirs or self._analyzer.is_always_asked:
                hits += self._analyzer.analyze(text, theirs, self._is_wanted, budget)
        for detector in {id(each): each for each in self._asked(at)}.values():
            budget.remaining()
            hits += detector.find(text, budget)
        return passing(hits, text.value, text.words) if hits and not self._is_plain else hits

    def _asked(self, at: Mapping[int, Ends]) -> Iterator[Detector]:
        yield from self._always
        for shape in at:
            detector = self._detectors.get(shape)
            if detector is not None:
                yield detector

    def _is_wanted(self, label: str, text: Text) -> bool:
        return self._is_plain or may_pass(label, text)

    def _views(self, reading: _Reading, at: Mapping[int, Ends], budget: Budget) -> Iterator[_Reading]:
        for reader in {id(each): each for shape in at if (each := self._readers.get(shape))}.values():
            budget.remaining()
            for view in reader.read(reading.text.value, budget):
                yield reading.through(view)

    def _other_readings(self, reading: _Reading, budget: Budget) -> Iterator[_Reading]:
        """Yield what a text says to those who look at more than its shadow."""
        value = reading.text.value
        if value[:1] in _BEFORE_A_DOCUMENT:
            for text in embedded_texts(reading.text):
                yield _Reading(text, reading.root, reading.views, is_whole=True)
        if self._readers_of_foreign and not value.isascii():
            for reader in self._readers_of_foreign:
                for view in reader.read(value, budget):
                    yield reading.through(view)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text, which of the given texts it was read from, and how."""

    text: Text
    root: int
    views: tuple[View, ...] = ()
    is_whole: bool = False

    def through(self, view: View) -> _Reading:
        """Return the reading that a view of this one is.

        Raises:
            NotInspected: There were too many views before it.
        """
        if len(self.views) == MOST_READINGS:
            raise NotInspected("a text that is encoded too many times over")
        return _Reading(Text(view.text, self.text.words), self.root, (*self.views, view), self.is_whole)

    def located(self, hit: Hit) -> Located:
        """Return a hit in this reading as one in the text that was handed in."""
        if not self.views and not self.is_whole:
            return hit, Span(hit.start, hit.end)
        reading = ", ".join(view.reading for view in self.views) or "document in a text"
        hit = replace(hit, evidence=replace(hit.evidence, reading=reading))
        if self.is_whole:
            return hit, None
        span: Span | None = Span(hit.start, hit.end)
        for view in reversed(self.views):
            if span is not None:
                span = view.span_of(span.start, span.end)
        return hit, span


_BEFORE_A_DOCUMENT = frozenset("[{ \t\r\n")


def _shape(trigger: Trigger) -> Shape:
    shape = shape_of(trigger.expression, re.IGNORECASE if trigger.ignores_case else 0)
    if shape is None:
        raise ValueError(f"not a trigger: {trigger.expression}")
    return shape
