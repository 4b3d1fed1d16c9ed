"""What runs in a process of its own: load the model once, then answer batches of texts until the pipe closes."""

from __future__ import annotations

from multiprocessing.connection import Connection
from typing import TypeAlias

Entity: TypeAlias = tuple[int, int, str]
"""Start, end and the model's own label."""

Batch: TypeAlias = list[str]
Entities: TypeAlias = list[list[Entity]]
"""Of each text of a batch."""


def work(connection: Connection, model: str) -> None:
    """Send the labels that the model has for entities, or in words why there are none; then answer each batch."""
    import spacy  # noqa: PLC0415  (here alone: whoever starts workers does not need it)

    try:
        pipeline = spacy.load(model)
    except (OSError, ValueError, ImportError, AttributeError) as wrong:  # the last: a package that is no model
        connection.send(f"spaCy cannot load it ({type(wrong).__name__})")
        return
    if "ner" not in pipeline.pipe_names:
        connection.send("it has no part that recognises entities")
        return
    connection.send(frozenset(pipeline.pipe_labels["ner"]))
    while True:
        try:
            batch: Batch = connection.recv()
        except EOFError:
            return
        connection.send(
            [[(each.start_char, each.end_char, each.label_) for each in doc.ents] for doc in pipeline.pipe(batch)]
        )
