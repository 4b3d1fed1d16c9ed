from __future__ import annotations

import pytest

from classifiers.finding import NotInspected
from tests.made_documents import read


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b'name,ssn\n"Ann ""A"" B",078051120\n', "text/csv"),
        (b'name;ssn\r\n"Ann ""A"" B";078051120\r\n', "text/csv"),
        (b'\xef\xbb\xbfname|ssn\r"Ann ""A"" B"|078051120', "text/csv"),
        (b'name\tssn\n"Ann ""A"" B"\t078051120', "text/tab-separated-values"),
    ],
)
def test_a_cell_has_the_words_of_its_column_and_row(content: bytes, content_type: str) -> None:
    assert [(leaf.text, leaf.place.pointer, leaf.words) for leaf in read(content, content_type)] == [
        ("name", "/rows/0/0", ()),
        ("ssn", "/rows/0/1", ("name",)),
        ('Ann "A" B', "/rows/1/0", ("name",)),
        ("078051120", "/rows/1/1", ("ssn", "ann", "a", "b")),
    ]


def test_a_value_over_several_lines_is_one_cell() -> None:
    assert [leaf.text for leaf in read(b'a\n"4111\n1111"', "text/csv")] == ["a", "4111\n1111"]


def test_rows_may_be_longer_than_the_header() -> None:
    assert [leaf.text for leaf in read(b"a,b\n1,2,3\n", "text/csv")] == ["a", "b", "1", "2", "3"]


@pytest.mark.parametrize("content", [b"a,b\n\0,1", b'a,b\n"' + b"x" * 200_000 + b'"'])
def test_what_cannot_be_taken_apart_is_refused(content: bytes) -> None:
    with pytest.raises(NotInspected):
        read(content, "text/csv")
