"""Ask a detector about a long text piece by piece: where something occurs that it looks for, and without holding the
interpreter for the whole.

Pieces overlap by more than anything that a detector finds is long, and are cut at white space where there is any, so
that the edge of a piece makes nothing that the text does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from classifiers.budget import Budget
from classifiers.detector import Detector, Text
from classifiers.hit import Hit
from classifiers.prefilter.occurrences import Ends

WHOLE = 65_536
"""Code points. Shorter texts are looked at whole."""

PIECE = 32_768
OVERLAP = 16_384  # a private key has 13,000 characters at most: 16,384 bits, in base64
_NEAR = 1_024  # how far from where a piece could begin or end is looked for white space


def hits_in_pieces(detector: Detector, text: Text, where: Sequence[Ends], budget: Budget) -> list[Hit]:
    """Return the hits of a text in which triggers of the detector occur; each once.

    ``where`` has for each trigger the ends of its matches, or ``None`` where they are not known.
    """
    if len(text.value) <= WHOLE:
        return [*detector.find(text, budget)]
    ends = None if None in where else sorted({end for each in where for end in each or ()})
    found: dict[tuple[str, int, int], Hit] = {}
    for start, end in _pieces(text.value):
        if ends is not None and not any(start <= each <= end for each in ends):
            continue
        budget.remaining()
        for hit in detector.find(Text(text.value[start:end], text.words), budget):
            moved = replace(hit, start=hit.start + start, end=hit.end + start)
            found.setdefault((moved.label, moved.start, moved.end), moved)
    return [*found.values()]


def _pieces(value: str) -> Iterator[tuple[int, int]]:
    start = 0
    while True:
        end = start + PIECE + OVERLAP
        if end >= len(value):
            yield start, len(value)
            return
        end = _blank_after(value, end)
        yield start, end
        start = _blank_after(value, start + PIECE)


def _blank_after(value: str, index: int) -> int:
    """Return where white space begins soon after an index; the index itself, if there is none."""
    return next((at for at in range(index, min(index + _NEAR, len(value))) if value[at].isspace()), index)
