"""The parts of a long view that say something new: what was changed, and what is around it.

A megabyte with one encoded word in it reads otherwise in that word only; all the rest was looked at as it stands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge

from classifiers.finding import Span
from classifiers.pieces import blank_after
from classifiers.views.places import Places
from classifiers.views.view import Range, View

WHOLE = 16_384
"""Code points. Shorter views are looked at whole."""

REACH = 4_096
"""Code points around a change. All but private keys are far shorter; what reaches to a cut has the whole looked at."""

EDGE = 256
"""Code points. Farther than any detector looks from what it finds to tell whether it is a piece of something."""

_MOST_CHANGES = 4_096


def excerpts(view: View) -> Iterator[View]:
    """Yield the parts of a view that have to be looked at, in order and apart: itself, if that is most of it."""
    length = len(view.text)
    if length <= WHOLE or view.origins is None or view.changed is None or len(view.changed) > _MOST_CHANGES:
        yield view
        return
    windows = [*_windows(view.text, view.changed)]
    if sum(end - start for start, end in windows) > length // 2:
        yield view
        return
    for start, end in windows:
        yield View(
            view.text[start:end],
            view.reading,
            _Part(view.origins, start, end - start),
            [Span(*each) for each in _within([(span.start, span.end) for span in view.decoded], start, end)],
            view.of,
            _within(view.changed, start, end),
            view,
        )


def is_cut(excerpt: View, start: int, end: int) -> bool:
    """Return whether what was found there may be a piece of something longer: it is close to where a view was cut."""
    whole = excerpt.whole
    if whole is None or not isinstance(excerpt.origins, _Part):
        return False
    cut, length = excerpt.origins.start, len(excerpt.text)
    return (cut > 0 and start < EDGE) or (cut + length < len(whole.text) and end > length - EDGE)


def is_of_change(excerpt: View, start: int, end: int) -> bool:
    """Return whether what was found there was not to be seen without the view."""
    return any(first <= end and start <= last for first, last in excerpt.changed or ())


def changed_by_both(below: View, above: View) -> Sequence[Range] | None:
    """Return where a view, and the view that it was read from, differ from what that one was read from."""
    if below.changed is None or above.changed is None or above.origins is None:
        return None
    if len(below.changed) + len(above.changed) > _MOST_CHANGES:
        return None
    moved = (_moved(change, above.origins) for change in below.changed)
    return [*merge(moved, above.changed)]


def _moved(change: Range, origins: Sequence[int]) -> Range:
    """Return what a range of the text below has become, with all of a run that it is in the middle of."""
    start, end = change
    before = origins[bisect_right(origins, start) - 1]
    return bisect_left(origins, before), bisect_left(origins, end)


def _windows(text: str, changed: Iterable[Range]) -> Iterator[Range]:
    first, last = 0, -1
    for start, end in changed:
        begin = blank_after(text, start - REACH) if start > REACH else 0
        stop = blank_after(text, end + REACH) if end + REACH < len(text) else len(text)
        if begin <= last:
            last = max(last, stop)
            continue
        if last >= 0:
            yield first, last
        first, last = begin, stop
    if last >= 0:
        yield first, last


def _within(ranges: Sequence[Range], start: int, end: int) -> Sequence[Range]:
    """Return the ranges in a part of a text, counted from its beginning."""
    first = bisect_left(ranges, (start, start))
    stop = bisect_right(ranges, end, key=lambda each: each[0])
    return [(begin - start, last - start) for begin, last in ranges[first:stop]]


class _Part(Places):
    """Where the code points of a part came from."""

    __slots__ = ("_origins", "start")

    def __init__(self, origins: Sequence[int], start: int, length: int) -> None:
        super().__init__(length)
        self._origins = origins
        self.start = start

    def place(self, index: int) -> int:
        return self._origins[self.start + index]
