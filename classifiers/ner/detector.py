"""A model's findings, asked for once a message: what is slow is to go to another process at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.hit import Hit
from classifiers.ner.entities import NamedEntities


class ModelDetector:
    """Implements ``classifiers.detector.BatchDetector``. The model stays its owner's to close."""

    triggers: Sequence[Trigger] = ()

    def __init__(self, model: NamedEntities) -> None:
        self._model = model
        self.labels = model.labels

    def find(self, text: Text, budget: Budget) -> Iterable[Hit]:
        return self.find_many([text.value], budget).get(0, ())

    def find_many(self, texts: Sequence[str], budget: Budget) -> Mapping[int, Sequence[Hit]]:
        found = self._model.find_many(texts, budget.remaining())
        return {index: hits for index, hits in enumerate(found) if hits}
