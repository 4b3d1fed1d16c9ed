"""Ask a detector about a long text piece by piece: where something occurs that it looks for, and without holding the
interpreter for the whole.

Pieces overlap by more than anything that a detector finds is long, and are cut at white space where there is any. What
is found close to where a text was cut may be a piece of something longer: it is left to the piece that has all of it.
"""

from __future__ import annotations

from bisect import bisect_left
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
_EDGE = 256
"""Code points. Farther than any detector looks from what it finds to tell whether it is a piece of something."""


def hits_in_pieces(detector: Detector, text: Text, where: Sequence[Ends], budget: Budget) -> list[Hit]:
    """Return the hits of a text in which triggers of the detector occur; each once.

    ``where`` has for each trigger the ends of its matches, or ``None`` where they are not known.
    """
    if len(text.value) <= WHOLE:
        return [*detector.find(text, budget)]
    found: dict[tuple[str, int, int], Hit] = {}
    pieces = [*_pieces(text.value)]
    for index, (start, end) in enumerate(pieces):
        if not any(ends is None or _any_within(ends, start, end) for ends in where):
            continue
        budget.remaining()
        elsewhere = [*pieces[max(index - 1, 0) : index], *pieces[index + 1 : index + 2]]
        for hit in detector.find(Text(text.value[start:end], text.words), budget):
            moved = replace(hit, start=hit.start + start, end=hit.end + start)
            if _is_cut(moved, start, end, len(text.value)) and any(
                not _is_cut(moved, *other, len(text.value)) for other in elsewhere
            ):
                continue
            found.setdefault((moved.label, moved.start, moved.end), moved)
    return [*found.values()]


def _any_within(ends: Sequence[int], start: int, end: int) -> bool:
    index = bisect_left(ends, start)
    return index < len(ends) and ends[index] <= end


def _is_cut(hit: Hit, start: int, end: int, length: int) -> bool:
    """Return whether a hit is outside of a piece, or close to where the text was cut."""
    return (start > 0 and hit.start - _EDGE < start) or (end < length and hit.end + _EDGE > end)


def _pieces(value: str) -> Iterator[tuple[int, int]]:
    start = 0
    while True:
        end = start + PIECE + OVERLAP
        if end >= len(value):
            yield start, len(value)
            return
        end = blank_after(value, end)
        yield start, end
        start = blank_after(value, start + PIECE)


def blank_after(value: str, index: int) -> int:
    """Return where white space begins soon after an index; the index itself, if there is none."""
    return next((at for at in range(index, min(index + _NEAR, len(value))) if value[at].isspace()), index)
