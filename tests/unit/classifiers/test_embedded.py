from __future__ import annotations

import pytest

from classifiers.embedded import embedded_leaves
from classifiers.finding import Leaf, NotInspected, Place


def texts(text: str) -> list[str]:
    return [leaf.text for leaf in embedded_leaves(Leaf(text))]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('{"ssn": "1"}', ["ssn", "1"]),
        (' [1, "a"]\n', ["1", "a"]),
        ('{"a": "\\u0034"}', ["a", "4"]),
        ("[12345678901234567890123]", ["12345678901234567890123"]),
        ("[1.50]", ["1.50"]),
        ("[" + 5_000 * "7" + "]", [5_000 * "7"]),
        ('{"a": "first", "a": "second"}', ["a", "first", "a", "second"]),
        ("{}", []),
    ],
)
def test_the_leaves_of_a_document_in_a_text_are_found(text: str, inner: list[str]) -> None:
    assert sorted(texts(text)) == sorted(inner)


@pytest.mark.parametrize("text", ["", "{", "plain", "[not json]", "{1}", '{"a": 1', '"a string"', "12", "{]"])
def test_other_texts_hold_no_document(text: str) -> None:
    assert texts(text) == []


def test_inner_leaves_keep_the_outer_place_and_add_their_words() -> None:
    outer = Leaf('{"taxId": "A"}', Place(pointer="/payload"), ("payload",))

    assert list(embedded_leaves(outer)) == [
        Leaf("taxId", outer.place, ("payload",)),
        Leaf("A", outer.place, ("payload", "tax", "id")),
    ]


def test_a_document_too_deep_to_be_read_is_not_inspected() -> None:
    with pytest.raises(NotInspected):
        texts(100_000 * "[" + 100_000 * "]")
