from __future__ import annotations

import pytest

from classifiers.documents.texts import decoded_text, printable_runs, text_readings
from classifiers.finding import NotInspected


@pytest.mark.parametrize(
    ("content", "charset", "readings"),
    [
        ("Grüße".encode(), None, ["Grüße"]),
        ("Grüße".encode("cp1252"), None, ["Grüße"]),
        ("Grüße".encode("latin-1"), "utf-8", ["Grüße"]),
        ("привет".encode("koi8-r"), "koi8-r", ["привет"]),
        ("привет".encode("koi8-r"), ' "KOI8-R" ', ["привет"]),
        ("Grüße".encode("utf-16"), None, ["Grüße"]),
        ("Grüße".encode("utf-8-sig"), "latin-1", ["Grüße"]),
        (b"4111 +AGE-", "utf-7", ["4111 +AGE-", "4111 a"]),
        (b"4111", "utf-16", ["4111", b"4111".decode("utf-16")]),
        (b"\x1b[0m bell \x07", None, ["\x1b[0m bell \x07"]),
    ],
)
def test_a_text_is_read_in_every_way_that_someone_might(
    content: bytes, charset: str | None, readings: list[str]
) -> None:
    assert text_readings(content, charset) == readings


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (b"\x00\x01\x02", None),
        ("4111".encode("utf-16-le"), None),
        (b"\xff\xfe\x00", None),
        (b"\x81", None),
        (b"text", "unheard-of"),
        (b"text", "base64"),
        (b"text", "idna"),
        (b"text", "unicode_escape"),
        (b"text", "x\0y"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, charset: str | None) -> None:
    with pytest.raises(NotInspected):
        text_readings(content, charset)


def test_a_text_without_a_charset_has_one_reading() -> None:
    assert decoded_text(b"text") == "text"


def test_the_text_in_what_is_none_is_found_in_one_and_two_bytes() -> None:
    content = b"\0\1one byte\0\2" + "two bytes".encode("utf-16-le") + b"\0\0\0ab\0"
    assert {"one byte", "two bytes"} <= {*printable_runs(content).split("\n")}
    assert "ab" not in printable_runs(content).split("\n")
