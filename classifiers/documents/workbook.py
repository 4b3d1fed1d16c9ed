"""Sheets of a workbook (ECMA-376, part 1, section 18): each cell with the words of its column and row.

Hidden sheets, rows and columns are like any other. Formulas and their last results are texts of their own. What a
sheet has beside its cells is read like any part of an Office file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from classifiers.documents.limits import Opening, Source
from classifiers.documents.markup import Element
from classifiers.documents.office import OfficeReader
from classifiers.documents.tables import Columns
from classifiers.finding import Leaf, NotInspected

_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_OF_CELLS = frozenset({"r", "s", "t", "spans"})
_PLACE = re.compile(r"[A-Za-z]{0,9}[0-9]{0,7}(?::[0-9]{1,5})?")
_EXACT = 2.0**63  # below it, the digits of a whole float are those of the integer


class SharedStrings(OfficeReader):
    """The strings that cells of all sheets refer to by number."""

    def __init__(self, source: Source, opening: Opening) -> None:
        super().__init__(source, opening)
        self.strings: list[str] = []
        self.used: set[int] = set()
        self._current: list[str] = []

    def said(self, text: str, element: Element) -> None:
        if element.name == "si":
            self._current.append(text)
        else:
            super().said(text, element)

    def closed(self, element: Element, above: Element) -> None:
        super().closed(element, above)
        if element.name == "si":
            self.strings.append("\n".join(self._current))
            self._current = []

    def at(self, index: str) -> str:
        """Return the string of a cell. Raises ``NotInspected`` if there is none."""
        try:
            string = self.strings[int(index)]
        except (ValueError, IndexError):
            raise NotInspected("a cell that refers to no string") from None
        self.used.add(int(index))
        return string

    def unused(self) -> Iterator[Leaf]:
        """Yield the strings that no cell has: what was deleted may still be here."""
        for index, string in enumerate(self.strings):
            if string and index not in self.used:
                yield self.source.leaf(string, f"/{index}")


class SheetReader(OfficeReader):
    """Reads one sheet; cells refer to ``strings``."""

    def __init__(self, source: Source, opening: Opening, strings: SharedStrings | None) -> None:
        super().__init__(source, opening)
        self._strings = strings
        self._columns = Columns()
        self._row: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._numbers: set[str] = set()
        self._cell = ""
        self._cells = 0
        self._type = ""

    def opened(self, name: str, attributes: Mapping[str, str]) -> Element:
        if name == "c":
            self._cell = attributes.get("r", "")
            self._cells += 1
            self._type = attributes.get("t", "n")
        return super().opened(name, attributes)

    def telling(self, name: str, attributes: Mapping[str, str]) -> Mapping[str, str]:
        """Leave out where cells are and of which type and style: a million attributes that say nothing."""
        if name not in {"c", "row"}:
            return attributes
        return {key: value for key, value in attributes.items() if not (key in _OF_CELLS and _PLACE.fullmatch(value))}

    def said(self, text: str, element: Element) -> None:
        if element.name == "is":
            self._value(text)
        else:
            super().said(text, element)

    def closed(self, element: Element, above: Element) -> None:
        if above.name == "c" and element.name == "v":
            self._value("".join(element.own))
        elif above.name == "c" and element.name == "f":
            self.give("".join(element.own), at=f"/{self._place()}/formula")
        else:
            super().closed(element, above)
            if element.name == "row":
                self._end_of_row()

    def finish(self) -> None:
        self._end_of_row()  # of cells outside of any row
        super().finish()

    def _value(self, text: str) -> None:
        if self._type == "s":
            if self._strings is None:
                raise NotInspected("a cell that refers to no string")
            text = self._strings.at(text)
        is_number = self._type == "n"
        matched = _COLUMN.fullmatch(self._cell)
        column = matched[1] if matched else f"#{len(self._row)}"
        if column in self._row:  # two values, or two cells at one place: a program shows one of them
            column = f"#{len(self._row)}"
        self._row[column] = _plain(text) if is_number else text
        self._places[column] = self._place()
        if is_number:
            self._numbers.add(column)

    def _place(self) -> str:
        return self._cell if _COLUMN.fullmatch(self._cell) else f"cells/{self._cells}"

    def _end_of_row(self) -> None:
        words = self._columns.words(self._row)
        for column, text in self._row.items():
            if text:
                at = f"/{self._places[column]}"
                self.give(text, words[column], at, is_number=column in self._numbers)
        self._row, self._places, self._numbers = {}, {}, set()


def _plain(number: str) -> str:
    """Return a number's digits as a person sees them: ``4.111111111111111E15`` is a card number."""
    try:
        value = float(number)
    except ValueError:
        return number
    return str(int(value)) if not number.isdigit() and value.is_integer() and abs(value) < _EXACT else number
