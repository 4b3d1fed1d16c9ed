"""What is found in a message, as the text it is and as the document it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from classifiers.finding import Finding, Leaf, Part, Place, Span
from gateway.domain.message import Body, BodyKind, Message
from gateway.edge.bodies import decode
from gateway.inspection.findings import findings_in, is_inside_document, is_opened
from gateway.inspection.leaves import NotOpened, kind_of, message_leaves, opened_leaves
from tests.made_documents import Pdf, docx, paragraph, written, zipped

CARD = "4111 1111 1111 1111"


class PatternScanner:
    """Finds what matches."""

    def __init__(self, **patterns: str) -> None:
        self.patterns = {label: re.compile(pattern) for label, pattern in patterns.items()}
        self.labels = frozenset(patterns)

    def scan(self, leaves: Iterable[Leaf]) -> list[Finding]:
        return [
            Finding(label, leaf.place, Span(*match.span()), 1, "test")
            for leaf in leaves
            for label, pattern in self.patterns.items()
            for match in pattern.finditer(leaf.text)
        ]


CARDS = PatternScanner(card=CARD)


def message(content: str | bytes, media_type: str) -> Message:
    encoded = content.encode() if isinstance(content, str) else content
    return Message((), decode(encoded, media_type, (), max_bytes=1_000_000, from_client=False))


def pointers(content: str | bytes, media_type: str, scanner: PatternScanner = CARDS) -> list[str]:
    return [finding.place.pointer for finding in findings_in(message(content, media_type), scanner)]


@pytest.mark.parametrize(
    ("content", "media_type", "places"),
    [
        (f"<p>{CARD}</p>", "text/html", [""]),
        (f"<p title='{CARD}'>", "text/html", [""]),
        ("<p>4111 1111 <b>1111</b> 1111</p>", "text/html", ["/0"]),
        (f"<p>{CARD}</p><p>4111 1111 <b>1111</b> 1111</p>", "text/html", ["", "/0"]),
        (f"<a><b>{CARD}</b></a>", "application/xml", [""]),
        ("<a>4111 <b>1111 1111</b> 1111</a>", "application/xml", ["/1"]),
        (f"a,b\n1,{CARD}\n", "text/csv", [""]),
        ('a\n"4111 1111 "" 1111"\n', "text/csv", []),
        (f'{{"a":"{CARD}"}}\n', "application/x-ndjson", [""]),
        ('{"a":"4111 \\u0031111 1111 1111"}\n', "application/x-ndjson", ["/lines/0/a"]),
        (f"<p>{CARD}</p>", "text/plain", [""]),
        (f"<html><p>{CARD}</p>", "text/plain", [""]),
        ("<html><p>4111 1111 <b>1111</b> 1111", "text/plain", ["/0"]),
    ],
)
def test_what_only_shows_in_the_document_is_found_beside_what_shows_in_the_text(
    content: str, media_type: str, places: list[str]
) -> None:
    assert pointers(content, media_type) == places


def test_what_another_label_covers_in_the_text_still_shows_in_the_document() -> None:
    scanner = PatternScanner(card=CARD, phone="4111 1111")
    found = findings_in(message("<p>4111 1111 <b>1111</b> 1111</p>", "text/html"), scanner)
    assert [(finding.label, finding.place.pointer) for finding in found] == [("phone", ""), ("card", "/0")]


def test_a_text_that_goes_as_a_whole_leaves_nothing_to_show() -> None:
    class Whole(PatternScanner):
        def scan(self, leaves: Iterable[Leaf]) -> list[Finding]:
            return [Finding("card", leaf.place, None, 1, "test") for leaf in leaves if "4111" in leaf.text]

    assert pointers("<p>4111</p>", "text/html", Whole(card="")) == [""]


@pytest.mark.parametrize(
    ("content", "media_type", "pointer"),
    [
        (Pdf(written(CARD)).file(), "application/pdf", "/pages/0"),
        (docx(paragraph("4111 1111", " 1111 1111")), "application/octet-stream", "/parts/1/0"),
        (zipped({"a.txt": CARD}), "application/zip", "/members/0"),
    ],
)
def test_what_a_document_holds_is_found(content: bytes, media_type: str, pointer: str) -> None:
    assert pointers(content, media_type) == [pointer]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 damaged", "application/pdf"),
        (b"<a>", "application/xml"),
        (b"<!DOCTYPE a><a/>", "application/xml"),
        (b"{", "application/x-ndjson"),
        (b"<p title='data:application/pdf,x'>", "text/html"),
    ],
)
def test_what_cannot_be_opened_is_said_to_be_so(content: bytes, media_type: str) -> None:
    with pytest.raises(NotOpened):
        pointers(content, media_type)


def test_a_body_that_is_not_what_its_type_says_is_no_document() -> None:
    body = Body(BodyKind.DOCUMENT, "application/pdf", b"text", None)
    with pytest.raises(NotOpened):
        message_leaves(Message((), body))
    with pytest.raises(NotOpened):
        list(opened_leaves(b"text", kind_of(Body(BodyKind.DOCUMENT, "image/png", b"text", None))))


def test_documents_are_opened_and_other_bodies_are_not() -> None:
    assert is_opened(message(zipped({}), "application/zip").body)
    assert is_opened(message("<a/>", "text/xml").body)
    assert not is_opened(message("text", "text/plain").body)
    assert not is_opened(message("{}", "application/json").body)


@pytest.mark.parametrize(
    ("place", "media_type", "is_inside"),
    [
        (Place(Part.BODY, "/0"), "text/html", True),
        (Place(Part.BODY, ""), "text/html", False),
        (Place(Part.BODY, ""), "application/zip", True),
        (Place(Part.HEADER, "/0"), "application/zip", False),
        (Place(Part.BODY, "/a"), "application/json", False),
    ],
)
def test_places_in_documents_are_told_from_those_in_texts(place: Place, media_type: str, *, is_inside: bool) -> None:
    content = zipped({}) if media_type == "application/zip" else b'{"a":1}'
    assert is_inside_document(place, message(content, media_type).body) is is_inside
