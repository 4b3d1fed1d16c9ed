"""Find a spaCy model that is there. None is ever downloaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path


class NoModel(ValueError):
    """A model cannot be used."""


def located(model: str) -> str:
    """Return what ``spacy.load`` takes: the name of an installed package, or a directory with a model.

    Raises:
        NoModel: It is neither.
    """
    if (Path(model) / "meta.json").is_file():
        return str(Path(model).resolve())
    try:
        distribution(model)
    except (PackageNotFoundError, ValueError):
        raise NoModel(
            f"the spaCy model `{model}` is not installed, and is no directory with a model; none is downloaded"
        ) from None
    return model


def entities_of(model: str) -> frozenset[str]:
    """Return the labels that a located model says it has for named entities, which takes no loading.

    Raises:
        NoModel: It says nothing of the kind, or has none.
    """
    for path in _descriptions(model):
        try:
            labels = json.loads(path.read_bytes())["labels"]["ner"]
        except (OSError, ValueError, LookupError, TypeError):
            continue
        if isinstance(labels, list) and labels:
            return frozenset(map(str, labels))
    raise NoModel(f"the spaCy model `{model}` has no part that recognises entities")


def _descriptions(model: str) -> Iterator[Path]:
    """Yield where the description of a model may be: https://spacy.io/api/data-formats#meta."""
    directory = Path(model)
    if not directory.is_absolute():
        package = find_spec(model)
        directory = Path(((package and package.submodule_search_locations) or [""])[0])
    yield directory / "meta.json"
