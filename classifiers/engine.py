"""Texts in, hits out: one pass over all texts of a message says which detectors to ask about which of them.

What is disguised or encoded in a text is read too (``views``), and so is a document in a text (``embedded.py``). Each
reading is a text of its own in the next pass; what is found in it is found in the text that it was made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from classifiers.budget import Budget
from classifiers.detector import BatchDetector, Detector, FieldDetector, PlaceDetector, Text, Trigger
from classifiers.embedded import embedded_texts
from classifiers.expressions import Shape, shape_of
from classifiers.finding import NotInspected, Span
from classifiers.gates import EVERYTHING, WHAT_CAN_PASS, passing
from classifiers.hit import Hit
from classifiers.pieces import hits_in_pieces
from classifiers.prefilter.occurrences import Ends, Prefilter
from classifiers.views.excerpts import excerpts, is_cut, is_of_change
from classifiers.views.view import Readers, View

if TYPE_CHECKING:
    from classifiers.presidio.analyzer import Analyzer

MOST_READINGS = 3
"""How many times over a text may be encoded. More than that is not inspected."""


@dataclass(frozen=True, slots=True)
class Located:
    """A hit, and the span that it takes of the text that was handed in; ``None`` for all of it.

    What goes by the name of a field holds for the field's value only.
    """

    hit: Hit
    span: Span | None
    is_of_field: bool = False


Unread = tuple[str, tuple[str, ...]]
"""A text and the words that lead to it."""

_NOTHING: Mapping[int, Ends] = {}


class Engine:
    """Asks detectors, and what runs Presidio's recognisers, about texts. Safe for threads.

    A plain one returns what stands in the texts as they are, however weak (``gates.py``), and reads no documents.
    """

    def __init__(
        self,
        make_prefilter: Callable[[Sequence[Shape]], Prefilter],
        analyzer: Analyzer | None = None,
        detectors: Sequence[Detector] = (),
        readers: Sequence[Readers] = (),
        *,
        is_plain: bool = False,
    ) -> None:
        self._analyzer = analyzer
        self._is_plain = is_plain
        self._wanted = EVERYTHING if is_plain else WHAT_CAN_PASS
        shapes = [*analyzer.shapes] if analyzer else []
        self._first_of_ours = len(shapes)
        self._detectors: dict[int, Detector] = {}
        self._readers: dict[int, tuple[Readers, int]] = {}
        self._fields = [detector for detector in detectors if isinstance(detector, FieldDetector)]
        self.place_detectors = [each for each in detectors if isinstance(each, PlaceDetector) and each.has_paths]
        self._batches = [detector for detector in detectors if isinstance(detector, BatchDetector)]
        self._readers_of_foreign = [reader for reader in readers if not reader.triggers]
        for detector in detectors:
            for trigger in detector.triggers:
                self._detectors[len(shapes)] = detector
                shapes.append(_shape(trigger))
        for reader in readers:
            for index, trigger in enumerate(reader.triggers):
                self._readers[len(shapes)] = (reader, index)
                shapes.append(_shape(trigger))
        self._asks_always = analyzer is not None and analyzer.is_always_asked
        self._prefilter = make_prefilter(shapes) if shapes else None

    def hits(self, texts: Sequence[Unread], budget: Budget) -> Mapping[int, Sequence[Located]]:
        """Return the hits of those texts that have any, by their index.

        Raises:
            NotInspected: The time ran out, or something could not be read to its end.
        """
        found: dict[int, list[Located]] = {}
        readings = self._pass(texts, lambda root: _Reading(Text(*texts[root]), root), found, budget)
        seen: set[tuple[int, int, Unread]] = set()
        while readings:
            new = {(reading.root, reading.begin, reading.unread): reading for reading in readings}
            wave = [reading for key, reading in new.items() if key not in seen]
            seen.update(new)
            readings = self._pass([reading.unread for reading in wave], wave.__getitem__, found, budget)
        return found

    def _pass(
        self,
        texts: Sequence[Unread],
        reading_at: Callable[[int], _Reading],
        found: dict[int, list[Located]],
        budget: Budget,
    ) -> list[_Reading]:
        """Add to ``found`` what is found in some texts as they are; return what else they say."""
        values = [value for value, _ in texts]
        occurring = self._occurring(values, budget)
        claimed = self._claimed(texts)
        together = [detector.find_many(values, budget) for detector in self._batches]
        others = () if self._is_plain else (index for index, value in enumerate(values) if _says_more(value))
        readings: list[_Reading] = []
        for index in (
            range(len(texts)) if self._asks_always else sorted({*occurring, *claimed, *chain(*together), *others})
        ):
            reading = reading_at(index)
            at = dict(sorted(occurring[index].items())) if index in occurring else _NOTHING  # of equals, one is told
            hits = [*self._hits(reading.text, at, budget), *chain(*(batch.get(index, ()) for batch in together))]
            if hits and reading.is_of_excerpt:
                hits, whole = reading.without_cut(hits)
                readings += whole
            of_field = [hit for detector in claimed.get(index, ()) for hit in detector.find(reading.text, budget)]
            if hits or of_field:
                located = found.setdefault(reading.root, [])
                located += [reading.located(hit) for hit in self._gated(hits, reading.text)]
                located += [replace(reading.located(hit), is_of_field=True) for hit in of_field]
            if not self._is_plain:
                readings += self._views(reading, at, budget)
                readings += self._other_readings(reading, budget)
        return readings

    def _claimed(self, texts: Sequence[Unread]) -> Mapping[int, Sequence[FieldDetector]]:
        """Return the detectors that go by the words that lead to a text, for those texts that have any."""
        if not self._fields:
            return {}
        by_words = {
            words: [each for each in self._fields if each.claims(words)] for words in {words for _, words in texts}
        }
        return {index: claims for index, (_, words) in enumerate(texts) if (claims := by_words[words])}

    def _gated(self, hits: list[Hit], text: Text) -> Sequence[Hit]:
        return hits if self._is_plain or not hits else passing(hits, text.value, text.words)

    def _occurring(self, values: Sequence[str], budget: Budget) -> Mapping[int, Mapping[int, Ends]]:
        return self._prefilter.occurrences(values, budget) if self._prefilter else {}

    def _hits(self, text: Text, at: Mapping[int, Ends], budget: Budget) -> list[Hit]:
        hits: list[Hit] = []
        if self._analyzer:
            theirs = {shape: ends for shape, ends in at.items() if shape < self._first_of_ours}
            if theirs or self._analyzer.is_always_asked:
                hits += self._analyzer.analyze(text, theirs, budget, self._wanted)
        occurring: dict[int, tuple[Detector, list[Ends]]] = {}
        for shape, ends in at.items():
            detector = self._detectors.get(shape)
            if detector:
                occurring.setdefault(id(detector), (detector, []))[1].append(ends)
        for detector, where in occurring.values():
            budget.remaining()
            if any(self._wanted.label(label, text) for label in detector.labels):
                hits += hits_in_pieces(detector, text, where, budget)
        return hits

    def _views(self, reading: _Reading, at: Mapping[int, Ends], budget: Budget) -> Iterator[_Reading]:
        occurring: dict[int, tuple[Readers, set[int]]] = {}
        for reader, index in (self._readers[shape] for shape in at if shape in self._readers):
            occurring.setdefault(id(reader), (reader, set()))[1].add(index)
        for reader, triggers in occurring.values():
            budget.remaining()
            yield from _through(reading, reader.read(reading.text.value, budget, triggers))

    def _other_readings(self, reading: _Reading, budget: Budget) -> Iterator[_Reading]:
        """Yield what a text says to those who look at more than its shadow."""
        value = reading.text.value
        if value[:1] in _BEFORE_A_DOCUMENT:
            for text in embedded_texts(reading.text):
                yield _Reading(text, reading.root, reading.views, is_whole=True)
        if self._readers_of_foreign and not value.isascii():
            for reader in self._readers_of_foreign:
                yield from _through(reading, reader.read(value, budget))


def _through(reading: _Reading, views: Iterable[View]) -> Iterator[_Reading]:
    for view in views:
        for excerpt in excerpts(view):
            yield reading.through(excerpt)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text, which of the given texts it was read from, and how."""

    text: Text
    root: int
    views: tuple[View, ...] = ()
    is_whole: bool = False

    @property
    def unread(self) -> Unread:
        return self.text.value, self.text.words

    @property
    def begin(self) -> int:
        """Where in the given text this reading begins, if it is an excerpt."""
        begin = 0
        for view in reversed(self.views):
            begin = view.origin_of(begin)
        return begin

    def through(self, view: View) -> _Reading:
        """Return the reading that a view of this one is.

        Raises:
            NotInspected: There were too many views before it.
        """
        views = (*self.views, view)
        if sum(each.encodings for each in views) > MOST_READINGS:
            raise NotInspected("a text that is encoded too many times over")
        return _Reading(Text(view.text, self.text.words), self.root, views, self.is_whole)

    @property
    def is_of_excerpt(self) -> bool:
        return any(view.whole for view in self.views)

    def without_cut(self, hits: Iterable[Hit]) -> tuple[list[Hit], list[_Reading]]:
        """Return the hits that are whole for sure, and what has to be read to find the others.

        Others that owe nothing to a view are found whole in what it was read from.
        """
        kept: list[Hit] = []
        wholes: dict[int, _Reading] = {}
        for hit in hits:
            level, is_of_change = self._cut(hit)
            if level is None:
                kept.append(hit)
            elif is_of_change:
                whole = self.views[level].whole
                assert whole is not None  # noqa: S101  (an excerpt)
                text = Text(whole.text, self.text.words)
                wholes[level] = _Reading(text, self.root, (*self.views[:level], whole), self.is_whole)
        return kept, [*wholes.values()]

    def _cut(self, hit: Hit) -> tuple[int | None, bool]:
        """Return which of the views was cut where a hit is, if one was, and whether the hit is there by that view."""
        start, end = hit.start, hit.end
        for level in range(len(self.views) - 1, -1, -1):
            view = self.views[level]
            if is_cut(view, start, end):
                return level, is_of_change(view, start, end)
            span = view.span_of(start, end)
            if span is None:
                return None, False
            start, end = span.start, span.end
        return None, False

    def located(self, hit: Hit) -> Located:
        """Return a hit in this reading as one in the text that was handed in."""
        if not self.views and not self.is_whole:
            return Located(hit, Span(hit.start, hit.end))
        reading = ", ".join(view.reading for view in self.views) or "document in a text"
        hit = replace(hit, evidence=replace(hit.evidence, reading=reading))
        if self.is_whole:
            return Located(hit, None)
        span: Span | None = Span(hit.start, hit.end)
        for view in reversed(self.views):
            if span is not None:
                span = view.span_of(span.start, span.end)
        return Located(hit, span)


_BEFORE_A_DOCUMENT = frozenset("[{ \t\r\n")


def _says_more(value: str) -> bool:
    """Return whether a text may say more than its shadow shows: it is no ASCII, or a document."""
    return not value.isascii() or value[:1] in _BEFORE_A_DOCUMENT


def _shape(trigger: Trigger) -> Shape:
    shape = shape_of(trigger.expression, re.IGNORECASE if trigger.ignores_case else 0)
    if shape is None:
        raise ValueError(f"not a trigger: {trigger.expression}")
    return shape
