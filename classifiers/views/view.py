"""What a reader makes of a text: another text, and where its characters came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from classifiers.budget import Budget
from classifiers.detector import Trigger
from classifiers.finding import Span

Range = tuple[int, int]
"""Start and end, which may be the same, in code points."""


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a text.

    ``reading`` says how it was read ("base64", "look-alikes"), in words of ours. ``origins[i]`` is the code point of
    the original that gave code point ``i``, never descending; the last entry, one more than ``text`` is long, is
    where the original ends. Without origins, what is found in the view is found in the original as a whole; so is
    what touches one of the ``decoded`` ranges of the view, which are in order. ``of`` is the view that this one is a
    view of, if it is not one of the text itself.

    ``changed`` are the ranges, in order, that nobody has seen as they are here, empty where something was left out;
    ``None`` if that can be all of it. ``whole`` is the view that this one is an excerpt of (``excerpts.py``).
    """

    text: str
    reading: str
    origins: Sequence[int] | None = None
    decoded: Sequence[Span] = ()
    of: View | None = None
    changed: Sequence[Range] | None = None
    whole: View | None = None

    @property
    def encodings(self) -> int:
        """How many encodings were undone, one in another; escapes and other disguises that have places do not count."""
        return bool(self.decoded or self.origins is None) + (self.of.encodings if self.of else 0)

    def span_of(self, start: int, end: int) -> Span | None:
        """Return the span of the original that a span of the view came from; ``None`` for all of it.

        What one place of the original gave is taken from there as a whole.
        """
        if self.origins is None or self._touches_decoded(start, end):
            return None
        first, last = self.origins[start], self.origins[end - 1]
        span = Span(first, self.origins[bisect_right(self.origins, last, lo=end)])
        return span if self.of is None else self.of.span_of(span.start, span.end)

    def origin_of(self, place: int) -> int:
        """Return where in the original a place of the view came from; its beginning, if that is not known."""
        origin = 0 if self.origins is None else self.origins[place]
        return origin if self.of is None else self.of.origin_of(origin)

    def _touches_decoded(self, start: int, end: int) -> bool:
        first = bisect_right(self.decoded, start, key=lambda span: span.end)
        return first < len(self.decoded) and self.decoded[first].start < end


class Reader(Protocol):
    """Reads texts in one way. Made once, safe for threads."""

    @property
    def triggers(self) -> Sequence[Trigger]:
        """Return what must occur in a text's shadow for a reading to differ from it.

        A reader without triggers is asked about every text that is not ASCII.
        """

    def read(self, text: str, budget: Budget) -> Iterator[View]:
        """Yield the readings of ``text`` that say something else than it.

        Raises:
            NotInspected: A reading is larger than may be, or could not be made in time.
        """


class Readers(Protocol):
    """Several readers in one, which are told what of their triggers occurs: what does not need not be tried."""

    @property
    def triggers(self) -> Sequence[Trigger]: ...

    def read(self, text: str, budget: Budget, occurring: Container[int] | None = None) -> Iterator[View]:
        """Yield readings of ``text`` in which the triggers with these indices occur; ``None`` if that is not known."""
