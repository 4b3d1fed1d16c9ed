from __future__ import annotations

import io
import struct
import zipfile

import pytest

from classifiers.finding import NotInspected, Place
from tests.made_documents import read, said, zipped

PLAIN = zipped({"a.txt": "first", "b.txt": "second"}, zipfile.ZIP_STORED)


def with_flag(content: bytes, flag: int) -> bytes:
    """Set a flag in the first local header and in the first entry of the directory."""
    changed = bytearray(content)
    changed[6] |= flag
    changed[content.index(b"PK\x01\x02") + 8] |= flag
    return bytes(changed)


def streamed(members: dict[str, str]) -> bytes:
    """Return an archive written to what cannot be sought in: sizes come after the members."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.written = b""

        def writable(self) -> bool:
            return True

        def write(self, content: object) -> int:
            self.written += bytes(content)  # type: ignore[call-overload]
            return len(content)  # type: ignore[arg-type]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return pipe.written


def test_members_and_their_names_are_read() -> None:
    leaves = read(zipped({"../078-05-1120.txt": "text", "folder/": "", "b.csv": "ssn\n1"}))
    assert [(leaf.text, leaf.place.pointer, leaf.words) for leaf in leaves] == [
        ("../078-05-1120.txt", "/members/0", ()),
        ("text", "/members/0", ()),
        ("folder/", "/members/1", ()),
        ("b.csv", "/members/2", ()),
        ("ssn", "/members/2/rows/0/0", ()),
        ("1", "/members/2/rows/1/0", ("ssn",)),
    ]
    assert leaves[0].place == Place(pointer="/members/0", in_key=True)


def test_comments_and_extra_fields_are_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.comment = b"of the member"
        info.extra = struct.pack("<HH", 0x7075, 14) + b"another a name"
        archive.writestr(info, "x")
        archive.comment = b"of the archive"
    text = said(file.getvalue())
    assert [each for each in ("of the member", "another a name", "of the archive") if each not in text] == []


def test_an_archive_that_was_written_as_a_stream_is_read() -> None:
    assert "first" in said(streamed({"a.txt": "first", "b.txt": "second"}))


def test_an_empty_archive_is_empty() -> None:
    assert read(zipped({})) == []


def test_an_archive_in_an_archive_is_read() -> None:
    assert "deep" in said(zipped({"a.zip": zipped({"b.docx.txt": "deep"})}))


def test_a_member_that_is_no_text_and_no_known_document_is_refused() -> None:
    with pytest.raises(NotInspected):
        read(zipped({"a.txt": "text", "b.bin": bytes(range(256))}))


@pytest.mark.parametrize(
    "content",
    [
        with_flag(PLAIN, 0x1),  # encrypted
        with_flag(PLAIN, 0x40),
        b"MZ" + PLAIN,  # a program that unpacks itself; not even known as an archive
        PLAIN + b"more",
        PLAIN[:-1],
        b"PK\x03\x04",
        PLAIN[:-2] + b"\x04\x00" + b"more" + b"more",
        PLAIN.replace(b"second", b"sEcond"),  # another checksum
        PLAIN.replace(b"a.txt", b"c.txt", 1),  # another name at the front than at the back
        zipped({"a": "x" * 99}, zipfile.ZIP_BZIP2),
        zipped({"a": "x" * 99}, zipfile.ZIP_LZMA),
    ],
)
def test_an_archive_that_is_encrypted_damaged_or_can_be_read_in_two_ways_is_refused(content: bytes) -> None:
    with pytest.raises(NotInspected):
        read(content, "application/zip")


def test_something_between_the_last_member_and_the_directory_is_refused() -> None:
    directory = PLAIN.index(b"PK\x01\x02")
    changed = bytearray(PLAIN[:directory] + b"hidden" + PLAIN[directory:])
    end = changed.rindex(b"PK\x05\x06")
    changed[end + 16 : end + 20] = struct.pack("<L", directory + len(b"hidden"))
    with pytest.raises(NotInspected, match="between"):
        read(bytes(changed))


def test_something_between_two_members_is_refused() -> None:
    at = PLAIN.index(b"PK\x03\x04", 4)
    hidden = zipped({"hidden.txt": "hidden"}, zipfile.ZIP_STORED)
    hidden = hidden[: hidden.index(b"PK\x01\x02")]
    directory = PLAIN.index(b"PK\x01\x02")
    changed = bytearray(PLAIN[:at] + hidden + PLAIN[at:])
    second = changed.index(b"PK\x01\x02", directory + len(hidden) + 4)
    changed[second + 42 : second + 46] = struct.pack("<L", at + len(hidden))
    end = changed.rindex(b"PK\x05\x06")
    changed[end + 16 : end + 20] = struct.pack("<L", directory + len(hidden))
    with zipfile.ZipFile(io.BytesIO(bytes(changed))) as archive:
        assert archive.read("b.txt") == b"second"  # others see nothing wrong
    with pytest.raises(NotInspected, match="between"):
        read(bytes(changed))
