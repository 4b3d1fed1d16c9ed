"""Tell what kind of document some bytes are: by what they are, and by what is said of them.

What begins like a PDF is a PDF, whatever it is called. But what is called one of the kinds with a signature and has
that of another is refused: two programs would open two documents, and only one of them was inspected.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from classifiers.finding import NotInspected


class Kind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ZIP = "zip"
    GZIP = "gzip"
    TAR = "tar"
    CSV = "csv"
    TSV = "tsv"
    NDJSON = "ndjson"
    XML = "xml"
    HTML = "html"
    EML = "eml"


MARKED_TEXT = frozenset({Kind.CSV, Kind.TSV, Kind.NDJSON, Kind.XML, Kind.HTML})
"""Kinds that are text to the eye too: whoever does not know the kind reads every character of it."""

OFFICE = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX})

_OPEN_XML = "application/vnd.openxmlformats-officedocument."

MEDIA_TYPES: Mapping[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OPEN_XML}wordprocessingml.document",
    Kind.XLSX: f"{_OPEN_XML}spreadsheetml.sheet",
    Kind.PPTX: f"{_OPEN_XML}presentationml.presentation",
    Kind.ZIP: "application/zip",
    Kind.GZIP: "application/gzip",
    Kind.TAR: "application/x-tar",
    Kind.CSV: "text/csv",
    Kind.TSV: "text/tab-separated-values",
    Kind.NDJSON: "application/x-ndjson",
    Kind.XML: "application/xml",
    Kind.HTML: "text/html",
    Kind.EML: "message/rfc822",
}

_TYPES: Mapping[str, Kind] = {
    **{media_type: kind for kind, media_type in MEDIA_TYPES.items()},
    "application/x-pdf": Kind.PDF,
    "application/vnd.ms-word.document.macroenabled.12": Kind.DOCX,
    "application/vnd.ms-excel.sheet.macroenabled.12": Kind.XLSX,
    "application/vnd.ms-powerpoint.presentation.macroenabled.12": Kind.PPTX,
    f"{_OPEN_XML}wordprocessingml.template": Kind.DOCX,
    f"{_OPEN_XML}spreadsheetml.template": Kind.XLSX,
    f"{_OPEN_XML}presentationml.slideshow": Kind.PPTX,
    f"{_OPEN_XML}presentationml.template": Kind.PPTX,
    "application/x-zip-compressed": Kind.ZIP,
    "application/java-archive": Kind.ZIP,
    "application/x-gzip": Kind.GZIP,
    "application/csv": Kind.CSV,
    "application/ndjson": Kind.NDJSON,
    "application/jsonl": Kind.NDJSON,
    "application/jsonlines": Kind.NDJSON,
    "application/x-jsonlines": Kind.NDJSON,
    "text/xml": Kind.XML,
    "application/xml-external-parsed-entity": Kind.XML,
    "text/xml-external-parsed-entity": Kind.XML,
}
_TYPE_ENDINGS: Mapping[str, Kind] = {"+xml": Kind.XML, "+zip": Kind.ZIP, "+gzip": Kind.GZIP}

_SUFFIXES: Mapping[str, Kind] = {
    **{kind.value: kind for kind in Kind},
    "docm": Kind.DOCX,
    "dotx": Kind.DOCX,
    "xlsm": Kind.XLSX,
    "xltx": Kind.XLSX,
    "pptm": Kind.PPTX,
    "ppsx": Kind.PPTX,
    "jar": Kind.ZIP,
    "gz": Kind.GZIP,
    "tgz": Kind.GZIP,
    "jsonl": Kind.NDJSON,
    "tab": Kind.TSV,
    "rels": Kind.XML,
    "svg": Kind.XML,
    "vml": Kind.XML,
    "xhtml": Kind.XML,
    "xsd": Kind.XML,
    "htm": Kind.HTML,
}
_OFFICE_PARTS = ((b"word/document", Kind.DOCX), (b"xl/workbook", Kind.XLSX), (b"ppt/presentation", Kind.PPTX))
_HEADER_WITHIN = 1024  # bytes into which readers look for the header of a PDF (Adobe, implementation note 13)
_USTAR = slice(257, 262)  # POSIX.1-1988, of the first header of a tar archive
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def document_kind(content: bytes, content_type: str | None = None, name: str | None = None) -> Kind | None:
    """Return the kind of document that ``content`` is; ``None`` for what is no document: text, JSON, an image.

    Args:
        content_type: What it is said to be, with or without parameters.
        name: What the file is called; its suffix counts where the type says nothing.

    Raises:
        NotInspected: It is said to be one kind and has the signature of another, or of none.
    """
    is_kind = _by_signature(content)
    said = _by_type(content_type) or _by_name(name)
    if is_kind is None and said is Kind.PDF and b"%PDF-" in content[:_HEADER_WITHIN]:
        return said
    if is_kind is None:
        if said is None:
            return _by_beginning(content)
        if _signature_of(said) is not None:
            raise NotInspected("a document that is not what it is said to be")
        return said
    expected = None if said is None else _signature_of(said)
    if expected is not None and expected is not _signature_of(is_kind):
        raise NotInspected("a document that is not what it is said to be")
    return is_kind


def is_said(kind: Kind, media_type: str) -> bool:
    """Return whether a media type names the kind."""
    return _by_type(media_type) is kind


def _signature_of(kind: Kind) -> Kind | None:
    """Return the kind whose signature a kind has, if it has one. Office files are ZIP archives."""
    if kind in OFFICE:
        return Kind.ZIP
    return kind if kind in {Kind.PDF, Kind.ZIP, Kind.GZIP, Kind.TAR} else None


def _by_signature(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if b"[Content_Types].xml" in content:
            return next((kind for part, kind in _OFFICE_PARTS if part in content), Kind.ZIP)
        return Kind.ZIP
    if content.startswith(b"\x1f\x8b"):
        return Kind.GZIP
    return Kind.TAR if content[_USTAR] == b"ustar" else None


def _by_type(content_type: str | None) -> Kind | None:
    essence = (content_type or "").partition(";")[0].strip().lower()
    kind = _TYPES.get(essence)
    if kind is not None or "+" not in essence:
        return kind
    return next((kind for ending, kind in _TYPE_ENDINGS.items() if essence.endswith(ending)), None)


def _by_name(name: str | None) -> Kind | None:
    return _SUFFIXES.get((name or "").rpartition(".")[2].lower()) if "." in (name or "") else None


def _by_beginning(content: bytes) -> Kind | None:
    """Return what a text begins like: a page or XML that is called plain text is one to whoever looks."""
    beginning = content[:_HEADER_WITHIN]
    if beginning.startswith(_BOMS[1:]):
        beginning = beginning.decode("utf-16", "replace").encode()
    beginning = beginning.removeprefix(_BOMS[0]).lstrip().lower()
    if beginning.startswith(b"<?xml"):
        return Kind.XML
    return Kind.HTML if beginning.startswith((b"<!doctype html", b"<html")) else None
