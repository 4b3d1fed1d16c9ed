"""Several ways to read a text, each on top of those before it.

A mail has references, tags and percent signs, each in its own places. Reading it in every selection of ways would be
2 to the power of their number; here every way is applied to what the ones before it made, so that there are no more
views than ways, and the last one has them all. What is encoded in something encoded is read in the next round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from classifiers.budget import Budget
from classifiers.detector import Trigger
from classifiers.views.view import Reader, View


class Layers:
    """Implements ``classifiers.views.view.Reader``. The order is that in which a text is more likely encoded."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        self._readers = readers
        self.triggers: tuple[Trigger, ...] = tuple(trigger for reader in readers for trigger in reader.triggers)

    def read(self, text: str, budget: Budget) -> Iterator[View]:
        current: View | None = None
        for reader in self._readers:
            budget.remaining()
            below = current
            for view in reader.read(text if below is None else below.text, budget):
                read = view if below is None else replace(view, reading=f"{below.reading}, {view.reading}", of=below)
                yield read
                if current is below:  # other readings of the same reader are further away from what was written
                    current = read
