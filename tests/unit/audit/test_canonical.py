from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from gateway.audit.canonical import MAX_INTEGER, canonical, rfc3339
from gateway.domain.json import Json


@pytest.mark.parametrize(
    ("document", "written"),
    [
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-MAX_INTEGER, "-9007199254740991"),
        ([], "[]"),
        ({}, "{}"),
        ({"b": 1, "a": [1, "x", None, False]}, '{"a":[1,"x",null,false],"b":1}'),
        ({"": 1, "A": 2, "a": 3, "B": 4}, '{"":1,"A":2,"B":4,"a":3}'),
        ('\x00\x08\t\n\x0b\x0c\r\x1f\x7f"\\/', '"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\x7f\\"\\\\/"'),
        ("é\u2028\U0001f600", '"é\u2028\U0001f600"'),
        ("e\u0301", '"e\u0301"'),  # not normalised (section 3.1)
    ],
)
def test_documents_are_written_as_rfc_8785_says(document: Json, written: str) -> None:
    assert canonical(document).decode() == written


def test_names_are_ordered_by_utf_16_code_units() -> None:
    # RFC 8785, section 3.2.3: its own example. U+1F600 is D83D DE00, so it comes before U+FB33; code points disagree.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    in_order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]

    assert list(json.loads(canonical(dict.fromkeys(names, 0)))) == in_order
    assert list(json.loads(canonical([{"in": dict.fromkeys(names, 0)}]))[0]["in"]) == in_order


@pytest.mark.parametrize(
    "document",
    [
        1.0,
        float("nan"),
        {"a": [1.5]},
        MAX_INTEGER + 1,
        -MAX_INTEGER - 1,
        "\ud800",
        {"\ud800": 1},
        {"\ud800": 1, "\U0001f600": 1},
        {1: "a"},
        ("a",),
        {"a": b"bytes"},
        {"a": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
    ids=repr,
)
def test_what_records_do_not_hold_is_refused(document: Json) -> None:
    with pytest.raises(ValueError, match="record"):
        canonical(document)


def test_a_document_nested_beyond_every_reader_is_refused() -> None:
    document: Json = "deep"
    for _ in range(2000):
        document = [document]

    with pytest.raises(ValueError, match="254 deep"):
        canonical(document)


def test_a_moment_is_written_in_utc_to_the_microsecond() -> None:
    at = datetime(2026, 11, 23, 13, 0, 0, 120, tzinfo=timezone(timedelta(hours=1)))

    assert rfc3339(at) == "2026-11-23T12:00:00.000120Z"
