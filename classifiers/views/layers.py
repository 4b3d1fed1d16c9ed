"""Several ways to read a text, each on top of those before it.

A mail has references, tags and percent signs, each in its own places. Reading it in every selection of ways would be
2 to the power of their number. So ways that cannot be in each other's way make a layer, which gives one view, and
every layer reads what the one before it made. What is encoded in something encoded is for whoever asks again.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import count, islice

from classifiers.budget import Budget
from classifiers.detector import Trigger
from classifiers.views.excerpts import changed_by_both
from classifiers.views.normalise import Normaliser
from classifiers.views.view import Reader, View


class Layers:
    """Implements ``classifiers.views.view.Readers``. The order is that in which a text is more likely encoded.

    Texts with look-alikes are left to ``ForeignLayers``, which is asked about them all.
    """

    def __init__(self, layers: Sequence[Sequence[Reader]], normaliser: Normaliser) -> None:
        self._normaliser = normaliser
        self.triggers: tuple[Trigger, ...] = tuple(
            trigger for layer in layers for reader in layer for trigger in reader.triggers
        )
        numbers = count()
        self._layers = [
            [(reader, tuple(islice(numbers, len(reader.triggers)))) for reader in layer] for layer in layers
        ]

    def read(self, text: str, budget: Budget, occurring: Container[int] | None = None) -> Iterator[View]:
        if next(self._normaliser.read(text, budget), None) is None:
            yield from self.views(text, budget, occurring)

    def views(self, text: str, budget: Budget, occurring: Container[int] | None = None) -> Iterator[View]:
        below: View | None = None
        for layer in self._layers:
            view = _read(layer, text, below, budget, occurring)
            if view is not None and view is not below:
                yield view
            below = view


def _read(
    layer: Sequence[tuple[Reader, Sequence[int]]],
    text: str,
    below: View | None,
    budget: Budget,
    occurring: Container[int] | None,
) -> View | None:
    """Return the view that the readers of a layer make of ``below``, or else of the text."""
    budget.remaining()
    view = below
    for reader, triggers in layer:
        # What occurs is known of the text itself only, and of readers that have triggers.
        if view is None and triggers and occurring is not None and not any(each in occurring for each in triggers):
            continue
        read = next(reader.read(text if view is None else view.text, budget), None)
        if read is None:
            continue
        if view is not None:
            changed = read.changed if view is below else changed_by_both(view, read)
            read = replace(read, reading=f"{view.reading}, {read.reading}", of=view, changed=changed)
        view = read
    return view


class ForeignLayers:
    """Reads texts that are not ASCII, in which nothing need occur that a trigger could tell.

    Implements ``classifiers.views.view.Readers``.
    """

    triggers: tuple[Trigger, ...] = ()

    def __init__(self, normaliser: Normaliser, layers: Layers) -> None:
        self._normaliser = normaliser
        self._layers = layers

    def read(self, text: str, budget: Budget, _occurring: Container[int] | None = None) -> Iterator[View]:
        views = self._normaliser.read(text, budget)
        if next(views, None) is not None:
            yield from self._layers.views(text, budget)
            yield from views
