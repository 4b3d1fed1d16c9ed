"""The detectors of our own, for some labels: the one list of them."""

from __future__ import annotations

from collections.abc import Collection

from classifiers.detector import Detector
from classifiers.fields.detector import VocabularyDetector
from classifiers.fields.vocabulary_file import built_in
from classifiers.recognizers.cards import CardDetector
from classifiers.recognizers.national import FACTS, NationalNumber
from classifiers.recognizers.secrets.detectors import secret_detectors


def own_detectors(labels: Collection[str]) -> tuple[Detector, ...]:
    """Return the detectors that find any of ``labels``."""
    wanted = frozenset(labels)
    detectors: tuple[Detector, ...] = (
        CardDetector(),
        *secret_detectors(wanted),
        *map(NationalNumber, FACTS),
        VocabularyDetector([built_in()]),
    )
    return tuple(detector for detector in detectors if detector.labels & wanted)
