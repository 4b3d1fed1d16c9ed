"""Leaves in, findings out.

A scanner looks for the labels it was made for, with only the recognisers that these need, and is made once: it may
be used by several threads at the same time. A message is inspected to its end, in time, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from classifiers import gates
from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.detectors import own_detectors
from classifiers.embedded import embedded_leaves
from classifiers.finding import Finding, Leaf, NotInspected, Span
from classifiers.hit import Hit
from classifiers.labels import selected
from classifiers.presidio import predefined

if TYPE_CHECKING:
    from classifiers.presidio.analyzer import Engine

THRESHOLD = 0.4
"""Presidio's score for what a context word supports. Weaker than that is no finding."""

MOST_FINDINGS = 20_000
"""In one message: a million would each cost time and memory again wherever they are treated and recorded."""


class Scanner:
    """Finds what bears one of some labels.

    ``labels`` are labels or families; ``None`` means all. ``budget_seconds`` is for one call of ``scan``.

    Raises:
        ValueError: A name is neither a label nor a family.
    """

    def __init__(self, labels: Iterable[str] | None = None, *, budget_seconds: float = 1.0) -> None:
        self.labels = selected(labels)
        self._budget_seconds = budget_seconds
        self._detectors = own_detectors(self.labels)
        self._engine = _engine(self.labels & frozenset(predefined.LABELS.values()))

    def scan(self, leaves: Iterable[Leaf]) -> list[Finding]:
        """Return the findings in the order of the leaves.

        The same label is reported once for a place and span, with its highest score. Numbers and strings that hold
        a document are findings as a whole: their span is ``None``.

        Raises:
            NotInspected: Something could not be inspected to its end in time.
        """
        if not self.labels:
            return []
        budget = Budget(self._budget_seconds)
        seen: dict[tuple[str, tuple[str, ...]], list[Hit]] = {}  # elements of a list repeat names, and often values
        found: dict[tuple[object, ...], Finding] = {}
        for leaf, is_whole in _unfolded(leaves):
            budget.remaining()
            key = (leaf.text, leaf.words)
            hits = seen.get(key)
            if hits is None:
                hits = seen[key] = self._hits(leaf, budget)
            for hit in hits:
                span = None if is_whole or leaf.is_number else Span(hit.start, hit.end)
                finding = Finding(hit.label, leaf.place, span, hit.score, hit.recognizer, hit.evidence)
                known = found.get((hit.label, leaf.place, span))
                if known is None or known.score < finding.score:
                    found[(hit.label, leaf.place, span)] = finding
            if len(found) > MOST_FINDINGS:
                raise NotInspected("more findings than one message may have")
        return list(found.values())

    def _hits(self, leaf: Leaf, budget: Budget) -> list[Hit]:
        text = Text(leaf.text, leaf.words)
        hits = [hit for detector in self._detectors for hit in detector.find(text, budget) if hit.label in self.labels]
        if self._engine:
            hits.extend(self._engine.analyze(leaf.text, " ".join(leaf.words), budget))
        return sorted(gates.passing(hits, leaf.text, leaf.words), key=lambda hit: (hit.start, hit.end, hit.label))


def _unfolded(leaves: Iterable[Leaf]) -> Iterator[tuple[Leaf, bool]]:
    """Yield every leaf, and the leaves of documents within its text: of those whether only the whole can be meant."""
    for outer in leaves:
        todo = [outer]
        while todo:
            leaf = todo.pop()
            yield leaf, leaf is not outer
            todo.extend(embedded_leaves(leaf))


def _engine(labels: frozenset[str]) -> Engine | None:
    if not labels:
        return None
    from classifiers.presidio.analyzer import Engine  # noqa: PLC0415  (seconds and 100 MB: only where it is asked for)

    return Engine(labels, THRESHOLD)
