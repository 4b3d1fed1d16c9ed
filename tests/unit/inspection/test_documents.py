"""Restricted values and names go from a document, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.finding import Span
from gateway.domain.json import Json
from gateway.domain.rule import Action
from gateway.inspection.documents import Marked, StalePlace, treated_document, treated_pairs
from gateway.inspection.marks import Mark

MASK = Mark(Action.MASK, "l", is_value=True)
REDACT = Mark(Action.REDACT, "l")
DROP = Mark(Action.DROP, "l")


def marked(*values: tuple[str, Mark], names: tuple[tuple[str, Mark], ...] = ()) -> Marked:
    root = Marked()
    for pointer, mark in values:
        root.at(pointer).value.append(mark)
    for pointer, mark in names:
        root.at(pointer).name.append(mark)
    return root


@pytest.mark.parametrize(
    ("document", "pointer", "mark", "result"),
    [
        ({"a": "x", "b": 1}, "/a", REDACT, {"a": "[l]", "b": 1}),
        ({"a": "see x"}, "/a", Mark(Action.REDACT, "l", Span(4, 5)), {"a": "see [l]"}),
        ({"a": "see x", "b": 1}, "/a", Mark(Action.DROP, "l", Span(4, 5)), {"b": 1}),
        ({"a": {"b": [1, "x"]}}, "/a/b/1", DROP, {"a": {"b": [1]}}),
        ({"a/b~c": "x"}, "/a~1b~0c", REDACT, {"a/b~c": "[l]"}),
        ({"": "x"}, "/", REDACT, {"": "[l]"}),
        ({"0": "x"}, "/0", REDACT, {"0": "[l]"}),
        ([["x"]], "/0/0", REDACT, [["[l]"]]),
        (4111111111111111, "", REDACT, "[l]"),
        ({"n": 4111111111111111}, "/n", MASK, {"n": "************1111"}),
        ({"n": 123}, "/n", MASK, {"n": "***"}),
        ({"n": -1.5}, "/n", MASK, {"n": "****"}),
        ({"n": 1}, "/n", REDACT, {"n": "[l]"}),
        ([True, False], "/0", MASK, ["[l]", False]),
        ([True, False], "/1", MASK, [True, "[l]"]),  # five stars would say false
        ([None], "/0", MASK, ["[l]"]),
        ([None], "/0", REDACT, ["[l]"]),
        ({"a": {"alice": 1, "bob": 2}}, "/a", REDACT, {"a": "[l]"}),
        ({"a": {"alice": 1}}, "/a", MASK, {"a": "[l]"}),
        ({"a": [1, 2, 3]}, "/a", REDACT, {"a": "[l]"}),
        ({"a": {"b": 1}}, "/a", DROP, {}),
        ({"a": 1}, "", REDACT, "[l]"),
        ({"a": 1}, "", DROP, None),
        ("x", "", DROP, None),
    ],
)
def test_a_marked_value_is_treated_whatever_it_is(document: Json, pointer: str, mark: Mark, result: Json) -> None:
    before = repr(document)

    assert treated_document(document, marked((pointer, mark))) == result
    assert repr(document) == before


def test_several_elements_of_one_array_are_dropped_by_their_first_index() -> None:
    document: Json = ["a", "b", "c", {"d": ["e", "f"]}, "g"]

    assert treated_document(document, marked(("/0", DROP), ("/2", DROP), ("/3/d/0", DROP), ("/4", REDACT))) == [
        "b",
        {"d": ["f"]},
        "[l]",
    ]


def test_a_mark_on_a_whole_prevails_over_marks_below_it() -> None:
    document: Json = {"a": {"b": "x"}, "c": {"d": "y"}}

    assert treated_document(document, marked(("/a", REDACT), ("/a/b", MASK), ("/c", DROP), ("/c/d", REDACT))) == {
        "a": "[l]"
    }


def test_what_is_not_marked_is_shared() -> None:
    kept: Json = {"deep": [1, 2]}
    document: Json = {"kept": kept, "x": "y"}

    result = treated_document(document, marked(("/x", REDACT)))

    assert isinstance(result, dict)
    assert result["kept"] is kept


@pytest.mark.parametrize(
    ("document", "names", "result"),
    [
        ({"x": 1, "b": 2}, [("/x", REDACT)], {"[l]": 1, "b": 2}),
        ({"id x": 1}, [("/id x", Mark(Action.REDACT, "l", Span(3, 4)))], {"id [l]": 1}),
        ({"12345678": 1}, [("/12345678", MASK)], {"****5678": 1}),
        ({"x": 1, "b": 2}, [("/x", DROP)], {"b": 2}),
        ({"x": {"y": 1}}, [("/x", REDACT), ("/x/y", REDACT)], {"[l]": {"[l]": 1}}),
        # Names that became the same hide no value.
        (
            {"x": 1, "y": 2, "z": 3},
            [("/x", REDACT), ("/y", REDACT), ("/z", REDACT)],
            {"[l]": 1, "[l] 2": 2, "[l] 3": 3},
        ),
        ({"x": 1, "[l]": 2}, [("/x", REDACT)], {"[l] 2": 1, "[l]": 2}),
        ({"x": 1, "y": 2, "[l] 2": 3}, [("/x", REDACT), ("/y", REDACT)], {"[l]": 1, "[l] 3": 2, "[l] 2": 3}),
        ({"x": 1, "[l]": 2}, [("/x", REDACT), ("/[l]", DROP)], {"[l]": 1}),
        (
            {"x1111": 1, "y1111": 2},
            [("/x1111", Mark(Action.MASK, "l", Span(0, 1))), ("/y1111", Mark(Action.MASK, "l", Span(0, 1)))],
            {"*1111": 1, "*1111 2": 2},
        ),
    ],
)
def test_a_marked_name_is_treated_and_its_value_stays_apart(
    document: Json, names: list[tuple[str, Mark]], result: Json
) -> None:
    treated = treated_document(document, marked(names=tuple(names)))

    assert treated == result
    assert isinstance(treated, dict)
    assert isinstance(result, dict)
    assert [*treated] == [*result]


def test_a_name_and_its_value_are_treated_alike() -> None:
    assert treated_document({"x": "y"}, marked(("/x", MASK), names=(("/x", REDACT),))) == {"[l]": "*"}
    assert treated_document({"x": "y"}, marked(("/x", DROP), names=(("/x", REDACT),))) == {}


def test_ten_thousand_names_that_become_the_same_are_told_apart_in_passing() -> None:
    document: Json = {f"x{index}": index for index in range(10_000)}

    result = treated_document(document, marked(names=tuple((f"/x{index}", REDACT) for index in range(10_000))))

    assert isinstance(result, dict)
    assert [*result.values()] == [*range(10_000)]


def test_the_deepest_document_is_treated() -> None:
    document: Json = "x"
    expected: Json = "[l]"
    for _ in range(254):
        document, expected = [document], [expected]

    assert treated_document(document, marked(("/0" * 254, REDACT))) == expected


@pytest.mark.parametrize(
    "places",
    [
        lambda: marked(("/b", REDACT)),
        lambda: marked(("/a/5", REDACT)),
        lambda: marked(("/a/-1", REDACT)),
        lambda: marked(("/a/00", REDACT)),
        lambda: marked(("/a/x", REDACT)),
        lambda: marked(("/a/0/x", REDACT)),
        lambda: marked(("/s/0", REDACT)),
        lambda: marked(names=(("", REDACT),)),
        lambda: marked(names=(("/a/0", REDACT),)),
    ],
)
def test_a_mark_on_nothing_is_told(places: Callable[[], Marked]) -> None:
    with pytest.raises(StalePlace):
        treated_document({"a": [1], "s": "x"}, places())


@pytest.mark.parametrize(
    ("places", "result"),
    [
        (marked(("/0", REDACT)), [("n", "[l]"), ("m", "y")]),
        (marked(("/1", MASK)), [("n", "x"), ("m", "*")]),
        (marked(("/0", DROP)), [("m", "y")]),
        (marked(("/0", DROP), ("/1", DROP)), []),
        (marked(names=(("/0", REDACT),)), [("[l]", "x"), ("m", "y")]),
        (marked(names=(("/1", DROP),)), [("n", "x")]),
    ],
)
def test_pairs_are_treated_by_name_and_by_value(places: Marked, result: list[tuple[str, str]]) -> None:
    assert treated_pairs([("n", "x"), ("m", "y")], places) == result


@pytest.mark.parametrize(
    "places",
    [
        marked(("/2", REDACT)),
        marked(("/n", REDACT)),
        marked(("/0/1", REDACT)),
        marked(("", REDACT)),
        marked(names=(("", REDACT),)),
    ],
)
def test_a_mark_on_no_pair_is_told(places: Marked) -> None:
    with pytest.raises(StalePlace):
        treated_pairs([("n", "x"), ("m", "y")], places)
