"""Delimited text (RFC 4180 and its relatives): each cell with the words of its column and row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from classifiers.documents.limits import Opening, Source
from classifiers.documents.tables import Columns
from classifiers.documents.texts import decoded_text
from classifiers.finding import Leaf, NotInspected

_DELIMITERS = ",;\t|"


def csv_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield the cells of a table; what separates them is what the first line has most of.

    Raises:
        NotInspected: It is no text, or a cell is too long.
    """
    text = decoded_text(source.content)
    first = text[: text.find("\n") if "\n" in text else None]
    return _leaves(text, max(_DELIMITERS, key=first.count), source, opening)


def tsv_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield the cells of a table separated by tabs."""
    return _leaves(decoded_text(source.content), "\t", source, opening)


def _leaves(text: str, delimiter: str, source: Source, opening: Opening) -> Iterator[Leaf]:
    columns = Columns()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(rows):
            opening.budget.remaining()
            cells = {str(column): cell for column, cell in enumerate(row)}
            words = columns.words(cells)
            for column, cell in cells.items():
                yield source.leaf(cell, f"/rows/{number}/{column}", words[column])
    except csv.Error:
        raise NotInspected("a table that cannot be taken apart") from None
