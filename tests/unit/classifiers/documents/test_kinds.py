from __future__ import annotations

import gzip

import pytest

from classifiers.documents import Kind, document_kind
from classifiers.documents.kinds import is_said
from classifiers.finding import NotInspected
from tests.made_documents import Pdf, docx, pptx, tarred, xlsx, zipped

PDF, DOCX, ZIP = Pdf().file(), docx(""), zipped({"a": "b"})
_OPEN_XML = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("content", "content_type", "name", "kind"),
    [
        (PDF, None, None, Kind.PDF),
        (PDF, "application/pdf", None, Kind.PDF),
        (PDF, "text/plain; charset=utf-8", "notes.txt", Kind.PDF),
        (PDF, "application/octet-stream", None, Kind.PDF),
        (b"\n\n" + PDF, "application/pdf", None, Kind.PDF),
        (DOCX, None, None, Kind.DOCX),
        (DOCX, _OPEN_XML + "wordprocessingml.document", None, Kind.DOCX),
        (DOCX, "application/zip", None, Kind.DOCX),
        (xlsx(""), "application/vnd.ms-excel", None, Kind.XLSX),
        (pptx([]), None, "slides.pptm", Kind.PPTX),
        (ZIP, "application/epub+zip", None, Kind.ZIP),
        (ZIP, "text/csv", None, Kind.ZIP),
        (zipped({"[Content_Types].xml": "<a/>"}), None, None, Kind.ZIP),
        (gzip.compress(b"x"), "application/gzip", "x.gz", Kind.GZIP),
        (tarred({"a": b"b"}), None, None, Kind.TAR),
        (b"a,b", "text/csv; header=present", None, Kind.CSV),
        (b"a,b", "text/plain", "people.CSV", Kind.CSV),
        (b"a\tb", "text/tab-separated-values", None, Kind.TSV),
        (b"{}", "application/jsonl", None, Kind.NDJSON),
        (b"<a/>", "image/svg+xml", None, Kind.XML),
        (b"<a/>", "TEXT/XML", None, Kind.XML),
        (b"<p>", "text/html", None, Kind.HTML),
        (b"From: a", "message/rfc822", None, Kind.EML),
        (b" <?xml version='1.0'?><a/>", "text/plain", None, Kind.XML),
        ("<?xml version='1.0'?><a/>".encode("utf-16"), None, None, Kind.XML),
        (b"\xef\xbb\xbf<!DOCTYPE HTML>", "text/plain", None, Kind.HTML),
        (b"see %PDF-1.7", "text/plain", None, None),
        (b"{}", "application/json", None, None),
        (b"text", None, None, None),
        (b"text", "nonsense", "no suffix", None),
        (b"\x89PNG\r\n\x1a\n", "image/png", "a.png", None),
    ],
)
def test_a_document_is_known_by_what_it_is_and_what_is_said_of_it(
    content: bytes, content_type: str | None, name: str | None, kind: Kind | None
) -> None:
    assert document_kind(content, content_type, name) is kind


@pytest.mark.parametrize(
    ("content", "content_type", "name"),
    [
        (PDF, "application/zip", None),
        (ZIP, "application/pdf", None),
        (gzip.compress(b"x"), _OPEN_XML + "spreadsheetml.sheet", None),
        (b"text", "application/pdf", None),
        (b"text", None, "letter.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OPEN_XML + "wordprocessingml.document", None),  # encrypted
    ],
)
def test_a_document_that_is_not_what_it_is_said_to_be_is_refused(
    content: bytes, content_type: str | None, name: str | None
) -> None:
    with pytest.raises(NotInspected):
        document_kind(content, content_type, name)


def test_a_media_type_says_its_kind() -> None:
    assert is_said(Kind.GZIP, "application/x-gzip")
    assert not is_said(Kind.PDF, "application/octet-stream")
