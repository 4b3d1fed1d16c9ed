"""A document that is cut short or changed here and there: it is read, or refused, and nothing else happens.

Whoever opens it elsewhere may mend it in a way of their own, so nothing is mended here; and no parser's own mistake
on what no document should be may become an answer of the gateway's.
"""

from __future__ import annotations

import base64
import gzip
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.documents import Images, Kind, Limits, document_leaves
from classifiers.finding import NotInspected
from tests.made_documents import Pdf, docx, mail, paragraph, pdf_stream, pptx, tarred, written, xlsx, zipped

LIMITS = Limits(seconds=3, images=Images.IGNORE)


def pdf() -> bytes:
    made = Pdf(written("4111 1111"), catalogue="/Names << /JavaScript [(a) << /JS (app.alert\\(1\\)) >>] >>")
    made.add(pdf_stream(b"7 0 8 5 (ab) (cdef)", "/Type /ObjStm /N 2 /First 8"))
    made.add(pdf_stream(b"<x><y>1</y></x>", "/Type /Metadata /Subtype /XML"))
    made.add(pdf_stream(zipped({"a.txt": "inner"}), "/Type /EmbeddedFile"))
    return made.updated(_5=made.objects[5])


SHEET = (
    '<worksheet><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>An</t></is></c>'
    '<c r="B2"><f>SUM(1,2)</f><v>4.111111111111111E15</v></c></row><hf>x</hf></worksheet>'
)
CHANGES = '<w:p><w:del><w:r><w:delText>99</w:delText></w:r></w:del><w:r><w:sym w:char="F034"/></w:r></w:p>'
HEADERS = (
    b"Content-Type: text/plain; name*0*=utf-8''a%20b; name*1=c; charset=\"utf-8\"\r\n"
    b"Content-Disposition: attachment; filename*=koi8-r''%ff; filename=\"x\"\r\n\r\nbody"
)
ATTACHED = b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(zipped({"a.txt": "deep"}))
TABLE = tarred({"a.csv": b"a,b\n1,2"})
MEMBERS = {"a.txt": b"x", "b.csv": b"a,b\n1,2", "c.gz": gzip.compress(b"hi", mtime=0), "d.tar": TABLE, "e.html": b"<p>"}

DOCUMENTS: dict[str, tuple[Kind, bytes]] = {
    "pdf": (Kind.PDF, pdf()),
    "docx": (Kind.DOCX, docx(paragraph("41", "11") + CHANGES, {"word/comments.xml": "<c>hi</c>"})),
    "xlsx": (Kind.XLSX, xlsx("", ["Name"], {"xl/worksheets/sheet2.xml": SHEET})),
    "pptx": (Kind.PPTX, pptx(["<a:p><a:r><a:t>41</a:t></a:r></a:p>"])),
    "zip": (Kind.ZIP, zipped(MEMBERS, zipfile.ZIP_STORED)),
    "gzip": (Kind.GZIP, gzip.compress(b"hello world", mtime=0)),
    "tar": (Kind.TAR, TABLE),
    "csv": (Kind.CSV, b'a,b\n1,"x\ny"\n2,3'),
    "tsv": (Kind.TSV, b"a\tb\n1\t2"),
    "ndjson": (Kind.NDJSON, b'{"a":1}\n\n{"b":[4111111111111111111111,1.5e3]}\n'),
    "xml": (Kind.XML, b'<?xml version="1.0" encoding="utf-8"?><a x="1"><b>41</b>11<!-- q --><?pi x?><![CDATA[x]]></a>'),
    "html": (Kind.HTML, b"<p title='x&amp;y' b=c d>41<b>11</b><!-- c --><script>a</script><a href='data:,x'>"),
    "eml": (Kind.EML, mail(HEADERS, ATTACHED, headers="Subject: =?utf-8?b?w6Q=?= b")),
    "sheet": (Kind.XML, SHEET.encode()),
}


def opened(kind: Kind, content: bytes) -> int | None:
    """Return how many texts were found, or that it was refused."""
    try:
        return len(list(document_leaves(content, kind, LIMITS)))
    except NotInspected:
        return None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_whole_document_is_read(name: str) -> None:
    assert opened(*DOCUMENTS[name])


@pytest.mark.parametrize("tenth", range(10))
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_cut_short_is_read_or_refused(name: str, tenth: int) -> None:
    kind, content = DOCUMENTS[name]
    found = opened(kind, content[: len(content) * tenth // 10])
    assert found is None or kind not in {Kind.ZIP, Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.GZIP} or tenth == 0


Change = tuple[str, int, bytes]
places = st.integers(0, 1 << 16)
pieces = st.one_of(
    st.binary(min_size=1, max_size=8),
    st.sampled_from(
        [b"0", b"-1", b"65535", b"4294967296", b"9" * 30, b"<", b">", b'"', b"/", b"\0", b"\r\n", b"%", b"("]
    ),
)
changes = st.lists(
    st.tuples(st.sampled_from(["put", "insert", "cut", "repeat"]), places, pieces), min_size=1, max_size=8
)


def changed(content: bytes, all_changes: list[Change]) -> bytes:
    for how, place, piece in all_changes:
        at = place % max(len(content), 1)
        match how:
            case "put":
                content = content[:at] + piece + content[at + len(piece) :]
            case "insert":
                content = content[:at] + piece + content[at:]
            case "cut":
                content = content[:at] + content[at + len(piece) * 4 :]
            case _:
                content = content[:at] + content[at : at + 40] + content[at:]
    return content


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=60, deadline=None)
@given(made=changes)
def test_a_document_that_is_changed_is_read_or_refused(name: str, made: list[Change]) -> None:
    kind, content = DOCUMENTS[name]
    opened(kind, changed(content, made))


@pytest.mark.parametrize("kind", [Kind.DOCX, Kind.XLSX])
@settings(max_examples=60, deadline=None)
@given(made=changes)
def test_a_part_of_an_office_file_that_is_changed_is_read_or_refused(kind: Kind, made: list[Change]) -> None:
    parts = {
        "word/comments.xml": changed(CHANGES.encode(), made),
        "xl/worksheets/sheet1.xml": changed(SHEET.encode(), made),
    }
    opened(kind, zipped({"[Content_Types].xml": "<a/>", **parts}))
