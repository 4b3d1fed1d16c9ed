"""PDF (ISO 32000-2): pages as text, and everything else that holds any, wherever it stands.

The text of pages comes from pypdf. Every string and name of every object is read besides: of annotations, form
fields, outlines, the document's information, scripts, alternative texts, and of what an earlier version of the file
left behind. Of streams, metadata and what else is text is read, embedded files are opened, forms that pages or
annotations draw are read like pages. Programs of fonts, maps of glyphs, colours and functions say nothing.

Not inspected, and so refused: encryption, with an empty password too; text in a font that does not say which
characters its glyphs are; pages on which something is painted and nothing written; an earlier version's pages.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from classifiers.documents.limits import Opening, Source
from classifiers.documents.markup import markup_leaves
from classifiers.documents.pdf_objects import Found, Objects, dictionaries_of, entry_of, names_of, texts_of
from classifiers.documents.pdf_watch import watched
from classifiers.documents.texts import printable_runs
from classifiers.finding import Leaf, NotInspected
from classifiers.leaves import words_of

_ORIENTATIONS = (0, 90, 180, 270)
_PAINTS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"Do", b"INLINE IMAGE"})
_BEGINS_TEXT = re.compile(rb"\bBT\b")
_SHOWS_TEXT = re.compile(rb"[)>\]]\s*(?:T[jJ]\b|['\"])")
_COMMENT = re.compile(rb"%[^\r\n]*")
_GLYPH_NAME = re.compile(r"/[\w.-]+")
_FONT_PROGRAMS = frozenset({"/Type1C", "/CIDFontType0C", "/OpenType"})
_SILENT_TYPES = frozenset({"/XRef", "/ObjStm", "/CMap"})
_SILENT_KEYS = frozenset({"/Length1", "/FunctionType", "/ShadingType"})  # fonts, functions, shadings
_ICC = slice(36, 40)  # where a colour profile says that it is one
_SYMBOLIC = 4  # section 9.8.2

Text = tuple[str, str, tuple[str, ...]]
"""A text, its place below the document, and the words that lead to it."""


@dataclass(frozen=True, slots=True)
class _Stream:
    """What a stream holds. ``type`` is its subtype, a media type for a file; ``texts`` are those that a form shows."""

    number: int
    content: bytes = field(repr=False)
    type: str
    texts: Sequence[str] = ()


class _Survey:
    """What the objects say: their texts, and which of them are what."""

    def __init__(self, pages: Iterable[PageObject]) -> None:
        self.contents = {number for page in pages for number in _contents_of(page)}
        self.texts: list[Text] = []
        self.names: dict[str, None] = {}
        self.unknown_glyphs: set[str] = set()
        self._seen: set[tuple[str, str]] = set()
        self._glyphs: set[int] = set()  # drawings of single letters
        self._streams: list[Found] = []

    def add(self, found: Found) -> None:
        for key, text in texts_of(found.value):
            if text and (key, text) not in self._seen:
                self._seen.add((key, text))
                self.texts.append((text, f"/objects/{found.number}", words_of(key)))
        self.names.update(dict.fromkeys(names_of(found.value)))
        for each in dictionaries_of(found.value):
            if entry_of(each, "/Type") == "/Font" or ("/BaseFont" in each and "/Subtype" in each):
                self.unknown_glyphs |= _unknown_glyphs(each)
            procedures = entry_of(each, "/CharProcs")
            if isinstance(procedures, DictionaryObject):
                self._glyphs |= {each.idnum for each in procedures.values() if isinstance(each, IndirectObject)}
        if isinstance(found.value, StreamObject) and entry_of(found.value, "/Type") not in _SILENT_TYPES:
            self._streams.append(found)

    def streams(self) -> Iterator[tuple[int, StreamObject, bool]]:
        """Yield the streams that may hold something to read, and whether they are content of a page."""
        for found in self._streams:
            stream = found.value
            if not isinstance(stream, StreamObject) or _SILENT_KEYS & stream.keys():
                continue
            if (found.is_current and found.number in self._glyphs) or entry_of(stream, "/Subtype") in _FONT_PROGRAMS:
                continue
            yield found.number, stream, found.is_current and found.number in self.contents


def pdf_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield every text of a PDF.

    Raises:
        NotInspected: It is damaged, encrypted, too large, or has something in it that cannot be read.
    """
    reader = watched(opening, partial(PdfReader, io.BytesIO(source.content)), may_mend=True)
    if "/Encrypt" in reader.trailer:
        raise NotInspected("a PDF that is encrypted")
    pages = watched(opening, lambda: list(reader.pages))
    objects = watched(opening, partial(Objects, reader, source.content))
    survey = watched(opening, partial(_surveyed, objects, pages))
    yield source.leaf(objects.loose_text(), "/comments")
    yield source.leaf("\n".join(survey.names), "/names")
    yield from (source.leaf(text, at, words) for text, at, words in survey.texts)
    canvas = pages[0] if pages else PageObject()
    streams = watched(opening, lambda: list(_streams(survey, canvas, opening)))
    yield from _stream_leaves(streams, source, opening)
    for index, page in enumerate(pages):
        opening.page()
        content = watched(opening, partial(_parsed, page, reader))
        extract = partial(_written, page, content, page.extract_text, survey, opening)
        for text in watched(opening, extract, asks=True):
            yield source.leaf(text, f"/pages/{index}")
        page.pop("/Contents", None)  # what was parsed of it, many times its size


