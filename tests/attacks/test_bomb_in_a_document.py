"""A small document that unpacks to a large one, or to itself: it is refused before it is held."""

from __future__ import annotations

import gzip
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import pytest

from classifiers.documents import Images, Limits, document_kind, document_leaves
from classifiers.finding import NotInspected
from tests.made_documents import Pdf, docx, mail, paragraph, pdf_stream, tarred, written, xlsx, zipped

MIB = 1024 * 1024
ZEROS = bytes(64 * MIB)
SMALL = Limits(unpacked_bytes=8 * MIB, characters=8 * MIB, leaves=10_000, members=200, pages=50, seconds=1)
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> {} >>"


def nested(content: bytes, times: int, wrap: Callable[[bytes], bytes]) -> bytes:
    for _ in range(times):
        content = wrap(content)
    return content


def lying(content: bytes, at: int) -> bytes:
    """Return an archive of one member whose uncompressed size is said to be 1, in both of its headers."""
    changed = bytearray(content)
    for place in (22, content.index(b"PK\x01\x02") + 24):
        changed[place : place + 4] = struct.pack("<L", at)
    return bytes(changed)


def overlapping() -> bytes:
    """Return an archive of a thousand members that are all the same bytes."""
    one = zipped({"a": bytes(MIB)})
    directory = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    entry = one[directory:end]
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(entry) * 1000, directory, 0)
    return one[:directory] + entry * 1000 + tail


def pdf_of(*objects: bytes, content: bytes = written("Hello"), **changed: bytes) -> bytes:
    pdf = Pdf(content)
    for each in objects:
        pdf.add(each)
    pdf.objects.update({int(name[1:]): each for name, each in changed.items()})
    return pdf.file()


def laughing_forms() -> bytes:
    """Return a PDF whose page draws a form twice, which draws another twice, and so on: a billion times "ha"."""
    pdf = Pdf(b"/X6 Do /X6 Do")
    pdf.objects[3] = pdf.objects[3].replace(b"/Font <<", b"/XObject << /X6 6 0 R >> /Font <<")
    for number in range(6, 36):
        draws = f"/X{number + 1} Do /X{number + 1} Do".encode()
        pdf.add(pdf_stream(draws, FORM.format(f"/XObject << /X{number + 1} {number + 1} 0 R >>")))
    pdf.add(pdf_stream(written("ha"), FORM.format("")))
    return pdf.file()


def cyclic_forms() -> bytes:
    pdf = Pdf(b"/X6 Do")
    pdf.objects[3] = pdf.objects[3].replace(b"/Font <<", b"/XObject << /X6 6 0 R >> /Font <<")
    pdf.add(pdf_stream(b"/X6 Do " + written("ha"), FORM.format("/XObject << /X6 6 0 R >>")))
    return pdf.file()


def chained_filters() -> bytes:
    stream = pdf_stream(zlib.compress(ZEROS), "/Filter [/FlateDecode /FlateDecode]")
    return pdf_of(stream.replace(b"/Filter /FlateDecode ", b""))


def chained_tables() -> bytes:
    """Return a PDF with a hundred tables of references, each of 1 MiB once it is unpacked."""
    file, previous = b"%PDF-1.7\n", 0
    for number in range(1, 101):
        at = len(file)
        before = f"/Prev {previous}" if previous else ""
        entries = f"/Type /XRef /W [1 2 1] /Index [0 0] /Size 1 /Root 1 0 R {before}"
        file += f"{number} 0 obj\n".encode() + pdf_stream(bytes(MIB), entries) + b"\nendobj\n"
        previous = at
    return file + f"startxref\n{previous}\n%%EOF".encode()


def multiparts(depth: int) -> bytes:
    body = b"\r\n\r\nx"
    for level in range(depth):
        boundary = f"b{level}".encode()
        body = b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n\r\n--" + boundary + b"\r\n" + body
        body += b"\r\n--" + boundary + b"--\r\n"
    return body


