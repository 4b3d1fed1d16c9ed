"""Three bytes at a time every value comes out whole, and no inspection saw it (RFC 9110, section 14).

A plugin's range never reaches the system; a part that the system sends all the same is not released unseen. Conditions
of a read are in ``test_condition_on_a_read``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.cases import CARD, NOTE, Case, ask, at_the_gateway, at_the_naive_proxy, write
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Behaviour, saying


def says(status: str, *fields: str, content: bytes, content_type: str = "application/json") -> Behaviour:
    lines = [
        f"HTTP/1.1 {status}",
        "Connection: close",
        f"Content-Length: {len(content)}",
        f"Content-Type: {content_type}",
    ]
    return saying("\r\n".join([*lines, *fields, "", ""]).encode() + content)


NO_CONTENT = saying(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
ASKED = [
    Case(f"{line} of {method}", ask(NOTE, line, method=method), [200], 1, NO_CONTENT, unsent=(f"\n{line}", "bytes="))
    for method in ("GET", "HEAD")
    for line in (
        "Range: bytes=0-2",
        "range: bytes=-3",
        "Range: bytes=0-2,5-7",
        "Range: items=0-2",
        "If-Range: bytes=smuggled",
        "Request-Range: bytes=0-2",
        "X-Range: bytes=0-2",
        "A-IM: feed",
        "A-IM: vcdiff, range",
        "Content-Range: bytes 0-2/9",
        "If-None-Match: *",
        "If-Modified-Since: Sun, 01 Nov 2026 00:00:00 GMT",
        "If-Unmodified-Since: Sun, 01 Nov 2026 00:00:00 GMT",
        'If-Match: "guess"',
    )
]
WRITTEN = [
    Case("a range of a write", write("Range: bytes=0-2"), [200], 1, unsent=("bytes=",)),
    Case("a part of a write", write("Content-Range: bytes 0-1/9"), (200, 400), 1, unsent=("content-range",)),
]
WHOLE, PART = f'{{"card": "{CARD}"}}'.encode(), f'"{CARD[:8]}'.encode()
ANSWERED = [
    Case(
        "what ranges there are",
        ask(),
        [200],
        1,
        system=says("200 OK", "Accept-Ranges: bytes", content=b"{}"),
        untold=("accept-ranges",),
    ),
    Case(
        "a part of JSON",
        ask(),
        [403],
        1,
        system=says("206 Partial Content", "Content-Range: bytes 0-8/30", content=PART),
        untold=(CARD[:8],),
    ),
    Case(
        "parts in parts",
        ask(),
        [403],
        1,
        system=says(
            "206 Partial Content",
            content=b"--b\r\n\r\n" + PART + b"\r\n--b--",
            content_type="multipart/byteranges; boundary=b",
        ),
        untold=(CARD[:8],),
    ),
    Case(
        "a difference",
        ask(),
        [403],
        1,
        system=says(
            "226 IM Used", "IM: vcdiff", content=b"\xd6\xc3\xc4" + WHOLE, content_type="application/octet-stream"
        ),
    ),
    Case(
        "a range that cannot be had",
        ask(),
        [416],
        1,
        system=says("416 Range Not Satisfiable", f"Content-Range: bytes */{CARD}", content=b"{}"),
        untold=("content-range", CARD),
    ),
]
BENIGN = [
    Case("a read without a range", ask(), [200], 1, naive=True),
    Case("a condition of a write", write('If-Match: "seen"'), [200], 1, sent=('if-match: "seen"',), naive=True),
    Case(
        "a date of a write",
        write("If-Unmodified-Since: Sun, 01 Nov 2026 00:00:00 GMT"),
        [200],
        1,
        sent=("if-unmodified-since: sun, 01 nov",),
        naive=True,
    ),
]
CASES = [*ASKED, *WRITTEN, *ANSWERED, *BENIGN]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_no_part_passes_for_the_whole(
    tmp_path: Path, authorization_server: AuthorizationServer, case: Case
) -> None:
    assert await at_the_gateway(case, tmp_path, authorization_server) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_naive_proxy_does_what_the_table_says(case: Case) -> None:
    assert (await at_the_naive_proxy(case) == []) is case.naive
