from __future__ import annotations

import gzip
import io
import tarfile

import pytest

from classifiers.documents import Kind, document_leaves
from classifiers.finding import NotInspected
from tests.made_documents import read, said, tarred, zipped

HEAD = b"\x1f\x8b\x08%c\0\0\0\0\0\xff"


def headed(flags: int, fields: bytes) -> bytes:
    """Return a gzip stream of ``text`` with more in its header."""
    return HEAD % flags + fields + gzip.compress(b"text", mtime=0)[10:]


def test_all_members_of_a_stream_are_one_content() -> None:
    content = gzip.compress(b"4111 1111") + gzip.compress(b" 1111 1111")
    assert [leaf.text for leaf in read(content)] == ["4111 1111 1111 1111"]


def test_what_the_header_says_is_read() -> None:
    assert said(headed(8 | 16, b"a name\0a comment\0")).split("\n") == ["a name", "a comment", "text"]
    assert said(headed(4, b"\x05\x00extra")).split("\n") == ["extra", "text"]


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"text") + b"more",
        gzip.compress(b"text") + bytes(4),
        gzip.compress(b"text")[:-1],
        headed(8, b"no end")[:20],
        HEAD[:3],
        gzip.compress(bytes(range(256))),
    ],
)
def test_a_stream_that_is_damaged_or_holds_nothing_known_is_refused(content: bytes) -> None:
    with pytest.raises(NotInspected):
        list(document_leaves(content, Kind.GZIP))


def test_a_compressed_tar_archive_is_read() -> None:
    leaves = read(gzip.compress(tarred({"a.csv": b"ssn\n1", "b.zip": zipped({"c": "deep"})})))
    texts = {leaf.text: leaf.place.pointer for leaf in leaves}
    assert texts["1"] == "/content/members/0/rows/1/0"
    assert texts["deep"] == "/content/members/1/members/0"


def test_what_headers_of_a_tar_archive_say_is_read() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo("a link")
        info.type, info.linkname, info.uname, info.gname = tarfile.SYMTYPE, "a target", "ann", "staff"
        info.pax_headers = {"comment": "a comment"}
        archive.addfile(info)
        archive.addfile(tarfile.TarInfo("an empty file"))
    text = said(file.getvalue())
    expected = ("a link", "a target", "ann", "staff", "a comment", "an empty file")
    assert [each for each in expected if each not in text] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content[:512],  # ends within the member
        lambda content: content[:600] + b"hidden" + content[606:],  # in the padding
        lambda content: content[:-6] + b"hidden",  # after the end
        lambda content: content[:100] + b"9" + content[101:],  # another checksum
        lambda content: content.replace(b"text", b"\0\1\2\3"),
    ],
)
def test_a_tar_archive_that_is_damaged_or_hides_something_is_refused(change: object) -> None:
    with pytest.raises(NotInspected):
        list(document_leaves(change(tarred({"a": b"text"})), Kind.TAR))  # type: ignore[operator]


def test_a_member_of_holes_is_refused() -> None:
    content = bytearray(tarred({"a": b"text"}))
    content[156] = ord("S")
    header = bytes(content[:148]) + b" " * 8 + bytes(content[156:512])
    content[148:156] = b"%06o\0 " % sum(header)
    with pytest.raises(NotInspected):
        list(document_leaves(bytes(content), Kind.TAR))
