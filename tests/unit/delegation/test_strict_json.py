"""JSON that could be read in two ways is not read."""

from __future__ import annotations

import pytest

from gateway.delegation.strict_json import read_object


@pytest.mark.parametrize("content", [b"{}", b'{"a": {"a": 1}}', b' {"a": [1, 2.5, null, true, "x"]}\n'])
def test_an_object_is_read(content: bytes) -> None:
    assert isinstance(read_object(content), dict)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'"text"',
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"deep": {"a": 1, "a": 1}}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": "\xff"}',
        '{"a": 1}'.encode("utf-16"),
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": 1} {"a": 1}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 60_000,
    ],
)
def test_everything_else_is_not(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (the words are json's own)
        read_object(content)