LONG = "x" * MIB
BOMBS: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "zip of zeros": (lambda: zipped({"a.txt": ZEROS}), None),
    "zip of many zeros": (lambda: zipped({f"{number}.txt": bytes(MIB) for number in range(20)}), None),
    "zip of many files": (lambda: zipped({str(number): "x" for number in range(1_000)}), None),
    "zip of zips of zeros": (lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c": ZEROS})})}), None),
    "zip in zip in zip": (lambda: nested(b"x", 12, lambda content: zipped({"a": content})), None),
    "zip that says less than it holds": (lambda: lying(zipped({"a": ZEROS}), 1), None),
    "zip that says more than it holds": (lambda: lying(zipped({"a": "x"}), 0x7FFFFFFF), None),
    "zip of overlapping members": (overlapping, None),
    "gzip of zeros": (lambda: gzip.compress(ZEROS), None),
    "gzip in gzip": (lambda: gzip.compress(gzip.compress(ZEROS)), None),
    "gzip of many members": (lambda: gzip.compress(b"") * 1_000, None),
    "gzip in gzip in gzip": (lambda: nested(b"x", 12, gzip.compress), None),
    "tar of many files": (lambda: tarred({str(number): b"x" for number in range(1_000)}), None),
    "office file of spaces": (lambda: docx(" " * 16 * MIB), None),
    "office file of paragraphs": (lambda: docx(paragraph("x" * 1000) * 10_000), None),
    "workbook of one long string": (lambda: xlsx('<row><c t="s"><v>0</v></c></row>' * 20, [LONG]), None),
    "workbook of cells": (lambda: xlsx("<row>" + "<c><v>1</v></c>" * 11_000 + "</row>"), None),
    "csv of cells": (lambda: b"1," * 11_000, "text/csv"),
    "mail of many parts": (lambda: mail(*[b"\r\nx"] * 1_000), "message/rfc822"),
    "mail in mail in mail": (lambda: multiparts(250), "message/rfc822"),
    "mail of lines": (lambda: multiparts(200) + b"\r\n--" * 200_000, "message/rfc822"),
    "xml of laughs": (
        lambda: b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;&c;&c;&c;</a>',
        "text/xml",
    ),
    "xml in xml in xml": (lambda: b"<a>" * 100_000, "text/xml"),
    "xml of mixed text": (lambda: b"<a>x" * 200 + LONG.encode() + b"</a>" * 200, "text/xml"),
    "xml of attributes": (lambda: b"<a " + b" ".join(b'a%d=""' % n for n in range(11_000)) + b"/>", "text/xml"),
    "lines of json": (lambda: b"[1]\n" * 11_000, "application/x-ndjson"),
    "pdf of zeros": (lambda: pdf_of(pdf_stream(ZEROS)), None),
    "pdf of packed objects": (lambda: pdf_of(pdf_stream(ZEROS, "/Type /ObjStm /N 1 /First 1")), None),
    "pdf of many packed objects": (
        lambda: pdf_of(*[pdf_stream(bytes(MIB), "/Type /ObjStm /N 0 /First 0")] * 20),
        None,
    ),
    "pdf of chained filters": (chained_filters, None),
    "pdf of chained tables": (chained_tables, None),
    "pdf of laughing forms": (laughing_forms, None),
    "pdf of cyclic forms": (cyclic_forms, None),
    "pdf of cyclic pages": (
        lambda: pdf_of(_2=b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"),
        None,
    ),
    "pdf of one page again and again": (
        lambda: pdf_of(_2=b"<< /Type /Pages /Kids [" + b"3 0 R " * 1_000 + b"] /Count 1000 >>"),
        None,
    ),
    "pdf of one content again and again": (
        lambda: pdf_of(
            pdf_stream(b" " * MIB),
            _3=b"<< /Type /Page /Parent 2 0 R /Contents [" + b"6 0 R " * 1_000 + b"] >>",
        ),
        None,
    ),
    "pdf of arrays in arrays": (lambda: pdf_of(b"[" * 100_000), None),
    "pdf of operands": (lambda: pdf_of(content=b"BT /F1 12 Tf " + b"(x) Tj " * 300_000 + b"ET"), None),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_before_it_is_held(bomb: str) -> None:
    make, content_type = BOMBS[bomb]
    content = make()
    tracemalloc.start()
    try:
        with pytest.raises(NotInspected):
            read_all(content, content_type, SMALL)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * (SMALL.unpacked_bytes + len(content))


def read_all(content: bytes, content_type: str | None, limits: Limits) -> None:
    kind = document_kind(content, content_type)
    assert kind is not None
    for _ in document_leaves(content, kind, limits):
        pass


@pytest.mark.parametrize(
    "content",
    [
        Pdf(b"BT /F1 12 Tf " + b"(x) Tj " * 50_000 + b"ET").file(),
        zipped({"a.csv": "1," * 400_000}, zipfile.ZIP_STORED),
        docx(paragraph("x") * 50_000),
    ],
)
def test_work_ends_with_its_time(content: bytes) -> None:
    with pytest.raises(NotInspected, match=r"time|long"):
        read_all(content, None, Limits(seconds=0.01, images=Images.IGNORE))
