from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable

import pytest

from classifiers.finding import NotInspected
from classifiers.views import codings
from classifiers.views.compressed import MOST_BYTES, decompressed
from classifiers.views.content import text_of
from classifiers.views.splice import MOST_CHARACTERS
from classifiers.views.view import Reader, View

Read = Callable[[Reader, str], list[View]]
CARD = "4539578763621486"


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (codings.BASE64, b64(CARD.encode())),
        (codings.BASE64, b64(CARD.encode()).rstrip("=")),
        (codings.BASE64, "abc/" + b64(CARD.encode())),
        (codings.BASE64, base64.urlsafe_b64encode(f"??>>{CARD}".encode()).decode()),
        (codings.BASE64, base64.encodebytes(f"{'x' * 70}{CARD}".encode()).decode()),
        (codings.BASE64, base64.encodebytes(f"{'x' * 70}{CARD}".encode()).decode().replace("\n", "\\n")),
        (codings.BASE64, b64(CARD.encode("utf-16-le"))),
        (codings.BASE64, b64(CARD.encode("utf-16-be"))),
        (codings.BASE64, b64(b"\x0a\xff\x10" + CARD.encode() + b"\x9a\xf1")),
        (codings.BASE64, b64(gzip.compress(CARD.encode()))),
        (codings.BASE64, b64(zlib.compress(CARD.encode(), 1))),
        (codings.BASE64, b64(zlib.compress(CARD.encode(), 9))),
        (codings.BASE64, b64(bz2.compress(CARD.encode()))),
        (codings.BASE64, b64(lzma.compress(CARD.encode()))),
        (codings.BASE32, base64.b32encode(CARD.encode()).decode()),
        (codings.BASE32, base64.b32encode(CARD.encode()).decode().lower().rstrip("=")),
        (codings.BASE32, base64.b32encode(CARD.encode()).decode().rstrip("=") + "A"),
        (codings.HEXADECIMAL, CARD.encode().hex()),
        (codings.HEXADECIMAL, "a" + CARD.encode().hex().upper()),
        (codings.HEXADECIMAL, CARD.encode("utf-16-be").hex()),
        (codings.HEXADECIMAL, gzip.compress(CARD.encode()).hex()),
        (codings.CODES, CARD.encode().hex(" ")),
        (codings.CODES, ",".join(map(hex, CARD.encode()))),
        (codings.CODES, "".join(map(hex, CARD.encode()))),
        (codings.CODES, ", ".join(map(str, CARD.encode()))),
        (codings.BINARY, " ".join(f"{byte:08b}" for byte in CARD.encode())),
        (codings.ASCII85, base64.a85encode(CARD.encode(), adobe=True).decode()),
        (codings.UUENCODING, f"begin 644 x\n{binascii.b2a_uu(CARD.encode()).decode()}`\nend\n"),
    ],
)
def test_what_was_encoded_is_read_and_has_no_place(read: Read, reader: Reader, text: str) -> None:
    (view,) = read(reader, text)
    start = view.text.index(CARD)
    assert view.span_of(start, start + len(CARD)) is None


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (codings.BASE64, "https://api.github.com/repos/octocat/Hello-World/contributors"),
        (codings.BASE64, "personally_identifiable_information"),
        (codings.BASE64, b64(bytes(range(128, 256)))),
        (codings.BASE64, b64(b"user=1;\x00\x01")),
        (codings.BASE32, "INTERNATIONALIZATION"),
        (codings.HEXADECIMAL, "6dcb09b5b57875f334f61aebed695e2e4193db5e"),
        (codings.HEXADECIMAL, "1611861721000100"),
        (codings.CODES, "12, 13, 14, 15, 16, 17, 18, 19, 20, 21"),
        (codings.CODES, "20 21 22 23 24 25 26 27 28 29"),
        (codings.BINARY, "00000000 " * 9),
        (codings.ASCII85, "<~!!!!!!!!!!~>"),
        (codings.ASCII85, "<~!z!!!!!!!!!!~>"),
        (codings.CODES, "114, 97, 101, 99, 114, 97, 101, 99, 114"),
        (codings.UUENCODING, "begin 644 x\n!AAAAAAAAAA\n"),
        (codings.UUENCODING, "begin 644 x\n#86)C\n"),
    ],
)
def test_what_only_looks_encoded_stands_as_it_is(read: Read, reader: Reader, text: str) -> None:
    assert read(reader, text) == []


def test_what_was_decoded_is_set_apart_from_what_it_is_glued_to(read: Read) -> None:
    assert [view.text for view in read(codings.BASE64, f"n={b64(CARD.encode())}=.")] == [f"n= {CARD} =."]


def test_text_cut_short_is_read_as_far_as_it_goes() -> None:
    assert decompressed(gzip.compress(CARD.encode() * 9)[:-9]) == CARD.encode() * 9
    assert decompressed(b"\x1f\x8b\x08nothing") is None
    assert decompressed(b"\x1f\x8b\x08") is None
    assert decompressed(b"BZhnothing") is None
    assert decompressed(b"plain") is None


def test_what_is_blown_up_beyond_measure_is_not_inspected() -> None:
    bomb = gzip.compress(bytes(MOST_BYTES + 1))
    with pytest.raises(NotInspected, match="decompressed"):
        text_of(bomb)


def test_many_bombs_are_not_inspected_either(read: Read) -> None:
    half = b64(zlib.compress(b"41" * (MOST_CHARACTERS // 3)))
    with pytest.raises(NotInspected, match="decoded"):
        read(codings.BASE64, f"{half} {half}")


@pytest.mark.parametrize("content", [b"", b"short", bytes(16), b"aaaaaaaaa", b"\xff" * 20])
def test_bytes_that_say_nothing_are_no_text(content: bytes) -> None:
    assert text_of(content) is None


@pytest.mark.parametrize(
    "content", [b"id 12345678", b"a@example", b"two words", "\u6f22\u5b57\u6f22\u5b57".encode(), b"%34%31%31"]
)
def test_bytes_that_say_something_are_text(content: bytes) -> None:
    assert text_of(content) == content.decode()
