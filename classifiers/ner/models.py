"""Find a spaCy model that is there. None is ever downloaded."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
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
