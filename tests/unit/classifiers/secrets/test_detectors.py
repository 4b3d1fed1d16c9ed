"""The set of detectors as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from classifiers.detector import Detector, FieldDetector
from classifiers.hit import Hit
from classifiers.recognizers.secrets.detectors import secret_detectors
from classifiers.recognizers.secrets.vocabulary import Row, secret_labels

ROWS = list(secret_labels())
Found = Callable[..., set[tuple[str, str]]]


def test_every_label_that_can_be_found_is_told_once(detectors: Sequence[Detector]) -> None:
    names = [name for name, *_ in ROWS]
    assert len(names) == len(set(names))
    assert frozenset(names) == frozenset(label for each in detectors for label in each.labels)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_an_example_is_found_and_a_near_miss_is_not(found: Found, row: Row) -> None:
    name, _, example, near_miss, _ = row
    assert name in dict(found(example))
    assert name not in dict(found(near_miss))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_is_found_is_explained_without_a_word_of_it(hits: Callable[..., list[Hit]], row: Row) -> None:
    for hit in hits(row[2]):
        taken = row[2][hit.start : hit.end]
        assert hit.evidence.pattern
        assert taken not in hit.evidence.pattern
        assert 0.4 <= hit.score <= 1.0


def test_only_the_labels_asked_for_are_looked_for() -> None:
    assert secret_detectors(["payment_card"]) == ()
    (only,) = secret_detectors(["secret.npm_token", "payment_card"])[:1]
    assert only.labels == {"secret.npm_token"}


def test_every_detector_has_triggers_or_goes_by_names(detectors: Sequence[Detector]) -> None:
    assert all(bool(each.triggers) is not isinstance(each, FieldDetector) for each in detectors)
    for each in detectors:
        for trigger in each.triggers:
            assert not re.search(trigger.expression, "", re.IGNORECASE), "it would match in every text"
