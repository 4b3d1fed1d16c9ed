"""The detectors of our own, for some labels: the one list of them."""

from __future__ import annotations

from collections.abc import Collection

from classifiers.detector import Detector
from classifiers.labels import LABELS
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
        *_field_detectors(wanted),
    )
    return tuple(detector for detector in detectors if detector.labels & wanted)


def _field_detectors(wanted: frozenset[str]) -> tuple[Detector, ...]:
    if not any(label.field for name, label in LABELS.items() if name in wanted):
        return ()
    from classifiers.fields.detector import VocabularyDetector  # noqa: PLC0415  (reads a file, with pydantic)
    from classifiers.fields.vocabulary_file import built_in  # noqa: PLC0415

    return (VocabularyDetector([built_in()]),)
