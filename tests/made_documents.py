"""Documents of every kind, made by hand: as small as they can be, and broken where a test asks for it."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from classifiers.documents import Limits, document_kind, document_leaves
from classifiers.finding import Leaf

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return file.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def docx(body: str, more: Mapping[str, bytes | str] | None = None) -> bytes:
    """Return a text document; ``body`` is what stands in ``w:body``."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": document, **(more or {})})


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def xlsx(rows: str, strings: Sequence[str] = (), more: Mapping[str, bytes | str] | None = None) -> bytes:
    """Return a workbook of one sheet; ``rows`` is what stands in ``sheetData``."""
    table = "".join(f"<si><t>{string}</t></si>" for string in strings)
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}"><sheets><sheet name="People"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{table}</sst>',
            **(more or {}),
        }
    )


def pptx(slides: Sequence[str], more: Mapping[str, bytes | str] | None = None) -> bytes:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    parts = {
        f"ppt/slides/slide{number}.xml": f'<p:sld xmlns:p="p" xmlns:a="{drawing}">{slide}</p:sld>'
        for number, slide in enumerate(slides, 1)
    }
    return zipped({"[Content_Types].xml": _TYPES, "ppt/presentation.xml": "<p/>", **parts, **(more or {})})


def pdf_stream(content: bytes, entries: str = "", *, is_packed: bool = True) -> bytes:
    packed = zlib.compress(content) if is_packed else content
    filtered = " /Filter /FlateDecode" if is_packed else ""
    return f"<< /Length {len(packed)}{filtered} {entries} >>\nstream\n".encode() + packed + b"\nendstream"


def written(*lines: str) -> bytes:
    """Return what draws some lines of text."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    return f"BT /F1 12 Tf 72 720 Td {shown} ET".encode()


class Pdf:
    """A PDF of one page. Objects 1 to 5 are catalogue, pages, page, content and font; others are added."""

    def __init__(self, content: bytes = written("Hello"), *, page: str = "", catalogue: str = "") -> None:
        self.objects: dict[int, bytes] = {
            1: f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(),
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> " + page.encode() + b">>",
            4: pdf_stream(content),
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        }
        self.trailer = ""

    def add(self, content: bytes) -> int:
        """Return the number of an object that is added."""
        number = max(self.objects) + 1
        self.objects[number] = content
        return number

    def file(self) -> bytes:
        file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = {}
        for number, content in self.objects.items():
            offsets[number] = len(file)
            file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
        return bytes(file) + self._table(offsets, len(file))

    def updated(self, **changed: bytes) -> bytes:
        """Return the file with objects (``_4=...``) replaced by appending to it."""
        before = self.file()
        file = bytearray(before)
        offsets = {}
        for name, content in changed.items():
            offsets[int(name[1:])] = len(file)
            file += f"{name[1:]} 0 obj\n".encode() + content + b"\nendobj\n"
        return bytes(file) + self._table(offsets, len(file), before.rindex(b"xref\n0 1\n"))

    def _table(self, offsets: Mapping[int, int], at: int, previous: int | None = None) -> bytes:
        lines = "".join(f"{number} 1\n{offset:010} 00000 n \n" for number, offset in sorted(offsets.items()))
        before = "" if previous is None else f"/Prev {previous}"
        return (
            f"xref\n0 1\n0000000000 65535 f \n{lines}trailer\n"
            f"<< /Size {max(self.objects) + 1} /Root 1 0 R {before} {self.trailer} >>\nstartxref\n{at}\n%%EOF\n"
        ).encode()


def mail(*parts: bytes, headers: str = "Subject: Hello", boundary: str = "b") -> bytes:
    """Return a mail of several parts, each with its own headers."""
    content_type = f'Content-Type: multipart/mixed; boundary="{boundary}"'
    head = f"From: ann@example.com\r\n{headers}\r\nMIME-Version: 1.0\r\n{content_type}"
    body = b"".join(b"\r\n--" + boundary.encode() + b"\r\n" + part for part in parts)
    return head.encode() + b"\r\n\r\n" + body + b"\r\n--" + boundary.encode() + b"--\r\n"


def read(content: bytes, content_type: str | None = None, **limits: object) -> list[Leaf]:
    """Return the leaves of a document. ``limits`` are fields of ``Limits``."""
    kind = document_kind(content, content_type)
    assert kind is not None
    return list(document_leaves(content, kind, replace(Limits(), **limits)))  # type: ignore[arg-type]


def said(content: bytes, content_type: str | None = None, **limits: object) -> str:
    """Return all texts of a document, one in a line."""
    return "\n".join(leaf.text for leaf in read(content, content_type, **limits))
