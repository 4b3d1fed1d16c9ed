from __future__ import annotations

import pytest

from classifiers.finding import Leaf, NotInspected, Place
from tests.made_documents import read

JSONL = "application/x-ndjson"


def test_each_line_is_a_document() -> None:
    content = b'{"customerSSN":78051120}\r\n\n["x\xe2\x80\xa8y",null]\n'
    assert read(content, JSONL) == [
        Leaf("customerSSN", Place(pointer="/lines/0/customerSSN", in_key=True)),
        Leaf("78051120", Place(pointer="/lines/0/customerSSN"), ("customer", "ssn"), is_number=True),
        Leaf("x\u2028y", Place(pointer="/lines/2/0")),
    ]


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        (b'{"a":1,"a":2}', ["a", "1", "a", "2"]),
        (b"4111111111111111111111", ["4111111111111111111111"]),
        (b"4.111111111111111e15", ["4111111111111111"]),
        (b"0.12345678901234567890", ["0.12345678901234567890"]),
    ],
)
def test_every_member_and_digit_of_a_line_is_read(line: bytes, texts: list[str]) -> None:
    assert [leaf.text for leaf in read(line, JSONL)] == texts


@pytest.mark.parametrize("line", [b"{", b"text", b"[" * 100_000, b"1" * 5_000, b"{}{}", b"\xff\xfe\0"])
def test_a_line_that_is_no_json_is_refused(line: bytes) -> None:
    with pytest.raises(NotInspected):
        read(b"{}\n" + line, JSONL)
