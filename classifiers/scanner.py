"""Leaves in, findings out.

A scanner looks for the labels it was made for, with only the recognisers that these need, and is made once: it may
be used by several threads at the same time. A message is inspected to its end, in time, or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from classifiers.budget import Budget
from classifiers.extras import NOTHING, Extras
from classifiers.finding import Finding, Leaf, NotInspected, Span
from classifiers.leaves import Leaves, Texts, leaves_of
from classifiers.selection import known_labels, selected

if TYPE_CHECKING:
    from classifiers.detector import PlaceDetector
    from classifiers.engine import Engine, Located

THRESHOLD = 0.4
"""Presidio's score for what a context word supports. Weaker than that is no finding."""

BUDGET_SECONDS = 0.25
SECONDS_PER_CHARACTER = 2e-6
"""A large message may take longer than a small one: 2 s for each million characters. Clean ones take a twentieth."""

MOST_FINDINGS = 20_000
"""In one message: a million would each cost time and memory again wherever they are treated and recorded."""


class Scanner:
    """Finds what bears one of some labels.

    ``labels`` are labels or families; ``None`` means all. A family is meant without the labels of other countries
    than ``countries``, if those are given (ISO 3166-1 codes in lower case). ``extras`` are what an organisation adds,
    with labels of its own; the labels ``left_out`` are not there to be named. ``budget_seconds`` of processor time are
    for one call of ``scan``, beside ``SECONDS_PER_CHARACTER``.

    Raises:
        ValueError: A name is neither a label nor a family.
    """

    def __init__(
        self,
        labels: Iterable[str] | None = None,
        *,
        budget_seconds: float = BUDGET_SECONDS,
        extras: Extras = NOTHING,
        countries: Collection[str] | None = None,
        left_out: Collection[str] = (),
    ) -> None:
        self.labels = selected(labels, known_labels(extras.labels, left_out), countries)
        self._budget_seconds = budget_seconds
        self._engine = _engine(self.labels, extras) if self.labels else None

    def scan(self, leaves: Iterable[Leaf]) -> list[Finding]:
        """Return the findings in the order of the leaves.

        The same label is reported once for a place and span, with its highest score. Numbers, and strings that hold
        what was found in another form (a document, an encoding), are findings as a whole: their span is ``None``.

        Raises:
            NotInspected: Something could not be inspected to its end in time.
        """
        if self._engine is None:
            return []
        budget = Budget(self._budget_seconds)
        message = leaves_of(leaves, budget)
        hits = _hits_of(self._engine, message, budget)
        found = _findings(message, hits, budget) if hits else []
        if self._engine.place_detectors:
            found += _at_places(message, self._engine.place_detectors, found, budget)
        return [each for each in found if each.label in self.labels]


_Hits = dict[tuple[str, tuple[str, ...]], "list[Located]"]


def _hits_of(engine: Engine, leaves: Leaves, budget: Budget) -> _Hits:
    distinct: Texts = {}
    leaves.add_texts(distinct)
    budget.extend(SECONDS_PER_CHARACTER * sum(len(value) for values in distinct.values() for value in values))
    texts = [(value, words) for words, values in distinct.items() for value in values]
    hits = engine.hits(texts, budget)
    return {texts[index]: sorted(located, key=_order) for index, located in hits.items()}


def _order(located: Located) -> tuple[int, int, str]:
    span = located.span
    return (0, 0, located.hit.label) if span is None else (span.start, span.end, located.hit.label)


def _findings(leaves: Leaves, hits: _Hits, budget: Budget) -> list[Finding]:
    found: dict[tuple[object, ...], Finding] = {}
    texts: Texts = {}
    for text, words in hits:
        texts.setdefault(words, set()).add(text)
    for leaf in leaves.having(texts):
        for located in hits[leaf.text, leaf.words]:
            budget.remaining()
            if (located.is_of_field and leaf.place.in_key) or not _is_about(located, leaf):
                continue
            hit, span = located.hit, None if leaf.is_number or leaf.part else located.span
            finding = Finding(hit.label, leaf.place, span, hit.score, hit.recognizer, hit.evidence)
            known = found.get((hit.label, leaf.place, span))
            if known is None or known.score < finding.score:
                found[(hit.label, leaf.place, span)] = finding
        if len(found) > MOST_FINDINGS:
            raise NotInspected("more findings than one message may have")
    return list(found.values())


def _is_about(located: Located, leaf: Leaf) -> bool:
    """Return whether a hit is about what stands at a leaf's place: of what several make, about more than one."""
    span, part = located.span, leaf.part
    if span is None or part is None:
        return True
    return span.start < part.end and part.start < span.end and (span.start < part.start or part.end < span.end)


def _at_places(
    leaves: Leaves, detectors: Sequence[PlaceDetector], known: Iterable[Finding], budget: Budget
) -> list[Finding]:
    """Return what some places are said to hold and is not known. Every leaf is looked at: who names places pays."""
    told = {(finding.label, finding.place, finding.span) for finding in known}
    found: list[Finding] = []
    for leaf in leaves:
        budget.remaining()
        for detector in detectors:
            for hit in detector.hits_at(leaf):
                span = None if leaf.is_number else Span(hit.start, hit.end)
                if (hit.label, leaf.place, span) in told:
                    continue
                told.add((hit.label, leaf.place, span))
                found.append(Finding(hit.label, leaf.place, span, hit.score, hit.recognizer, hit.evidence))
        if len(told) > MOST_FINDINGS:
            raise NotInspected("more findings than one message may have")
    return found


def _engine(labels: frozenset[str], extras: Extras) -> Engine:
    from classifiers.assembly import engine_of  # noqa: PLC0415  (seconds and 100 MB: only where it is asked for)

    return engine_of(labels, THRESHOLD, extras)
