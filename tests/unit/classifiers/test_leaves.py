from __future__ import annotations

import pytest

from classifiers.finding import Leaf, NotInspected, Part, Place
from classifiers.leaves import json_leaves, pair_leaves, text_leaves, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("customerSSN", ("customer", "ssn")),
        ("SSNumber", ("ss", "number")),
        ("created_at", ("created", "at")),
        ("x-api-key", ("x", "api", "key")),
        ("address1", ("address1",)),
        ("user2Id", ("user2", "id")),
        ("customer[bank.iban]", ("customer", "bank", "iban")),
        ("größeÄnderung", ("größe", "änderung")),
        ("사업자등록번호", ("사업자등록번호",)),
        ("", ()),
        ("__", ()),
    ],
)
def test_names_are_split_into_words_at_humps_and_punctuation(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


def test_every_value_and_every_name_of_a_document_is_a_leaf_with_its_place() -> None:
    document = {"customer": {"taxId": "A", "tags": ["B", 7]}, "a/b~c": 1.5}

    assert list(json_leaves(document)) == [
        Leaf("customer", Place(pointer="/customer", in_key=True)),
        Leaf("a/b~c", Place(pointer="/a~1b~0c", in_key=True)),
        Leaf("taxId", Place(pointer="/customer/taxId", in_key=True), ("customer",)),
        Leaf("tags", Place(pointer="/customer/tags", in_key=True), ("customer",)),
        Leaf("A", Place(pointer="/customer/taxId"), ("customer", "tax", "id")),
        Leaf("B", Place(pointer="/customer/tags/0"), ("customer", "tags")),
        Leaf("7", Place(pointer="/customer/tags/1"), ("customer", "tags"), is_number=True),
        Leaf("1.5", Place(pointer="/a~1b~0c"), ("a", "b", "c"), is_number=True),
    ]


def test_only_the_last_three_names_give_their_words() -> None:
    *_, leaf = json_leaves({"a": {"b": {"c": {"dE": "x"}}}})

    assert leaf.words == ("b", "c", "d", "e")


@pytest.mark.parametrize("document", [None, True, False, [], {}, [None, [True]]])
def test_what_has_no_text_is_no_leaf(document: object) -> None:
    assert list(json_leaves(document)) == []


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (4111111111111111, "4111111111111111"),
        (4111111111111111.0, "4111111111111111"),
        (-7.0, "-7"),
        (0.25, "0.25"),
        (1e300, "1e+300"),
        (10**40, "1" + 40 * "0"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_become_their_digits(number: float, text: str) -> None:
    assert [leaf.text for leaf in json_leaves([number])] == [text]


def test_a_number_that_python_refuses_to_write_is_not_inspected() -> None:
    with pytest.raises(NotInspected):
        list(json_leaves([10**5_000]))


def test_a_value_that_is_none_of_json_is_not_inspected() -> None:
    with pytest.raises(NotInspected):
        list(json_leaves([b"bytes"]))


def test_a_document_may_be_deeper_than_the_interpreter_recurses() -> None:
    document: object = "deep"
    for _ in range(5_000):
        document = [document]

    assert [leaf.text for leaf in json_leaves(document)] == ["deep"]


def test_pairs_give_a_leaf_for_the_name_and_one_for_the_value() -> None:
    assert list(pair_leaves([("q", "x"), ("taxId", "A")], Part.QUERY)) == [
        Leaf("q", Place(Part.QUERY, "/0", in_key=True)),
        Leaf("x", Place(Part.QUERY, "/0"), ("q",)),
        Leaf("taxId", Place(Part.QUERY, "/1", in_key=True)),
        Leaf("A", Place(Part.QUERY, "/1"), ("tax", "id")),
    ]


def test_a_text_is_one_leaf() -> None:
    assert list(text_leaves("hello", Part.PATH)) == [Leaf("hello", Place(Part.PATH))]
