"""A path that was matched as one thing and is served as another: dot segments, separators and ends in any spelling.

What reads in two ways is refused; what does not goes on in one spelling, which is the one that was matched.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.cases import NOTE, Case, ask, at_the_gateway, at_the_naive_proxy
from tests.servers.oidc import AuthorizationServer

REFUSED = [
    Case(target, ask(target), naive=naive)
    for target, naive in (
        ("/notes/notes/1/../../people", False),
        ("/notes/./notes/1", False),
        ("/notes/notes/%2E", False),
        ("/notes/notes/%2e%2E/people", False),
        ("/notes/%2e%2e/people", False),
        ("/notes/notes/1%2f..%2f..%2fpeople", False),
        ("/notes/notes/1%2Fx", False),
        ("/notes/notes/1%5Cx", False),
        ("/notes/notes/1\\x", False),
        ("/notes/notes/%2f", False),
        ("/notes/notes/.;/people", False),
        ("/notes/notes/..;/people", False),
        ("/notes/notes/..%3b/people", False),
        ("/notes/notes/%2e%2e;x/people", False),
        ("/notes/notes/%2e%2e%3Bx/people", False),
        ("/notes/notes/%252e%252e%252fpeople", False),
        ("/notes/notes/%252fpeople", False),
        ("/notes/notes/%25252e", False),
        ("/notes/notes/%255cpeople", False),
        ("/notes/notes/1%2500", False),
        ("/notes/notes/%00", False),
        ("/notes/notes/1%00.json", False),
        ("/notes/notes/1%0a", True),
        ("/notes/notes/1%09", False),
        ("/notes/notes/1%7f", False),
        ("/notes/notes/1%20%0d%0aHost:%20evil", True),
        ("/notes/notes/%c0%af", False),
        ("/notes/notes/%c0%2e", False),
        ("/notes/notes/%e0%80%af", False),
        ("/notes/notes/%f0%80%80%af", False),
        ("/notes/notes/%c1%9c", False),
        ("/notes/notes/%c0%80", False),
        ("/notes/notes/%ed%a0%80", False),
        ("/notes/notes/%ff", False),
        ("/notes/notes/1%", False),
        ("/notes/notes/1%2", False),
        ("/notes/notes/%2%65", False),
        ("/notes/notes/%%32%65", False),
        ("/notes/notes/%u2215", False),
        ("/notes/notes/%x2e", False),
        ("/notes/notes/1#x", False),
        ("/notes/notes/1?x#y", False),
        ("/notes/notes/1\t", True),
        ("/notes/notes/1\x00", True),
        ("/notes/notes/1\x7f", True),
        ("/notes/notes/1?a=%ff", False),
        ("/notes/notes/1?a=%0a", False),
        ("/notes/notes/1?a=%", False),
        ("/notes/notes/1?a=1&%61=2", False),
        ("/notes/notes/1?a=1&b=2&a=3", False),
        ("/notes/notes/1?_method=DELETE", False),
        ("", True),
        ("?", True),
        ("notes/notes/1", True),
    )
]
NOTHING_THERE = [
    Case(target, ask(target), [404])
    for target in (
        "//notes/notes/1",
        "/notes//notes/1",
        "/notes/notes//1",
        "/notes/notes/1//",
        "/notes/notes/1/",
        "/notes/notes;x/1",
        "/notes/notes%3Bx/1",
        "/NOTES/notes/1",
        "/notes/Notes/1",
        "/notes/notes/1/x",
        "/notes/.../notes/1",
        "/notes/notes%3F/1",
    )
]
BENIGN = [
    Case(target, ask(target), [200], 1, sent=(f"GET {arrives} HTTP/1.1",), naive=naive)
    for target, arrives, naive in (
        ("/notes/notes", "/notes", True),
        (NOTE, "/notes/1", True),
        ("/notes/notes/1?a=b", "/notes/1?a=b", True),
        ("/notes/notes/a.b", "/notes/a.b", True),
        ("/notes/notes/..a", "/notes/..a", True),
        ("/notes/notes/...", "/notes/...", True),
        ("/notes/notes/a-b_c~d", "/notes/a-b_c~d", True),
        ("/notes/notes/a:b@c", "/notes/a:b@c", True),
        ("/notes/notes/a%20b", "/notes/a%20b", True),
        ("/notes/notes/caf%C3%A9", "/notes/caf%C3%A9", True),
        ("/notes/notes/caf%c3%a9", "/notes/caf%C3%A9", True),
        ("/notes/notes/%61", "/notes/a", True),
        ("/notes/notes/50%25", "/notes/50%25", True),
        ("/notes/notes/a%23b", "/notes/a%23b", True),
        ("/notes/notes/a%3Fb", "/notes/a%3Fb", True),
        ("/notes/%6eotes/1", "/notes/1", True),
        ("/notes/notes/1?q=a+b", "/notes/1?q=a+b", True),
        ("/notes/notes/1?a[]=1&a[]=2", "/notes/1?a%5B%5D=1&a%5B%5D=2", True),
    )
]
CASES = [*REFUSED, *NOTHING_THERE, *BENIGN]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_a_path_is_what_was_matched_or_goes_nowhere(
    tmp_path: Path, authorization_server: AuthorizationServer, case: Case
) -> None:
    assert await at_the_gateway(case, tmp_path, authorization_server) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_naive_proxy_does_what_the_table_says(case: Case) -> None:
    assert (await at_the_naive_proxy(case) == []) is case.naive
