from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.documents import Limits, document_kind, document_leaves
from classifiers.documents.images import is_font, is_image
from classifiers.finding import NotInspected
from tests.made_documents import Pdf, read, written, zipped


@pytest.mark.parametrize(
    ("limits", "content"),
    [
        ({"members": 1}, zipped({"a": "x", "b": "x"})),
        ({"depth": 1}, zipped({"a.zip": zipped({"b": "x"})})),
        ({"unpacked_bytes": 9}, zipped({"a": "0123456789"})),
        ({"unpacked_bytes": 9}, zipped({"a": "0123456789"}, 0)),
        ({"leaves": 1}, zipped({"a": "x"})),
        ({"characters": 9}, zipped({"a": "0123456789"})),
        ({"pages": 0}, Pdf(written("x")).file()),
        ({"seconds": 0}, zipped({"a": "x"})),
    ],
)
def test_one_more_than_a_limit_is_too_much(limits: dict[str, object], content: bytes) -> None:
    assert read(content)
    with pytest.raises(NotInspected):
        read(content, None, **limits)


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        (b"\x89PNG\r\n\x1a\n", True),
        (b"\xff\xd8\xff\xe0", True),
        (b"GIF89a", True),
        (b"RIFF\0\0\0\0WEBP", True),
        (b"\0\0\0\x18ftypheic", True),
        (b"BM\x0a\0\0\0" + bytes(4), True),
        (b"BMW 3 series", False),
        (b"RIFF\0\0\0\0WAVE", False),
        (b"text", False),
    ],
)
def test_images_are_known_by_their_signature(content: bytes, *, is_one: bool) -> None:
    assert is_image(content) is is_one


def test_fonts_are_known_by_their_signature_or_as_what_hides_it() -> None:
    assert is_font(b"OTTO", "a")
    assert is_font(b"anything", "word/fonts/font1.odttf")
    assert not is_font(b"text", "a.txt")


@pytest.mark.parametrize("kind", ["png", "exe"])
def test_nothing_is_opened_that_is_no_document(kind: str, tmp_path: Path) -> None:
    assert document_kind(b"\x7fELF", None, str(tmp_path / f"a.{kind}")) is None


def test_leaves_come_as_they_are_asked_for() -> None:
    content = zipped({"a": "first", "b": bytes(range(256))})
    kind = document_kind(content)
    assert kind is not None
    leaves = document_leaves(content, kind, Limits())
    assert [next(leaves).text, next(leaves).text] == ["a", "first"]
