"""Heads that one server passes over and another acts on; answers that say more than their media type lets one see."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.cases import CARD, NOTE, Case, ask, at_the_gateway, at_the_naive_proxy, write
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering, saying

CHUNKED = b"2\r\n{}\r\n0\r\n\r\n"
KEPT_IN = [403]
TWO_TYPES = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Type: text/html\r\n"
    b"Content-Length: 2\r\nConnection: close\r\n\r\n{}"
)
UNREADABLE = f'{{"card": "{CARD}"}}'.encode("cp037")


def of_version(version: bytes, request: bytes = ask()) -> bytes:
    return request.replace(b"HTTP/1.1", version, 1)


def to_host(host: bytes) -> bytes:
    return ask().replace(b"gateway.example", host, 1)


FRAMING = [
    Case("a coding before chunks", write("Transfer-Encoding: gzip, chunked", body=CHUNKED)),
    Case("identity before chunks", write("Transfer-Encoding: identity, chunked", body=CHUNKED)),
    Case("chunks in HTTP/1.0", of_version(b"HTTP/1.0", write("Transfer-Encoding: chunked", body=CHUNKED))),
]
HEADS = [
    Case("HTTP/2.0 in words of HTTP/1.1", of_version(b"HTTP/2.0")),
    Case("HTTP/0.9 with a head", of_version(b"HTTP/0.9")),
    *(
        Case(f"the host {host!r}", to_host(host))
        for host in (b"", b"root@gateway.example", b"a b", b"a/b", b"a, b", b"a:evil", b"a:999999", b"\xc3\xa4")
    ),
    Case("an expectation of another kind", ask(NOTE, "Expect: 200-ok"), naive=True),
    Case("two expectations", write("Expect: 100-continue", "Expect: x")),
    Case("40 KB of fields", ask(NOTE, *(f"X-{index}: {'a' * 4000}" for index in range(10)))),
    Case("names that differ by case", ask(NOTE + "?a=1&A=2")),
    Case("a list and a value of one name", ask(NOTE + "?a[]=1&a=2")),
]
ANSWERS = [
    Case(
        "a card for a media type",
        ask(),
        KEPT_IN,
        1,
        answering(b"{}", headers=(("Content-Type", f"application/{CARD}+json"),)),
    ),
    Case("a card for a type of text", ask(), KEPT_IN, 1, answering(b"x", headers=(("Content-Type", f"text/{CARD}"),))),
    Case(
        "EBCDIC said to be ISO-8859-1",
        ask(),
        KEPT_IN,
        1,
        answering(UNREADABLE, headers=(("Content-Type", "text/plain; charset=iso-8859-1"),)),
    ),
    Case(
        "a part that nobody asked for",
        ask(),
        KEPT_IN,
        1,
        answering(b"45395787", status="206 Partial Content"),
        untold=("45395787",),
    ),
    Case("two media types", ask(), KEPT_IN, 1, saying(TWO_TYPES)),
]
BENIGN = [
    Case("chunks", write("Transfer-Encoding: chunked", body=CHUNKED), [200], 1, naive=True),
    Case("an expectation", write("Expect: 100-continue"), [200], 1, naive=True),
    Case("HTTP/1.0", of_version(b"HTTP/1.0"), [200], 1, naive=True),
    Case("a list", ask(NOTE + "?a[]=1&a[]=2&b=3"), [200], 1, naive=True),
    Case("20 KB of fields", ask(NOTE, *(f"X-{index}: {'a' * 4000}" for index in range(5))), [200], 1, naive=True),
    Case(
        "a vendor's media type",
        ask(),
        [200],
        1,
        answering(b"{}", headers=(("Content-Type", "application/vnd.github.v3.raw+json"),)),
        told=("application/vnd.github.v3.raw+json",),
        naive=True,
    ),
    Case(
        "French in ISO-8859-1",
        ask(),
        [200],
        1,
        answering("d\u00e9j\u00e0 vu".encode("latin-1"), headers=(("Content-Type", "text/plain; charset=iso-8859-1"),)),
        naive=True,
    ),
]
CASES = [*FRAMING, *HEADS, *ANSWERS, *BENIGN]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_what_is_understood_in_two_ways_is_refused(
    tmp_path: Path, authorization_server: AuthorizationServer, case: Case
) -> None:
    assert await at_the_gateway(case, tmp_path, authorization_server) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_naive_proxy_does_what_the_table_says(case: Case) -> None:
    assert (await at_the_naive_proxy(case) == []) is case.naive
