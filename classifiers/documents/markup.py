"""XML: every text, attribute, comment and instruction, read as it comes.

The reader is expat under handlers of ours. A document type is refused, and with it every entity that someone
declared: neither "billion laughs" nor a file from elsewhere can stand behind a reference.

Text that is split over elements is joined (``<b>41</b>11``) where it makes up a sentence. What does so in XML that
nobody knows is guessed: an element with text beside its children, and what paragraphs are called in common
vocabularies. ``office.py`` knows better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from classifiers.documents.data_uris import data_uri_sources
from classifiers.documents.limits import Opening, Source
from classifiers.finding import Leaf, NotInspected
from classifiers.leaves import words_of

MAX_DEPTH = 256
MAX_WORDS = 8
CHUNK = 64 * 1024
TOGETHER = 4_000
"""Characters of sentences that are given as one text: what stands in a label is context for what comes next."""

ALL = 0b1111
"""Readings of a sentence. Office files hold changes that are not accepted yet, and alternatives."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What elements mean, by their local names.

    ``sentences`` hold text that belongs together; of that, where it is known, only what is ``written``. ``marks``
    stand for a character. ``readings`` are elements that not every reading of a sentence has.
    """

    sentences: frozenset[str]
    written: frozenset[str] | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, int] = field(default_factory=dict)


UNKNOWN = Vocabulary(
    # Paragraphs and headings of XHTML, DocBook and OpenDocument, texts of SVG.
    frozenset({"p", "h", "h1", "h2", "h3", "h4", "h5", "h6", "li", "para", "simpara", "td", "text", "title"}),
    marks={"br": "\n", "line-break": "\n", "tab": "\t", "s": " "},
)


@dataclass(slots=True)
class Element:
    """An element that is open. ``pieces`` is what it adds to a sentence, each with the readings that have it."""

    name: str
    words: tuple[str, ...]
    readings: int = ALL
    in_sentence: bool = False
    own: list[str] = field(default_factory=list)
    pieces: list[tuple[str, int]] = field(default_factory=list)
    has_text_below: bool = False


def markup_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield every text of an XML document.

    Raises:
        NotInspected: It is not well formed, has a document type, or nests too deep.
    """
    return MarkupReader(source, opening, UNKNOWN).leaves()


