"""What a prefilter is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol, TypeAlias

from classifiers.budget import Budget
from classifiers.shadow import SEPARATOR, shadow, without_separators

Ends: TypeAlias = Sequence[int] | None
"""Where matches of a trigger's prefilter end in a text: all of them, ascending; ``None`` if that was not asked."""

Occurrences = Mapping[int, Mapping[int, Ends]]
"""For the index of a text: for the index of a trigger that matches in it, where. Texts without any are absent."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The shadows of several texts in one, and where each begins."""

    shadow: bytes
    starts: Sequence[int]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Joined:
        joined = SEPARATOR.join(texts)
        if joined.count(SEPARATOR) >= len(texts):
            joined = SEPARATOR.join(map(without_separators, texts))
        starts = [0, *accumulate(len(text) + len(SEPARATOR) for text in texts[:-1])]
        return cls(shadow(joined).encode("ascii"), starts)


class Prefilter(Protocol):
    """Made once for some triggers. Safe for threads."""

    def occurrences(self, texts: Sequence[str], budget: Budget) -> Occurrences:
        """Return which triggers occur in which of ``texts``.

        Raises:
            NotInspected: The time ran out, or there is more than can be followed up.
        """
