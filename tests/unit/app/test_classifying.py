"""A model lives as long as what uses it."""

from __future__ import annotations

import gc
from collections.abc import Mapping

import pytest

from classifiers.ner.entities import TITLES
from gateway.app import classifying
from gateway.app.classifying import inspector_of, scanner_of
from gateway.settings.model import ClassifierSettings

SETTINGS = ClassifierSettings(model="some_model")


class Model:
    labels = frozenset(TITLES)
    titles: Mapping[str, str] = TITLES

    def __init__(self) -> None:
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> list[Model]:
    """Return the models that are made."""
    made: list[Model] = []

    def make(name: str) -> Model:
        made.append(Model())
        return made[-1]

    monkeypatch.setattr(classifying, "NamedEntities", make)
    return made


def test_a_model_ends_with_the_scanner_that_it_is_for(models: list[Model]) -> None:
    scanner = scanner_of(frozenset({"organisation"}), SETTINGS)
    assert scanner.labels == {"organisation"}
    assert [model.is_closed for model in models] == [False]
    del scanner
    gc.collect()
    assert [model.is_closed for model in models] == [True]


def test_a_model_is_made_only_where_its_labels_are_looked_for(models: list[Model]) -> None:
    scanner_of(frozenset({"payment_card"}), SETTINGS)
    inspector_of((), SETTINGS)
    scanner_of(frozenset({"personal"}), ClassifierSettings())
    assert models == []


def test_a_model_ends_where_no_scanner_can_be_made(models: list[Model]) -> None:
    with pytest.raises(ValueError, match="neither a label nor a family: unknown"):
        scanner_of(frozenset({"organisation", "unknown"}), SETTINGS)
    assert [model.is_closed for model in models] == [True]
