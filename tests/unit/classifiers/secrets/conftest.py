"""What the detectors of secrets find in a text, by label and by what they took."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from classifiers.budget import Budget
from classifiers.detector import Detector, FieldDetector, Text
from classifiers.hit import Hit
from classifiers.recognizers.secrets.detectors import secret_detectors
from classifiers.recognizers.secrets.vocabulary import secret_labels

AMPLE_SECONDS = 60.0


@pytest.fixture(scope="session")
def detectors() -> Sequence[Detector]:
    return secret_detectors([name for name, *_ in secret_labels()])


@pytest.fixture(scope="session")
def hits(detectors: Sequence[Detector]) -> Callable[..., list[Hit]]:
    """Return the hits of all detectors, also of those whose triggers are not in the text."""

    def of(value: str, words: tuple[str, ...] = ()) -> list[Hit]:
        text, budget = Text(value, words), Budget(AMPLE_SECONDS)
        asked = [each for each in detectors if not isinstance(each, FieldDetector) or each.claims(words)]
        return [hit for each in asked for hit in each.find(text, budget)]

    return of


@pytest.fixture(scope="session")
def found(hits: Callable[..., list[Hit]]) -> Callable[..., set[tuple[str, str]]]:
    def of(value: str, words: tuple[str, ...] = ()) -> set[tuple[str, str]]:
        return {(hit.label, value[hit.start : hit.end]) for hit in hits(value, words)}

    return of
