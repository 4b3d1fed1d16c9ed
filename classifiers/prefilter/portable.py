"""All triggers one after the other, where there is no Hyperscan. The same answers, slower."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import regex  # ships no types

from classifiers.budget import Budget
from classifiers.expressions import Shape
from classifiers.finding import NotInspected
from classifiers.prefilter.occurrences import Joined, Occurrences


class Portable:
    """Implements ``classifiers.prefilter.occurrences.Prefilter``."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._expressions = [
            regex.compile(shape.prefilter.encode("ascii"), regex.IGNORECASE if shape.ignores_case else 0)
            for shape in shapes
        ]

    def occurrences(self, texts: Sequence[str], budget: Budget) -> Occurrences:
        joined = Joined.of(texts)
        found: dict[int, dict[int, None]] = {}
        for trigger, expression in enumerate(self._expressions):
            try:
                for match in expression.finditer(joined.shadow, timeout=budget.remaining()):
                    found.setdefault(bisect_right(joined.starts, match.start()) - 1, {})[trigger] = None
            except TimeoutError:
                raise NotInspected("a trigger did not get through the texts in time") from None
        return found