class MarkupReader:
    """Collects leaves while expat reads."""

    def __init__(self, source: Source, opening: Opening, vocabulary: Vocabulary) -> None:
        self.source = source
        self.open = [Element("", ())]
        self._opening = opening
        self._vocabulary = vocabulary
        self._ready: list[Leaf] = []
        self._inner: list[Source] = []
        self._together: list[str] = []
        self._length = 0
        self._aside: list[str] = []
        self._given = 0
        self._held = 0  # characters of what is ready
        self._seen: set[tuple[str, str]] = set()

    def leaves(self) -> Iterator[Leaf]:
        parser = self._parser()
        content = self.source.content
        for start in range(0, len(content) + 1, CHUNK):
            self._opening.budget.remaining()
            try:
                parser.Parse(content[start : start + CHUNK], start + CHUNK > len(content))
            except (expat.ExpatError, LookupError, ValueError):
                raise NotInspected("XML that is not well formed, or in an unknown character set") from None
            yield from self._taken()
        self.finish()
        yield from self._taken()

    def finish(self) -> None:
        """Give what is still held."""
        self._flush()
        self.give("\n".join(self._aside))

    def opened(self, name: str, attributes: Mapping[str, str]) -> Element:
        """Return the element that begins; ``name`` has no prefix."""
        above, vocabulary = self.open[-1], self._vocabulary
        readings = above.readings & vocabulary.readings.get(name, ALL)
        if name in vocabulary.marks:
            above.pieces.append((vocabulary.marks[name], readings))
        words = words_of(attributes.get("name", ""))[:MAX_WORDS]
        if vocabulary.written is None:
            words = words_of(name) + words
        in_sentence = above.in_sentence or name in vocabulary.sentences
        return Element(name, (above.words + words)[-MAX_WORDS:], readings, in_sentence)

    def telling(self, _name: str, attributes: Mapping[str, str]) -> Mapping[str, str]:
        """Return the attributes of an element that may say something: all of them, unless more is known."""
        return attributes

    def closed(self, element: Element, above: Element) -> None:
        """Give what an element says, and to the element above what it adds there."""
        own = "".join(element.own)
        has_own = bool(own) and not own.isspace()
        is_written = self._is_written(element)
        if not is_written:
            self.give(own, element.words)
        if element.name in self._vocabulary.sentences:
            for text in readings_of(element.pieces):
                self.said(text, element)
            if self._vocabulary.written is None:
                above.pieces.append(("\n", element.readings))
            return
        if has_own and is_written and not element.in_sentence:
            for text in readings_of(element.pieces):
                self.give(text, element.words)
        above.has_text_below |= has_own or element.has_text_below
        if not above.pieces:
            above.pieces = element.pieces
        else:
            above.pieces.extend(element.pieces)

    def said(self, text: str, element: Element) -> None:
        """Give a sentence: by itself if its element says what it is, else with those around it."""
        if self._vocabulary.written is None:
            self.give(text, element.words)
            return
        self._together.append(text)
        self._length += len(text)
        if self._length > TOGETHER:
            self._flush()

    def give(self, text: str, words: tuple[str, ...] = (), at: str | None = None, *, is_number: bool = False) -> None:
        if text and not text.isspace():
            self._ready.append(self.source.leaf(text, at or f"/{self._given}", words, is_number=is_number))
            self._given += 1
            self._held += len(text)
            self._opening.hold(self._held)

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.EntityDeclHandler = _refuse_document_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._remark
        parser.ProcessingInstructionHandler = self._instruction
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) > MAX_DEPTH:
            raise NotInspected("XML that nests too deep")
        element = self.opened(name.rpartition(":")[2], attributes)
        self.open.append(element)
        self._name(name)
        for attribute, value in self.telling(element.name, attributes).items():
            self._name(attribute)
            if value and (attribute, value) not in self._seen:
                self._seen.add((attribute, value))
                self._attribute(value, element.words, attribute)

    def _end(self, _name: str) -> None:
        self.closed(self.open.pop(), self.open[-1])

    def _text(self, text: str) -> None:
        element = self.open[-1]
        element.own.append(text)
        if self._is_written(element):
            element.pieces.append((text, element.readings))

    def _is_written(self, element: Element) -> bool:
        """Return whether an element's own text is part of what its pieces say."""
        written = self._vocabulary.written
        return written is None or (element.in_sentence and element.name in written)

    def _attribute(self, value: str, words: tuple[str, ...], attribute: str) -> None:
        """Give an attribute. Of a known vocabulary there are thousands that say little: they are one text."""
        if self._vocabulary.written is None:
            self.give(value, words + words_of(attribute))
            self._inner.extend(data_uri_sources(value, self.source))
        else:
            self._aside.append(value)

    def _name(self, name: str) -> None:
        if (name, "") in self._seen:
            return
        self._seen.add((name, ""))
        if self._vocabulary.written is None:
            self._ready.append(self.source.name_leaf(name, f"/{self._given}"))
        else:
            self._aside.append(name)

    def _remark(self, text: str) -> None:
        self.give(text)

    def _instruction(self, target: str, text: str) -> None:
        self.give(f"{target} {text}")

    def _flush(self) -> None:
        if self._together:
            self.give("\n".join(self._together))
        self._together, self._length = [], 0

    def _taken(self) -> Iterator[Leaf]:
        ready, self._ready, self._held = self._ready, [], 0
        inner, self._inner = self._inner, []
        yield from ready
        for source in inner:
            yield from self._opening.inside(source)


def readings_of(pieces: Iterable[tuple[str, int]]) -> list[str]:
    """Return every reading of a sentence that differs and says something."""
    pieces = list(pieces)
    readings = [ALL] if all(each == ALL for _, each in pieces) else [1, 2, 4, 8]
    texts = dict.fromkeys("".join(text for text, each in pieces if each & reading) for reading in readings)
    return [text for text in texts if text and not text.isspace()]


def _refuse_document_type(*_: object) -> None:
    raise NotInspected("XML with a document type, which could declare anything")
