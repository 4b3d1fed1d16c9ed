"""Every text of a message is inspected."""

from __future__ import annotations

import pytest

from classifiers.finding import Part, Place
from gateway.domain.json import Json
from gateway.domain.message import EMPTY_BODY, Body, BodyKind, Message
from gateway.inspection.leaves import form_pairs, message_leaves


def texts(message: Message) -> list[tuple[str, Place]]:
    return [(leaf.text, leaf.place) for leaf in message_leaves(message)]


def test_a_message_is_its_path_query_and_head() -> None:
    message = Message((("etag", "e"),), EMPTY_BODY, path="/users/a%40b%20c//x", query=(("q", "v"),))

    assert texts(message) == [
        ("users", Place(Part.PATH, "/1")),
        ("a@b c", Place(Part.PATH, "/2")),
        ("x", Place(Part.PATH, "/4")),
        ("q", Place(Part.QUERY, "/0", in_key=True)),
        ("v", Place(Part.QUERY, "/0")),
        ("etag", Place(Part.HEADER, "/0", in_key=True)),
        ("e", Place(Part.HEADER, "/0")),
    ]


@pytest.mark.parametrize(
    ("kind", "document", "leaves"),
    [
        (BodyKind.EMPTY, None, []),
        (BodyKind.TEXT, "text", [("text", Place())]),
        (
            BodyKind.JSON,
            {"a": [1, "x", None]},
            [("a", Place(pointer="/a", in_key=True)), ("1", Place(pointer="/a/0")), ("x", Place(pointer="/a/1"))],
        ),
        (BodyKind.FORM, [["n", "v"]], [("n", Place(pointer="/0", in_key=True)), ("v", Place(pointer="/0"))]),
    ],
)
def test_a_body_is_its_names_and_values(kind: BodyKind, document: Json, leaves: list[tuple[str, Place]]) -> None:
    assert texts(Message((), Body(kind, "", b"", document))) == leaves


@pytest.mark.parametrize("document", [None, {}, "a=b", [["a"]], [["a", 1]], ["ab"], [["a", "b", "c"]]])
def test_what_is_no_list_of_pairs_is_no_form(document: Json) -> None:
    with pytest.raises(ValueError, match="pairs"):
        form_pairs(document)
