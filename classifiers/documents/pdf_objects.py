"""Every object of a PDF (ISO 32000-2, section 7.3), in force or not, found by looking for it.

A PDF is saved by appending to it, so what was replaced or deleted is often still there. Whoever follows the
references from the trailer does not see it; whoever looks for ``4 0 obj`` does. Objects within object streams are
found in these.
"""

from __future__ import annotations

import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
    read_object,
)

from classifiers.documents.texts import printable_runs
from classifiers.finding import NotInspected

_OBJECT = re.compile(rb"(?<![0-9])[0-9]{1,10}[\x00\t\n\f\r ]+[0-9]{1,5}[\x00\t\n\f\r ]+obj(?![a-z])")
_AFTER_SPACE = re.compile(rb"[\x00\t\n\f\r ]{0,64}(" + _OBJECT.pattern + rb")")
_STREAM = re.compile(rb"stream\r?\n")
_COMMENT = re.compile(rb"%[^\r\n]*")
_STRUCTURE = re.compile(
    rb"\bendobj\b|\btrailer\b|\bstartxref\s+[0-9]+\s+%%EOF|"
    rb"\bxref\s+(?:[0-9]+ [0-9]+\s+(?:[0-9]{10} [0-9]{5} [nf]\s{1,2})*\s*)+"
)
_IN_NO_GAP = re.compile(rb"[\x01-\x08\x0e-\x1f]")  # NUL is white space (section 7.2.3)


@dataclass(frozen=True, slots=True)
class Found:
    """An object and where it stands. ``is_current`` tells it from what a later one replaced."""

    number: int
    is_current: bool
    value: PdfObject | None


class Objects:
    """The objects of one file. ``found`` is gone through once, and then ``loose_text`` knows what was between them."""

    def __init__(self, reader: PdfReader, content: bytes) -> None:
        self._reader = reader
        self._content = content
        self._current = dict(self._in_tables())
        self._offsets = sorted({match.start() for match in _OBJECT.finditer(content)} | {*self._current.values()})
        self._loose: list[bytes] = []

    def found(self) -> Iterator[Found]:
        """Yield every object, those in object streams after the stream."""
        for offset, number, generation, value in self._parsed():
            yield Found(number, self._current.get((number, generation)) == offset, value)
            if isinstance(value, StreamObject) and entry_of(value, "/Type") == "/ObjStm":
                yield from self._packed(number, value)

    def loose_text(self) -> str:
        """Return what stands in comments and between objects, where nobody looks.

        Raises:
            NotInspected: It is no text: another file may hide there.
        """
        text = _STRUCTURE.sub(b"\n", b"\n".join(self._loose))
        if _IN_NO_GAP.search(text):
            raise NotInspected("a PDF with something between its objects")
        return printable_runs(text)

    def _in_tables(self) -> Iterator[tuple[tuple[int, int], int]]:
        """Yield numbers and offsets of the objects in force; tables point to white space before them, too."""
        for generation, offsets in self._reader.xref.items():
            for number, offset in offsets.items():
                match = _AFTER_SPACE.match(self._content, max(offset, 0))
                if match:
                    yield (number, generation), match.start(1)

    def _parsed(self) -> Iterator[tuple[int, int, int, PdfObject | None]]:
        """Yield offset, number, generation and object, but for what looks like one within a stream."""
        stream = io.BytesIO(self._content)
        listed = {*self._current.values()}
        end = 0
        for offset in self._offsets:
            if offset < end and offset not in listed:
                continue
            self._loose.append(self._content[end:offset])
            stream.seek(offset)
            number, generation = self._reader.read_object_header(stream)
            value = read_object(stream, self._reader)
            head = self._content[offset : stream.tell()]
            begins = _STREAM.search(head)
            self._loose += _COMMENT.findall(head[: begins.start() if begins else None])
            end = max(end, stream.tell())
            yield offset, number, generation, value
        self._loose.append(self._content[end:])

    def _packed(self, number: int, stream: StreamObject) -> Iterator[Found]:
        """Yield the objects of an object stream (section 7.5.7)."""
        data = stream.get_data()
        first, count = stream["/First"], stream["/N"]
        if not isinstance(first, int) or not isinstance(count, int):
            raise NotInspected("a PDF with a damaged object stream")
        heads = [int(each) for each in data[:first].split()]
        if len(heads) != 2 * count:
            raise NotInspected("a PDF with a damaged object stream")
        for index, (inner, at) in enumerate(zip(heads[::2], heads[1::2], strict=True)):
            packed = io.BytesIO(data)
            packed.seek(first + at)
            is_current = self._reader.xref_objStm.get(inner) == (number, index)
            yield Found(inner, is_current, read_object(packed, self._reader))


def texts_of(value: PdfObject | None) -> Iterator[tuple[str, str]]:
    """Yield the strings within an object, each with the name of the entry it is in."""
    for key, each in _scalars_of(value):
        if isinstance(each, TextStringObject):
            yield key, _as_utf8(each.original_bytes) or str(each)
        elif isinstance(each, ByteStringObject):
            yield key, printable_runs(bytes(each))


def names_of(value: PdfObject | None) -> Iterator[str]:
    """Yield the names within an object: of entries, and those that are values."""
    for dictionary in dictionaries_of(value):
        yield from (str(name)[1:] for name in dictionary)
    yield from (str(each)[1:] for _, each in _scalars_of(value) if isinstance(each, NameObject))


def _scalars_of(value: PdfObject | None) -> Iterator[tuple[str, object]]:
    todo: list[tuple[str, object]] = [("", value)]
    while todo:
        key, each = todo.pop()
        if isinstance(each, DictionaryObject):
            todo.extend((str(name)[1:], each.raw_get(name)) for name in each)
        elif isinstance(each, ArrayObject):
            todo.extend((key, element) for element in reversed(each))
        else:
            yield key, each


def dictionaries_of(value: PdfObject | None) -> Iterator[DictionaryObject]:
    """Yield the dictionaries within an object, itself first: a font may stand within the resources of a page."""
    todo: list[object] = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, DictionaryObject):
            yield each
            todo.extend(each.raw_get(name) for name in each)
        elif isinstance(each, ArrayObject):
            todo.extend(each)


def entry_of(dictionary: DictionaryObject, name: str) -> object:
    """Return an entry, whether it stands there or elsewhere; ``get`` does not look elsewhere."""
    entry = dictionary.get(name)
    return entry.get_object() if isinstance(entry, PdfObject) else None


def _as_utf8(content: bytes) -> str | None:
    """Return a string with a byte order mark of UTF-8 (ISO 32000-2, section 7.9.2.2.1), which pypdf does not know."""
    return content.decode("utf-8-sig", "replace") if content.startswith(BOM_UTF8) else None
