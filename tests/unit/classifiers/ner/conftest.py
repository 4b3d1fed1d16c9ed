"""A model that knows four names, trained on the spot: none can be installed for tests."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

NAMES = {"Jane Doe": "PERSON", "Ambridge": "GPE", "Acme": "ORG", "Christmas": "EVENT"}
SENTENCES = (
    "Yesterday {} wrote to us about the order",
    "We were told that {} is not what it was",
    "Please ask {} for the contract before noon",
    "The letter from {} came in late again",
    "They say {} will be there on Monday",
)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory of a small English model."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("ner")
    examples = [_example(pipeline, sentence, name) for sentence in SENTENCES for name in NAMES]
    spacy.util.fix_random_seed(1)
    source = random.Random(1)
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(40):
        source.shuffle(examples)
        pipeline.update(examples, sgd=optimizer)
    path = tmp_path_factory.mktemp("models") / "en_tiny"
    pipeline.to_disk(path)
    return path


@pytest.fixture(scope="session")
def model_without_entities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "en_blank"
    spacy.blank("en").to_disk(path)
    return path


def _example(pipeline: spacy.Language, sentence: str, name: str) -> Example:
    text = sentence.format(name)
    start = text.index(name)
    return Example.from_dict(pipeline.make_doc(text), {"entities": [(start, start + len(name), NAMES[name])]})
