"""What a recogniser says of one text, before it is a finding at a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from classifiers.finding import NO_EVIDENCE, Evidence


@dataclass(frozen=True, slots=True)
class Hit:
    """A label on a half-open range of code points. ``score`` is in 0..1."""

    label: str
    start: int
    end: int
    score: float
    recognizer: str
    evidence: Evidence = field(default=NO_EVIDENCE, compare=False)


def without_contained(hits: Iterable[Hit]) -> list[Hit]:
    """Return the hits that do not lie within another of the same label and at least their score.

    The order is by label, start, longest and score. Equal to ``EntityRecognizer.remove_duplicates`` of Presidio.
    """
    kept: list[Hit] = []
    reaching: list[Hit] = []  # those kept that the current hit could lie in
    for hit in sorted(hits, key=lambda hit: (hit.label, hit.start, -hit.end, -hit.score)):
        reaching = [other for other in reaching if other.label == hit.label and other.end >= hit.start]
        if any(hit.end <= other.end and hit.score <= other.score for other in reaching):
            continue
        kept.append(hit)
        reaching.append(hit)
    return kept
