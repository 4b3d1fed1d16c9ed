"""A dictionary of restricted terms, and the files it is read from.

A file has one term a line (blank lines and lines that begin with ``#`` say nothing) or is a CSV table (RFC 4180) whose
first column has the terms. Everything that is wrong with a file is told at once, by line, and never with the term: what
a list holds is itself restricted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from classifiers.lists.faults import InvalidList, misnamed
from classifiers.lists.folding import term_of

LEAST_CHARACTERS = 2
"""Of a term, in bytes of UTF-8: a single letter or digit stands everywhere, a single ideograph may be a name."""

MOST_WORDS = 32


class Layout(StrEnum):
    """How a file holds its terms."""

    LINES = "lines"
    CSV = "csv"
    CSV_WITH_HEADER = "csv-with-header"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Terms of one label. ``terms`` are folded, sorted, each once, with a line feed after each."""

    name: str
    label: str
    title: str
    terms: bytes

    def __len__(self) -> int:
        return self.terms.count(b"\n")

    def __repr__(self) -> str:
        return f"Dictionary({self.name!r}, {self.label!r}, {len(self)} terms)"


def read_dictionary(
    path: Path, label: str, *, name: str = "", title: str = "", layout: Layout = Layout.LINES
) -> Dictionary:
    """Return the dictionary in a file of UTF-8. Its name is by default the file's, without the suffix.

    Raises:
        InvalidList: With everything that is wrong with it.
        OSError: It cannot be read.
    """
    name = name or path.stem.lower().replace(" ", "-")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidList(name, [(0, "not UTF-8")]) from None
    return dictionary_of(text.splitlines(keepends=True), label, name=name, title=title, layout=layout)


def dictionary_of(
    lines: Iterable[str], label: str, *, name: str, title: str = "", layout: Layout = Layout.LINES
) -> Dictionary:
    """Return the dictionary of terms in ``lines``.

    Raises:
        InvalidList: With everything that is wrong with them.
    """
    faults = misnamed(name, label)
    terms: set[bytes] = set()
    try:
        for line, text in _plain(lines) if layout is Layout.LINES else _column(lines, layout):
            term = term_of(text)
            if fault := _fault(term):
                faults.append((line, fault))
            terms.add(term)
    except csv.Error:
        faults.append((0, "not a CSV table"))
    if not terms:
        # An emptied file looks like this too, and would release what it used to hold back.
        faults.append((0, "no terms"))
    if faults:
        raise InvalidList(name, faults)
    return Dictionary(name, label, title or name, b"".join(term + b"\n" for term in sorted(terms)))


def _plain(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    for line, text in enumerate(lines, start=1):
        if text.strip() and not text.lstrip().startswith("#"):
            yield line, text


def _column(lines: Iterable[str], layout: Layout) -> Iterator[tuple[int, str]]:
    reader = csv.reader(lines, strict=True)
    for row in islice(reader, int(layout is Layout.CSV_WITH_HEADER), None):
        if row and row[0].strip():
            yield reader.line_num, row[0]


def _fault(term: bytes) -> str:
    if len(term) < LEAST_CHARACTERS:
        return "a term needs at least two letters or digits"
    if term.count(b" ") >= MOST_WORDS:
        return f"a term has at most {MOST_WORDS} words"
    return ""
