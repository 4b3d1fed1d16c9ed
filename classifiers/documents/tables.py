"""What the cells of a table are about: the names above their column, and the name before their row."""

from __future__ import annotations

import re
from collections.abc import Mapping

from classifiers.leaves import words_of

MAX_HEADERS = 5  # rows of nothing but words at the top: a title, a header in two lines
MAX_WORDS = 8
MAX_NAME = 80  # characters; what is longer names nothing

_DIGIT = re.compile(r"\d")


class Columns:
    """The words for each cell, learnt from the rows as they come.

    The first row and every row after it up to the first with a digit are names of columns.
    """

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, ...]] = {}
        self._headers = 0

    def words(self, row: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """Return the words for the cells of a row, by column; the row comes in its order."""
        first = next(iter(row), "")
        label = _name_words(row.get(first, "")) if not _DIGIT.search(row.get(first, "")) else ()
        words = {column: self._words.get(column, ()) + (label if column != first else ()) for column in row}
        self._learn(row)
        return words

    def _learn(self, row: Mapping[str, str]) -> None:
        if self._headers >= MAX_HEADERS or not any(row.values()):
            return
        if self._headers and any(_DIGIT.search(text) for text in row.values()):
            self._headers = MAX_HEADERS
            return
        self._headers += 1
        for column, text in row.items():
            self._words[column] = (self._words.get(column, ()) + _name_words(text))[-MAX_WORDS:]


def _name_words(text: str) -> tuple[str, ...]:
    return words_of(text)[:MAX_WORDS] if 0 < len(text) <= MAX_NAME else ()
