"""The XML parts of Office Open XML files (ECMA-376): DOCX, XLSX, PPTX.

No library that knows what a header, a comment or a text box is: it would know some and pass over the rest. Every
part of the package is read, every text and attribute of it. What is known is only what makes up a sentence, and
what a sentence was before changes that are not accepted yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from classifiers.documents.limits import Opening, Source
from classifiers.documents.markup import Element, MarkupReader, Vocabulary
from classifiers.finding import Leaf, NotInspected

FINAL, ORIGINAL = 0b0011, 0b1100  # with changes accepted, or before them
FIRST, FALLBACK = 0b0101, 0b1010  # of alternatives (ECMA-376, part 3, section 7.5)

OFFICE_XML = Vocabulary(
    # Paragraphs of text and drawings, strings and comments of sheets; phonetic guides stand over a sentence.
    sentences=frozenset({"p", "si", "is", "text", "rPh", "rt"}),
    written=frozenset({"t", "delText"}),
    marks={"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    readings={
        "del": ORIGINAL,
        "moveFrom": ORIGINAL,
        "ins": FINAL,
        "moveTo": FINAL,
        "Choice": FIRST,
        "Fallback": FALLBACK,
    },
)
_SYMBOLS = range(0xF000, 0xF100)  # where symbol fonts keep their characters


class OfficeReader(MarkupReader):
    """Reads any part."""

    def __init__(self, source: Source, opening: Opening) -> None:
        super().__init__(source, opening, OFFICE_XML)

    def opened(self, name: str, attributes: Mapping[str, str]) -> Element:
        element = super().opened(name, attributes)
        if name == "sym":  # a character by its number: w:char="F034"
            code = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "char"), "")
            element.pieces.append((_symbol(code), element.readings))
        return element


def office_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield every text of a part."""
    return OfficeReader(source, opening).leaves()


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
        return chr(number & 0xFF if number in _SYMBOLS else number)
    except (ValueError, OverflowError):
        raise NotInspected("a symbol that is none") from None
