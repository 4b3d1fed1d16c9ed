"""Take restricted spans out of one text.

Spans may overlap and come in any order. Spans that overlap are one, under the strictest of their actions: then all
of their text goes. Masks alone each keep what all of them keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifiers.finding import Span
from gateway.domain.rule import Action

KEPT = 4  # characters that a mask leaves at the end of a text
LEAST_MASKED = 8  # shorter texts are masked whole: four of six digits would tell the rest


@dataclass(frozen=True, slots=True)
class Mark:
    """What becomes of a span of a text: ``MASK``, ``REDACT`` or ``DROP``. ``span`` is ``None`` for all of it.

    With ``is_value`` the whole is known to be one value. Without, a whole may be a document in a text, whose
    last characters can be a short value's.
    """

    action: Action
    label: str
    span: Span | None = None
    is_value: bool = False


def strictest(marks: Sequence[Mark]) -> Mark:
    """Return the mark that prevails; of equals, the first."""
    return max(marks, key=lambda mark: mark.action.strictness)


def treated(text: str, marks: Sequence[Mark]) -> str:
    """Return ``text`` with every mark carried out: stars, ``[label]``, or nothing in place of the span."""
    pieces: list[str] = []
    done = 0
    for start, end, group in _groups(text, marks):
        pieces.append(text[done:start])
        pieces.append(_replacement(text[start:end], start, group))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def masked(text: str) -> str:
    """Return stars for ``text``, with its last four characters if it has eight or more."""
    hidden = _hidden(len(text))
    return "*" * hidden + text[hidden:]


@dataclass(frozen=True, slots=True)
class _Extent:
    """A mark and the range of the text that it takes."""

    start: int
    end: int
    hidden_to: int  # the end of what a mask hides
    mark: Mark


def _groups(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[_Extent]]]:
    """Yield ranges that do not overlap, in order, each with the marks that it came from."""
    group: list[_Extent] = []
    start = end = 0
    for extent in sorted((_extent(text, mark) for mark in marks), key=lambda extent: (extent.start, extent.end)):
        if group and extent.start >= end:
            yield start, end, group
            group = []
        if not group:
            start = extent.start
        group.append(extent)
        end = max(end, extent.end)
    if group:
        yield start, end, group


def _extent(text: str, mark: Mark) -> _Extent:
    # A span beyond the text cannot be trusted to be about it: the whole text goes.
    if mark.span is None or mark.span.end > len(text):
        hidden = _hidden(len(text)) if mark.is_value else len(text)
        return _Extent(0, len(text), hidden, mark)
    span = mark.span
    return _Extent(span.start, span.end, span.start + _hidden(span.end - span.start), mark)


def _hidden(length: int) -> int:
    return length - KEPT if length >= LEAST_MASKED else length


def _replacement(text: str, offset: int, group: Sequence[_Extent]) -> str:
    mark = strictest([extent.mark for extent in group])
    match mark.action:
        case Action.DROP:
            return ""
        case Action.MASK:
            characters = [*text]
            for extent in group:
                hidden = range(extent.start - offset, extent.hidden_to - offset)
                characters[hidden.start : hidden.stop] = "*" * len(hidden)
            return "".join(characters)
        case _:
            return f"[{mark.label}]"
