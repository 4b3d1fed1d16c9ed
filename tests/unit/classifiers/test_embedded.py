from __future__ import annotations

import pytest

from classifiers.detector import Text
from classifiers.embedded import embedded_texts
from classifiers.finding import NotInspected


def texts(text: str) -> list[str]:
    return [inner.value for inner in embedded_texts(Text(text))]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('{"ssn": "1"}', ["ssn", "1"]),
        (' [1, "a"]\n', ["1", "a"]),
        ('{"a": "\\u0034"}', ["a", "4"]),
        ("[12345678901234567890123]", ["12345678901234567890123"]),
        ("[1.50]", ["1.50"]),
        ("[536904399.0, -0.0]", ["536904399", "-0"]),
        ("[" + 5_000 * "7" + "]", [5_000 * "7"]),
        ('{"a": "first", "a": "second"}', ["a", "first", "second"]),
        ("{}", []),
    ],
)
def test_the_leaves_of_a_document_in_a_text_are_found(text: str, inner: list[str]) -> None:
    assert sorted(texts(text)) == sorted(inner)


@pytest.mark.parametrize("text", ["", "{", "plain", "[not json]", "{1}", '{"a": 1', '"a string"', "12", "{]"])
def test_other_texts_hold_no_document(text: str) -> None:
    assert texts(text) == []


def test_inner_texts_add_their_words() -> None:
    inner = {(text.value, text.words) for text in embedded_texts(Text('{"taxId": "A"}', ("payload",)))}

    assert inner == {("taxId", ("payload",)), ("A", ("payload", "tax", "id"))}


def test_a_document_too_deep_to_be_read_is_not_inspected() -> None:
    with pytest.raises(NotInspected):
        texts(100_000 * "[" + 100_000 * "]")
