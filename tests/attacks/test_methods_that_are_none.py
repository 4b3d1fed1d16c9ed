"""Methods that are a proxy's own, or that one server reads otherwise than another, and fields that name another one.

What a method may do is known of six; every other is refused before anyone is asked who sends it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.cases import NOTE, NOTES, Case, ask, at_the_gateway, at_the_naive_proxy, write
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import saying

HEAD_ONLY = saying(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n")
METHODS = [
    Case(f"{method} {target}", ask(target, method=method), naive=naive)
    for method, target, naive in (
        ("CONNECT", "notes.example.com:443", True),
        ("CONNECT", "169.254.169.254:80", True),
        ("CONNECT", NOTE, True),
        ("TRACE", NOTE, False),
        ("OPTIONS", NOTE, False),
        ("PROPFIND", NOTE, False),
        ("PURGE", NOTE, False),
        ("LOCK", NOTE, False),
        ("SEARCH", NOTE, False),
        ("QUERY", NOTE, False),
        ("M-SEARCH", NOTE, False),
        ("LINK", NOTE, False),
        ("TRACK", NOTE, True),
        ("DEBUG", NOTE, True),
        ("delete", NOTES, True),
        ("Get", NOTE, True),
        ("GETX", NOTE, True),
        ("G\x00T", NOTE, True),
        ("D" * 300, NOTE, True),
        ("", NOTE, True),
    )
]
OVERRIDDEN = [
    Case(line, write(line))
    for line in (
        "X-HTTP-Method: DELETE",
        "X-Http-Method-Override: DELETE",
        "X-METHOD-OVERRIDE: DELETE",
        "X-HTTP-Method-Override: POST",
        "X-HTTP-Method-Override:",
        "X-Rewrite-URL: /people",
        "X-Original-URL: /people",
    )
]
NOT_PASSED_ON = [
    Case(line, write(line), (200, 400), 1, unsent=(line.partition(":")[0],))
    for line in (
        "X_HTTP_METHOD_OVERRIDE: DELETE",
        "X_Method_Override: DELETE",
        "X-Original-Method: DELETE",
        "X-Forwarded-Method: DELETE",
        "X-Forwarded-Uri: /people",
        "X-Forwarded-Prefix: /people",
        "X-Original-Uri: /people",
        "X-Override-URL: /people",
        "X-Envoy-Original-Path: /people",
        "X-Accel-Redirect: /people",
        "X-Sendfile: /etc/passwd",
        "_method: DELETE",
        "Request-Method: DELETE",
        "Access-Control-Request-Method: DELETE",
        "SOAPAction: delete",
    )
]
BENIGN = [
    Case("GET", ask(), [200], 1, sent=("GET /notes/1 HTTP/1.1",), naive=True),
    Case("HEAD", ask(method="HEAD"), [200], 1, HEAD_ONLY, sent=("HEAD /notes/1 HTTP/1.1",), naive=True),
    Case("POST", write(), [200], 1, sent=("POST /notes HTTP/1.1",), naive=True),
    Case("a field that only sounds alike", write("Prefer: method=DELETE"), [200], 1, naive=True),
]
CASES = [*METHODS, *OVERRIDDEN, *NOT_PASSED_ON, *BENIGN]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_a_method_is_one_of_six_and_the_one_that_was_decided_on(
    tmp_path: Path, authorization_server: AuthorizationServer, case: Case
) -> None:
    assert await at_the_gateway(case, tmp_path, authorization_server) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_naive_proxy_does_what_the_table_says(case: Case) -> None:
    assert (await at_the_naive_proxy(case) == []) is case.naive
