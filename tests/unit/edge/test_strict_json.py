"""JSON is read in one way, or refused."""

from __future__ import annotations

import json

import pytest

from gateway.domain.json import Json
from gateway.edge.strict_json import MAX_CLIENT_DEPTH, NotStrictJson, read, write


@pytest.mark.parametrize(
    ("content", "document"),
    [
        (b'{"a":[1,-2.5,"x",true,null]}', {"a": [1, -2.5, "x", True, None]}),
        (b' { "a" : 1 }\r\n', {"a": 1}),
        (b'"\\u00e9\\ud83d\\ude00"', "é😀"),
        ('"é"'.encode(), "é"),
        (b"18446744073709551615", 2**64 - 1),
        (b"-9223372036854775808", -(2**63)),
        (b"1e5", 100000.0),
        (b"-0", 0),
        (b"null", None),
        (b'{"a":1,"b":{"a":1}}', {"a": 1, "b": {"a": 1}}),
    ],
)
def test_what_has_one_reading_is_read(content: bytes, document: Json) -> None:
    reading = read(content, from_client=True)

    assert reading.document == document
    assert reading.is_exact
    assert read(reading.canonical, from_client=True).document == document
    assert write(reading.document) == reading.canonical


@pytest.mark.parametrize("from_client", [True, False])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"{",
        b"{'a':1}",
        b"[1,]",
        b"01",
        b"1 2",
        b'{"a":1,"a":1}',
        b'{"a":1,"\\u0061":2}',  # the same name, once escaped
        b'[{"b":[{"a":1,"a":2}]}]',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b'"\xed\xa0\x80"',  # a surrogate in UTF-8
        b'"\xc0\xaf"',  # overlong
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b'"\x00"',
        b"18446744073709551616",
        b"-9223372036854775809",
        b"1e400",
        b"-1e400",
        b"9" * 400,
        b"9" * 5000,
        '{"a":1}'.encode("utf-16"),
        '{"a":1}'.encode("utf-16-le"),
        b"[" * 300 + b"]" * 300,
        b"[" * 100_000 + b"]" * 100_000,
        b"[" * 100_000,
    ],
)
def test_what_has_no_reading_or_several_is_refused(content: bytes, from_client: bool) -> None:
    with pytest.raises(NotStrictJson):
        read(content, from_client=from_client)


@pytest.mark.parametrize(
    "content",
    [
        b'{"amount":1,"Amount":2}',
        b'[{"x":{"ID":1,"id":2}}]',
        '{"kind":1,"\u212aind":2}'.encode(),  # the Kelvin sign folds to k
        '{"status":1,"\u017ftatus":2}'.encode(),  # the long s folds to s
    ],
)
def test_names_that_differ_in_case_only_are_refused_from_clients(content: bytes) -> None:
    with pytest.raises(NotStrictJson, match="case"):
        read(content, from_client=True)

    assert read(content, from_client=False).canonical == content


def test_a_client_nests_no_deeper_than_the_bound() -> None:
    deepest = b"[" * MAX_CLIENT_DEPTH + b"1" + b"]" * MAX_CLIENT_DEPTH
    deeper = b'{"a":' + deepest + b"}"

    assert read(deepest, from_client=True).canonical == deepest
    assert read(deeper, from_client=False).canonical == deeper
    with pytest.raises(NotStrictJson, match="64"):
        read(deeper, from_client=True)


@pytest.mark.parametrize(
    ("number", "is_exact"),
    [
        (b"1.0000000000000000", True),
        (b"0.1", True),
        (b"1.5E3", True),
        (b"3.141592653589793", True),  # 16 digits that a double keeps
        (b"3.14159265358979323846", False),
        (b"0.4111111111111111222", False),
        (b"123456789e-400", False),  # reads as nothing at all
        (b"9007199254740993", True),  # an integer
        (b"9007199254740993.0", False),
    ],
)
def test_a_reading_tells_whether_it_kept_every_digit(number: bytes, is_exact: bool) -> None:
    assert read(b"[ " + number + b"]", from_client=False).is_exact is is_exact


def test_a_reading_that_would_exhaust_the_stack_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(*_: object) -> object:  # how deep the stack is, and whose it is, differs between versions of Python
        raise RecursionError

    monkeypatch.setattr(json.JSONDecoder, "decode", exhaust)
    with pytest.raises(NotStrictJson, match="deep"):
        read(b" [[1]]", from_client=False)


def test_an_error_says_where_and_repeats_nothing() -> None:
    with pytest.raises(NotStrictJson) as refused:
        read(b'{"card":\n "4111111111111111" oops}', from_client=True)

    assert "line 2" in str(refused.value)
    assert "4111" not in str(refused.value)
    assert "oops" not in str(refused.value)
