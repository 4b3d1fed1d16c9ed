"""A request whose end two servers see in two places hides another one (RFC 9112, section 11.2).

What is framed in two ways goes nowhere; what is framed in one way goes on framed anew, so that not one byte of the
plugin's framing reaches the system.

Of what is refused here aiohttp's C parser refuses nearly all, and so the naive proxy does too (``naive``). Those rows
prove nothing about the gateway; they hold the parser, which it leans on, to what it does today.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.cases import NOTE, Case, ask, at_the_gateway, at_the_naive_proxy, write
from tests.servers.oidc import AuthorizationServer

CHUNKED = "Transfer-Encoding: chunked"
HIDDEN = b"DELETE /notes HTTP/1.1\r\nHost: smuggled\r\nConnection: close\r\n\r\n"
IN_CHUNKS = b"2\r\n{}\r\n0\r\n\r\n"


def chunked(name: str, body: bytes, *, naive: bool = True) -> Case:
    """Return a write whose chunks are none."""
    return Case(name, write(CHUNKED, body=body), naive=naive)


LENGTHS = [
    Case("a length and chunks", write("Content-Length: 4", CHUNKED, body=IN_CHUNKS + HIDDEN), naive=True),
    Case("chunks and a length", write(CHUNKED, "Content-Length: 47", body=b"0\r\n\r\n" + HIDDEN), naive=True),
    Case("two lengths", write("Content-Length: 2", "Content-Length: 63", body=b"{}" + HIDDEN), naive=True),
    Case("the same length twice", write("Content-Length: 2", "Content-Length: 2"), naive=True),
    Case("two lengths in one field", write("Content-Length: 2, 2"), naive=True),
    Case("a length with a plus", write("Content-Length: +2"), naive=True),
    Case("a length with a minus", write("Content-Length: -2"), naive=True),
    Case("a length with a space within", write("Content-Length: 2 0", body=b"{}" + b" " * 18), naive=True),
    Case("a length in hexadecimal", write("Content-Length: 0x2"), naive=True),
    Case("a length with an underscore", write("Content-Length: 0_2"), naive=True),
    Case("a length with a fraction", write("Content-Length: 2.0"), naive=True),
    Case("a length that is nothing", write("Content-Length:"), naive=True),
    Case("a length in other digits", write("Content-Length: \xd9\xa2"), naive=True),
    Case("a length beyond 64 bits", write("Content-Length: 18446744073709551618"), naive=True),
    Case("a length on a folded line", write("Content-Length:\r\n 2"), naive=True),
]
CODINGS = [
    Case(f"a coding written {value!r}", write(f"Transfer-Encoding: {value}", body=IN_CHUNKS), naive=True)
    for value in (
        "chunked, identity",
        "identity",
        "chunked, chunked",
        "xchunked",
        "\x0bchunked",
        "chunked\x0b",
        "\x00chunked",
        "\xa0chunked",
        "'chunked'",
        '"chunked"',
        "chunked;q=1",
        "chun ked",
        "chunked,",
        "\r\n chunked",
        "x\r\n chunked",
        "",
    )
]
FIELDS = [
    Case("the coding twice", write(CHUNKED, CHUNKED, body=IN_CHUNKS), naive=True),
    Case("the coding twice, once unknown", write(CHUNKED, "Transfer-Encoding: x", body=IN_CHUNKS), naive=True),
    Case("a space before the colon", write("Transfer-Encoding : chunked", body=IN_CHUNKS), naive=True),
    Case("a tab before the colon", write("Transfer-Encoding\t: chunked", body=IN_CHUNKS), naive=True),
    Case("a line feed ends a field", write("X: y\nTransfer-Encoding: chunked"), naive=True),
    Case("a carriage return within a field", write("X: y\rTransfer-Encoding: chunked"), naive=True),
    Case("a field without a name", write(": chunked"), naive=True),
    Case("a field without a colon", write("Transfer-Encoding"), naive=True),
    Case("a space before the first field", ask().replace(b"\r\nHost", b"\r\n Host", 1), naive=True),
    Case("a name that CGI takes for another", write("Transfer_Encoding: chunked"), [200], 1, unsent=("chunked",)),
]
LINES = [
    Case("line feeds alone", ask().replace(b"\r\n", b"\n"), naive=True),
    Case("tabs in the request line", ask().replace(b" ", b"\t", 2), naive=True),
    Case("a second target", ask().replace(b" HTTP", b" /people HTTP", 1), naive=True),
    Case("HTTP/0.9", b"GET /notes/notes/1\r\n\r\n", (400, 401)),
    Case("a version without a dot", ask().replace(b"HTTP/1.1", b"HTTP/11", 1), naive=True),
    Case("a version in lower case", ask().replace(b"HTTP/1.1", b"http/1.1", 1), naive=True),
    Case("HTTP/1.2", ask().replace(b"HTTP/1.1", b"HTTP/1.2", 1), naive=True),
    Case("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", naive=True),
]
CHUNKS = [
    chunked("a size beyond 64 bits", b"10000000000000002\r\n{}\r\n0\r\n\r\n"),
    chunked("a size with 0x", b"0x2\r\n{}\r\n0\r\n\r\n"),
    chunked("a size with a plus", b"+2\r\n{}\r\n0\r\n\r\n"),
    chunked("a size with a minus", b"-2\r\n{}\r\n0\r\n\r\n"),
    chunked("a size with an underscore", b"0_2\r\n{}\r\n0\r\n\r\n"),
    chunked("a space before a size", b" 2\r\n{}\r\n0\r\n\r\n"),
    chunked("a space after a size", b"2 \r\n{}\r\n0\r\n\r\n"),
    chunked("no size", b"\r\n{}\r\n0\r\n\r\n"),
    chunked("a size and then a line feed", b"2\n{}\r\n0\r\n\r\n"),
    chunked("nothing after a chunk", b"2\r\n{}0\r\n\r\n"),
    chunked("a line feed after a chunk", b"2\r\n{}\n0\r\n\r\n"),
    chunked("more in a chunk than its size", b"2\r\n{}  \r\n0\r\n\r\n"),
    chunked("a line feed in an extension", b"2;a\nb\r\n{}\r\n0\r\n\r\n"),
    chunked("a carriage return in an extension", b"2;a\rb\r\n{}\r\n0\r\n\r\n"),
    Case(
        "an extension",
        write(CHUNKED, body=b"2;smuggled=1\r\n{}\r\n0\r\n\r\n"),
        [200],
        1,
        unsent=("smuggled",),
        naive=True,
    ),
    Case(
        "a trailer that is a credential",
        write(CHUNKED, "Trailer: Authorization", body=b"2\r\n{}\r\n0\r\nAuthorization: Bearer smuggled\r\n\r\n"),
        [200],
        1,
        unsent=("smuggled", "trailer"),
    ),
    Case(
        "a trailer that is a length",
        write(CHUNKED, body=b"2\r\n{}\r\n0\r\nContent-Length: 44\r\n\r\n"),
        naive=True,
    ),
    Case(
        "chunks that hold a request",
        write(CHUNKED, body=b"2d\r\n%s\r\n0\r\n\r\n" % (b'"' + HIDDEN.replace(b"\r\n", b"    ")[:43] + b'"')),
        [200],
        1,
        naive=True,
    ),
]
HIDING = [
    Case("a request behind the last", write() + HIDDEN, naive=True),
    Case("a request behind a body", write(last=False) + HIDDEN, [200], 1, told=("401",)),
    Case("a request without a credential behind one with", ask(last=False) + HIDDEN, [200], 1, told=("401",)),
    Case("a request in the body of a read", ask(body=HIDDEN, content_type=None)),
    Case("a request in a text", write(body=HIDDEN, content_type="text/plain")),
    Case("a request in JSON", write(body=b"0\r\n\r\n" + HIDDEN)),
    Case(
        "a request behind one that is refused",
        write("Content-Length: 2", "Content-Length: 2", last=False) + ask(),
        naive=True,
    ),
]
BENIGN = [
    Case("a length", write("Content-Length: 2"), [200], 1, naive=True),
    Case("a length with zeros before it", write("Content-Length: 002"), [200], 1, naive=True),
    Case("a length between spaces", write("Content-Length: \t 2 \t"), [200], 1, naive=True),
    Case("chunks", write(CHUNKED, body=IN_CHUNKS), [200], 1, sent=("{}",), naive=True),
    Case("chunks in capitals", write("TRANSFER-ENCODING: CHUNKED", body=IN_CHUNKS), [200], 1, sent=("{}",), naive=True),
    Case(
        "a size with zeros before it",
        write(CHUNKED, body=b"0002\r\n{}\r\n00\r\n\r\n"),
        [200],
        1,
        sent=("{}",),
        naive=True,
    ),
    Case("many chunks", write(CHUNKED, body=b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"), [200], 1, sent=("{}",), naive=True),
    Case("a line before the request", b"\r\n" + ask(), [200], 1, naive=True),
    Case("a read without a body, told", ask(NOTE, "Content-Length: 0"), [200], 1, naive=True),
    Case(
        "two reads",
        ask(last=False) + ask("/notes/notes/2"),
        [200],
        2,
        sent=("GET /notes/1 ", "GET /notes/2 "),
        naive=True,
    ),
    Case("a write and a read", write(last=False) + ask(), [200], 2, sent=("POST /notes ", "GET /notes/1 "), naive=True),
]
CASES = [*LENGTHS, *CODINGS, *FIELDS, *LINES, *CHUNKS, *HIDING, *BENIGN]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_one_request_has_one_end(tmp_path: Path, authorization_server: AuthorizationServer, case: Case) -> None:
    assert await at_the_gateway(case, tmp_path, authorization_server) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_naive_proxy_does_what_the_table_says(case: Case) -> None:
    assert (await at_the_naive_proxy(case) == []) is case.naive
