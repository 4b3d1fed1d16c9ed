"""Names of persons, places and organisations in prose, by an installed spaCy model.

Less sure than anything else here: a model guesses from the words around. Fields (``fields/``) are what finds names in
the records of a system; this is for comments, mails and notes. What it does not answer in time was not inspected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.ner.models import NoModel, entities_of, located
from classifiers.ner.pool import Pool
from classifiers.ner.prose import is_prose, pieces
from classifiers.ner.worker import Batch

NAME = "EntityRecognizer"
SCORE = 0.85
"""As Presidio's: a model gives none."""

# The labels of spaCy's models: OntoNotes 5 (English, Chinese) and WikiNER (German, French, Spanish, Italian, ...).
LABELS: Mapping[str, str] = {
    "PERSON": "personal.name",
    "PER": "personal.name",
    "GPE": "personal.location",
    "LOC": "personal.location",
    "FAC": "personal.location",
    "ORG": "organisation",
}
TITLES: Mapping[str, str] = {
    "personal.name": "Name of a person",
    "personal.location": "Place",
    "organisation": "Organisation",
}


def titles_of(model: str) -> Mapping[str, str]:
    """Return the labels that a located model has here, with their titles. Quick: nothing is loaded.

    Raises:
        NoModel: It has none.
    """
    found = {LABELS[label] for label in entities_of(model) if label in LABELS}
    if not found:
        raise NoModel(f"the spaCy model `{model}` finds nothing that has a label here")
    return {label: title for label, title in TITLES.items() if label in found}


MOST_OF_A_BATCH = 16_000
"""Code points. As bytes they fit into the buffer of a pipe: to send them takes no waiting for the worker."""

_LOAD_SECONDS = 60.0


class NamedEntities:
    """What a model finds in prose. Safe for threads; to be closed in the end.

    ``model`` is the name of an installed package or a directory. Each of the ``workers`` is a process with the model
    in its memory.

    Raises:
        NoModel: The model is not installed, cannot be used, or finds nothing that has a label here.
    """

    def __init__(self, model: str, *, workers: int = 1, load_seconds: float = _LOAD_SECONDS) -> None:
        path = located(model)
        try:
            self._pool = Pool(path, workers=workers, load_seconds=load_seconds)
        except NoModel as refused:
            raise NoModel(f"the spaCy model `{model}` cannot be used: {refused}") from None
        self._name = Path(model).name
        self.labels = frozenset(LABELS[label] for label in self._pool.labels if label in LABELS)

    @property
    def titles(self) -> Mapping[str, str]:
        return {label: TITLES[label] for label in self.labels}

    def find_many(self, texts: Sequence[str], budget_seconds: float) -> list[list[Hit]]:
        """Return the hits of each text. Only prose is looked at: of anything else there are none.

        Raises:
            NotInspected: The model did not get through all of it in time.
        """
        parts = [
            (number, start, piece)
            for number, text in enumerate(texts)
            if is_prose(text)
            for start, piece in pieces(text)
        ]
        hits: list[list[Hit]] = [[] for _ in texts]
        if not parts:
            return hits
        answers = self._pool.entities(list(_batches(piece for _, _, piece in parts)), budget_seconds)
        for (number, offset, _), entities in zip(parts, answers, strict=True):
            for start, end, label in entities:
                if label in LABELS:
                    evidence = Evidence(pattern=f"{self._name}: {label}")
                    hits[number].append(Hit(LABELS[label], offset + start, offset + end, SCORE, NAME, evidence))
        return hits

    def close(self) -> None:
        """End the workers."""
        self._pool.close()


def _batches(pieces: Iterator[str]) -> Iterator[Batch]:
    batch: Batch = []
    size = 0
    for piece in pieces:
        if batch and size + len(piece) > MOST_OF_A_BATCH:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece)
    yield batch
