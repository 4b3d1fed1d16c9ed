from __future__ import annotations

import pytest

from classifiers.finding import Finding, Part, Place
from gateway.audit import masking
from gateway.audit.hashing import Hasher
from gateway.audit.masking import Mask, restricted_names
from gateway.domain.json import Json
from gateway.domain.message import EMPTY_BODY, Body, BodyKind, Fields, Message


def _message(document: Json, kind: BodyKind = BodyKind.JSON, query: Fields = (), path: str = "") -> Message:
    return Message((("accept", "x"),), Body(kind, "", b"", document), path, query)


def _found_in_key(pointer: str, part: Part = Part.BODY) -> Finding:
    return Finding("secret.aws", Place(part, pointer, in_key=True), None, 1, "test")


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("amount", True),
        ("_links", True),
        ("x-rate-2", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("2fa", False),
        ("078051120", False),
        ("alice@example.com", False),
        ("Alice Smith", False),
        ("größe", False),
        ("", False),
        ("restricted", False),
    ],
)
def test_a_name_stays_where_a_programmer_chose_it(hasher: Hasher, name: str, stays: bool) -> None:
    mask = Mask(hasher, frozenset({"restricted"}))

    assert mask.name(name) == (name if stays else hasher(name))


@pytest.mark.parametrize(
    ("pointer", "document", "masked"),
    [
        ("", {}, ""),
        ("/a/0/b", {"a": [{"b": 1}]}, "/a/0/b"),
        ("/a/12", {"a": {"12": 1}}, "/a/#12"),  # a name of digits is no index
        ("/a/078051120", {"a": {"078051120": 1}}, "/a/#078051120"),
        ("/a~1b", {"a/b": 1}, "/#a/b"),
        ("/a~01", {"a~1": 1}, "/#a~1"),
        ("/a/7/b", {"a": [1]}, "/a/7/b"),  # beyond the list: the index itself is no data
        ("/a/01", {"a": [1, 2]}, "/a/#01"),
        ("/a/0/1", {"a": 5}, "/a/#0/#1"),
        ("/me@example.com/x", {"me@example.com": {"x": 1}}, "/#me@example.com/x"),
    ],
)
def test_a_pointer_shows_names_and_indices_only(hasher: Hasher, pointer: str, document: Json, masked: str) -> None:
    shown = Mask(hasher, frozenset()).pointer(Place(Part.BODY, pointer), _message(document))

    assert shown == _expected(masked, hasher)


def _expected(masked: str, hasher: Hasher) -> str:
    """``#name`` up to the next ``/`` (or the end, for names with one) stands for its hash."""
    if "#a/b" in masked:
        return "/" + hasher("a/b")
    return "/".join(hasher(token[1:]) if token.startswith("#") else token for token in masked.split("/"))


def test_without_the_message_digits_are_hashed(hasher: Hasher) -> None:
    shown = Mask(hasher, frozenset()).pointer(Place(Part.BODY, "/a/0"), None)

    assert shown == f"/a/{hasher('0')}"


@pytest.mark.parametrize(
    ("part", "pointer"), [(Part.QUERY, "/1"), (Part.HEADER, "/0"), (Part.PATH, "/2"), (Part.QUERY, "/0/1")]
)
def test_pairs_and_segments_are_counted(hasher: Hasher, part: Part, pointer: str) -> None:
    message = Message((("accept", "x"),), EMPTY_BODY, "/tickets/5", (("a", "1"), ("b", "2")))

    assert Mask(hasher, frozenset()).pointer(Place(part, pointer), message) == pointer


def test_a_name_in_which_something_was_found_is_hashed_wherever_it_stands(hasher: Hasher) -> None:
    key = "AKIAIOSFODNN7EXAMPLE"  # looks like a programmer's name, and is a credential
    message = _message({"keys": {key: {"owner": "alice"}}})
    names = restricted_names([_found_in_key(f"/keys/{key}")], message)
    mask = Mask(hasher, names)

    assert names == {key}
    assert mask.pointer(Place(Part.BODY, f"/keys/{key}/owner"), message) == f"/keys/{hasher(key)}/owner"
    assert mask.inputs(message)[0] == [{"in": "body", "at": f"/keys/{hasher(key)}/owner", "value": hasher("alice")}]


@pytest.mark.parametrize(
    ("finding", "message"),
    [
        (_found_in_key("/1", Part.QUERY), _message({}, query=(("a", "1"), ("AKIA", "2")))),
        (_found_in_key("/1"), _message([["a", "1"], ["AKIA", "2"]], BodyKind.FORM)),
        (_found_in_key("/a~1b/0/AKIA"), _message({"a/b": [{"AKIA": 2}]})),
        (_found_in_key("/AKIA"), None),
    ],
)
def test_the_restricted_name_of_a_pair_is_its_first_element(finding: Finding, message: Message | None) -> None:
    assert restricted_names([finding], message) == {"AKIA"}


def test_a_finding_in_a_value_restricts_no_name() -> None:
    finding = Finding("secret.aws", Place(Part.BODY, "/token"), None, 1, "test")

    assert restricted_names([finding], _message({"token": "x"})) == frozenset()


def test_every_value_is_an_input_in_the_order_of_the_message(hasher: Hasher) -> None:
    message = _message({"b": [1, {"c": "x"}], "a": None, "e": {}, "x y": True}, query=(("page", "2"), ("page", "3")))

    listed, more = Mask(hasher, frozenset()).inputs(message)

    assert more == 0
    assert listed == [
        {"in": "query", "at": "/page", "value": hasher("2")},
        {"in": "query", "at": "/page", "value": hasher("3")},
        {"in": "body", "at": "/b/0", "value": hasher(1)},
        {"in": "body", "at": "/b/1/c", "value": hasher("x")},
        {"in": "body", "at": "/a", "value": hasher(None)},
        {"in": "body", "at": f"/{hasher('x y')}", "value": hasher(True)},
    ]


@pytest.mark.parametrize(
    ("message", "inputs"),
    [
        (_message([["amount", "5"], ["to whom", "a"]], BodyKind.FORM), [("/amount", "5"), ("/#to whom", "a")]),
        (_message("hello", BodyKind.TEXT), [("", "hello")]),
        (_message(None, BodyKind.EMPTY), []),
        (_message("hello", BodyKind.FORM), []),
        (_message(["hello"], BodyKind.FORM), []),
    ],
)
def test_forms_and_texts_have_inputs_too(hasher: Hasher, message: Message, inputs: list[tuple[str, str]]) -> None:
    listed, _ = Mask(hasher, frozenset()).inputs(message)

    assert listed == [
        {"in": "body", "at": f"/{hasher(at[2:])}" if at.startswith("/#") else at, "value": hasher(value)}
        for at, value in inputs
    ]


def test_inputs_are_bounded_and_the_rest_is_counted(hasher: Hasher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "MAX_COUNTED", 1000)
    mask = Mask(hasher, frozenset())

    assert mask.inputs(_message([0] * 64))[1] == 0
    listed, more = mask.inputs(_message([0] * 100))
    assert (len(listed), more) == (64, 36)
    assert mask.inputs(_message([0] * 5000))[1] == 1000


def test_a_document_may_be_deep(hasher: Hasher) -> None:
    document: Json = "x"
    for _ in range(5000):
        document = [document]

    assert len(Mask(hasher, frozenset()).inputs(_message(document))[0]) == 1
