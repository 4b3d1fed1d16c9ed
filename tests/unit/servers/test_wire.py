from __future__ import annotations

import pytest

from tests.servers.wire import requests_in

PLAIN = b"GET /a HTTP/1.1\r\nHost: here\r\n\r\n"
WITH_BODY = b"POST /b?c=1 HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\nabc"
CHUNKED = b"PUT /d HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"


def test_requests_on_one_connection_are_told_apart() -> None:
    found = requests_in(PLAIN + WITH_BODY + CHUNKED + PLAIN)
    assert [(request.method, request.target, request.body) for request in found] == [
        ("GET", "/a", b""),
        ("POST", "/b?c=1", b"abc"),
        ("PUT", "/d", b"abcde"),
        ("GET", "/a", b""),
    ]
    assert b"".join(request.raw for request in found) == PLAIN + WITH_BODY + CHUNKED + PLAIN


@pytest.mark.parametrize("whole", [PLAIN, WITH_BODY, CHUNKED])
def test_half_a_request_is_none(whole: bytes) -> None:
    for length in range(len(whole)):
        assert requests_in(whole[:length]) == ()


def test_a_header_that_came_twice_is_not_one_value() -> None:
    (request,) = requests_in(b"GET /a HTTP/1.1\r\nX-A: 1\r\nx-a: 2\r\nX-B: 3\r\n\r\n")
    assert request.header("x-b") == "3"
    assert request.header("x-c") is None
    with pytest.raises(AssertionError, match="2 times"):
        request.header("x-a")
