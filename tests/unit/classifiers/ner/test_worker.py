"""What a worker process says, asked without a process."""

from __future__ import annotations

import multiprocessing
import threading
from pathlib import Path

import pytest

from classifiers.ner.worker import work


def answers(model: str, *batches: list[str]) -> list[object]:
    """Return what is said of a model and then of each batch."""
    ours, theirs = multiprocessing.Pipe()
    thread = threading.Thread(target=work, args=(theirs, model))
    thread.start()
    said: list[object] = [ours.recv()]
    for batch in batches:
        ours.send(batch)
        said.append(ours.recv())
    ours.close()
    thread.join()
    theirs.close()
    return said


def test_a_worker_says_what_its_model_knows_and_then_answers(model: Path) -> None:
    labels, first, none = answers(
        str(model), ["", "Please ask Acme for the contract before noon"], ["Nothing of the sort is known"]
    )

    assert labels == {"PERSON", "GPE", "ORG", "EVENT"}
    assert first == [[], [(11, 15, "ORG")]]
    assert none == [[]]


@pytest.mark.parametrize(
    ("name", "error"), [("orjson", "AttributeError"), ("no_such_package", "OSError"), ("no.such.package", "OSError")]
)
def test_what_is_no_model_is_said_in_words(name: str, error: str) -> None:
    assert answers(name) == [f"spaCy cannot load it ({error})"]


def test_a_directory_without_a_model_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}")

    assert answers(str(tmp_path)) == ["spaCy cannot load it (ValueError)"]


def test_a_model_without_entities_is_said_in_words(model_without_entities: Path) -> None:
    assert answers(str(model_without_entities)) == ["it has no part that recognises entities"]
