"""A text in which some runs are replaced, with the map back.

All views are made here. Their maps are as long as the list of what was replaced, not as the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import Match, Pattern

from classifiers.budget import Budget
from classifiers.detector import Trigger
from classifiers.finding import NotInspected, Span
from classifiers.unlocked import matches
from classifiers.views.places import Places
from classifiers.views.view import Range, View

MOST_CHARACTERS = 4 * 1024 * 1024
"""Of one view. Texts themselves are bounded by whoever reads them; only what was compressed can grow beyond that."""

Replacement = tuple[int, int, str]
"""Start and end of a run of the original, and what it reads as."""


class Origins(Places):
    """Where the code points of a view came from, as pieces that run in step with the original or stand still."""

    __slots__ = ("_origins", "_starts", "_steps")

    def __init__(self, pieces: Sequence[tuple[int, int, int]], length: int) -> None:
        """``pieces`` are the start in the view, the start in the original and the step, the last where both end."""
        super().__init__(length)
        self._starts = [start for start, _, _ in pieces]
        self._origins = [origin for _, origin, _ in pieces]
        self._steps = [step for _, _, step in pieces]

    def place(self, index: int) -> int:
        piece = bisect_right(self._starts, index) - 1
        return self._origins[piece] + (index - self._starts[piece]) * self._steps[piece]


def spliced(text: str, replacements: Iterable[Replacement], reading: str, *, is_decoded: bool = False) -> View:
    """Return the view of ``text`` in which the runs, in order and apart, are replaced.

    ``is_decoded`` says that a place within a replacement has no place within the run.

    Raises:
        NotInspected: The view is larger than may be.
    """
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    decoded: list[Span] = []
    changed: list[Range] = []
    copied = length = 0
    for start, end, replaced in replacements:
        if start > copied:
            parts.append(text[copied:start])
            pieces.append((length, copied, 1))
            length += start - copied
        changed.append((length, length + len(replaced)))
        if replaced:
            parts.append(replaced)
            pieces.append((length, start, 0))
            if is_decoded:
                decoded.append(Span(*changed[-1]))
            length += len(replaced)
        copied = end
    if copied < len(text):
        parts.append(text[copied:])
        pieces.append((length, copied, 1))
        length += len(text) - copied
    if length > max(MOST_CHARACTERS, len(text)):
        raise NotInspected("a text that is too long once it is decoded")
    pieces.append((length, len(text), 0))
    return View("".join(parts), reading, Origins(pieces, length), decoded, changed=changed)


@dataclass(frozen=True, slots=True)
class Substitution:
    """Reads every match of an expression as something else. Implements ``classifiers.views.view.Reader``.

    ``read_as`` returns what a match reads as, ``None`` if as it stands. ``literal`` is part of every match.
    """

    reading: str
    triggers: Sequence[Trigger]
    expression: Pattern[str]
    read_as: Callable[[Match[str]], str | None]
    is_decoded: bool = False
    literal: str = ""

    def read(self, text: str, budget: Budget) -> Iterator[View]:
        if self.literal not in text:
            return
        replacements = list(self._replacements(text, budget))
        if replacements:
            yield spliced(text, replacements, self.reading, is_decoded=self.is_decoded)

    def _replacements(self, text: str, budget: Budget) -> Iterator[Replacement]:
        spent = 0
        for match in matches(self.expression, text, budget):
            budget.remaining()
            replaced = self.read_as(match)
            if replaced is not None and replaced != match[0]:
                yield match.start(), match.end(), replaced
                spent += len(replaced)
                if spent > MOST_CHARACTERS:
                    raise NotInspected("a text that is too long once it is decoded")
