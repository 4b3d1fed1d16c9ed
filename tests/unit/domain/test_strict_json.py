from __future__ import annotations

import pytest

from gateway.domain.strict_json import read_object


def test_an_object_is_read() -> None:
    assert read_object(b'{"a": {"b": [1, 2.5, "x", null, true]}}') == {"a": {"b": [1, 2.5, "x", None, True]}}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'"text"',
        b"{} {}",
        b'{"sub": "alice", "sub": "bob"}',
        b'{"a": [{"b": 1, "b": 1}]}',
        b'{"sub": "alice", "s\\u0075b": "bob"}',
        b'{"exp": NaN}',
        b'{"exp": -Infinity}',
        b"\xef\xbb\xbf{}",
        '{"a": 1}'.encode("utf-16"),
        b'{"a": "\xff"}',
        b'{"a": "line\nbreak"}',
        b'{"exp": ' + b"9" * 5000 + b"}",
        b'{"a":' * 100_000,
        b"[" * 100_000,
    ],
)
def test_what_two_parsers_could_read_differently_is_not_read(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_object(content)