def _surveyed(objects: Objects, pages: Iterable[PageObject]) -> _Survey:
    survey = _Survey(pages)
    for found in objects.found():
        survey.add(found)
    return survey


def _contents_of(page: PageObject) -> Iterator[int]:
    """Yield the numbers of the streams that a page is drawn by."""
    contents = page.raw_get("/Contents") if "/Contents" in page else None
    value = contents.get_object() if isinstance(contents, IndirectObject) else contents
    for each in (contents, *(value if isinstance(value, ArrayObject) else ())):
        if isinstance(each, IndirectObject):
            yield each.idnum


def _streams(survey: _Survey, canvas: PageObject, opening: Opening) -> Iterator[_Stream]:
    """Yield what the streams hold; of forms, the text they show."""
    for number, stream, is_content in survey.streams():
        kind = str(entry_of(stream, "/Subtype") or "")
        if kind == "/Image" or {"/Width", "/Height"} <= stream.keys():
            opening.image()
            continue
        is_form = kind == "/Form" or "/PatternType" in stream
        content = stream.get_data()
        extract: Callable[..., str] = partial(canvas.extract_xform_text, stream)  # type: ignore[arg-type]
        texts = _written(stream, content, extract, survey, opening) if is_form else ()
        if is_form or is_content:
            yield _Stream(number, b"\n".join(_COMMENT.findall(content)), "comments", texts)
        elif b"begincmap" not in content and content[_ICC] != b"acsp":
            yield _Stream(number, content, "/XML" if entry_of(stream, "/Type") == "/Metadata" else kind)


def _stream_leaves(streams: Iterable[_Stream], source: Source, opening: Opening) -> Iterator[Leaf]:
    for stream in streams:
        at = f"/objects/{stream.number}/stream"
        inner = source.inner(stream.content, at, stream.type.removeprefix("/").replace("#2F", "/"))
        yield from (source.leaf(text, at) for text in stream.texts)
        if stream.type == "comments":
            yield inner.leaf(printable_runs(stream.content))
        elif stream.type == "/XML":
            yield from markup_leaves(inner, opening)
        elif _is_written(stream.content):
            raise NotInspected("a PDF with content that belongs to no page")
        else:  # a file, a script, a form in XML
            yield from opening.inside(inner)


def _parsed(page: PageObject, reader: PdfReader) -> bytes:
    """Parse what a page is drawn by, so that what reads it finds it parsed, and return it as it was."""
    contents = entry_of(page, "/Contents")
    if not isinstance(contents, StreamObject | ArrayObject):
        return b""
    parsed = ContentStream(contents, reader, "bytes")  # as pypdf's text extraction makes them
    content = parsed.get_data()
    page[NameObject("/Contents")] = parsed
    return content if parsed.operations else b""


def _written(
    drawn: DictionaryObject, content: bytes, extract: Callable[..., str], survey: _Survey, opening: Opening
) -> list[str]:
    """Return the text that a page or form shows, and what it says beside that.

    Raises:
        NotInspected: It shows something that is no text, or text in a font that does not say what it is.
    """
    said: list[str] = []
    operators: set[bytes] = set()

    def see(operator: bytes, operands: object, *_: object) -> None:
        opening.budget.remaining()
        operators.add(operator)
        if operator in {b"BDC", b"DP"} and isinstance(operands, list):
            said.extend(text for operand in operands for _, text in texts_of(operand))

    text = extract(orientations=_ORIENTATIONS, visitor_operand_before=see)
    if b"INLINE IMAGE" in operators:
        opening.image()
    is_blank_page = isinstance(drawn, PageObject) and not text.strip()
    if (is_blank_page and operators & _PAINTS) or (not operators and _is_written(content)):
        raise NotInspected("a PDF with a page on which something is painted and nothing written")
    if survey.unknown_glyphs and survey.unknown_glyphs.intersection(_GLYPH_NAME.findall(text)):
        raise NotInspected("a PDF in a font that does not say what its glyphs are")
    return [text, *dict.fromkeys(said)]


def _is_written(content: bytes) -> bool:
    """Return whether a stream looks like the drawing of a text."""
    return bool(_BEGINS_TEXT.search(content) and _SHOWS_TEXT.search(content))


def _unknown_glyphs(font: DictionaryObject) -> set[str]:
    """Return the names of glyphs that a font may show without saying which characters they are.

    Raises:
        NotInspected: No glyph of it says so.
    """
    if "/ToUnicode" in font:
        return set()
    encoding = entry_of(font, "/Encoding")
    if entry_of(font, "/Subtype") == "/Type0" and (isinstance(encoding, StreamObject) or "Identity" in str(encoding)):
        raise NotInspected("a PDF in a font that does not say what its glyphs are")
    descriptor = entry_of(font, "/FontDescriptor")
    flags = entry_of(descriptor, "/Flags") if isinstance(descriptor, DictionaryObject) else 0
    if entry_of(font, "/Subtype") == "/TrueType" and encoding is None and isinstance(flags, int) and flags & _SYMBOLIC:
        raise NotInspected("a PDF in a font that does not say what its glyphs are")
    differences = entry_of(encoding, "/Differences") if isinstance(encoding, DictionaryObject) else None
    return (
        {str(name) for name in differences if isinstance(name, str)} if isinstance(differences, ArrayObject) else set()
    )
