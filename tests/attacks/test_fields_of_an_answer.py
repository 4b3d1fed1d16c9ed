"""What a system says beside the content: fields, the reason phrase, trailers, answers before the answer.

A field that may cross is inspected like the content; every other stays behind. Nothing leads the plugin, which follows
with its token in hand, past the gateway.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.cases import CARD, Case, ask, at_the_gateway, at_the_naive_proxy, write
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Behaviour, saying

GOOD = (200, 403)
USUAL = ("Content-Type: application/json", "Content-Length: 9", "Connection: close")
CONTENT = b'{"id": 1}'


def says(
    *fields: str, line: str = "HTTP/1.1 200 OK", body: bytes = CONTENT, usual: tuple[str, ...] = USUAL
) -> Behaviour:
    return saying("\r\n".join([line, *usual, *fields, "", ""]).encode("latin-1") + body)


def leaking(line: str, *, naive: bool = False) -> Case:
    """Return a read whose answer has a card in a field; the plugin gets the answer without, or none."""
    return Case(line, ask(), GOOD, 1, system=says(line), untold=(CARD,), naive=naive)


CARDS = [
    leaking(line.replace("CARD", CARD))
    for line in (
        'ETag: "CARD"',
        'ETag: W/"CARD"',
        "Last-Modified: CARD",
        "Content-Language: CARD",
        "Allow: GET, CARD",
        "Retry-After: CARD",
        "Location: /notes/CARD",
        "Location: /notes?card=CARD",
        "Content-Location: /notes/CARD",
        "Link: </notes/CARD>; rel=next",
        'Link: </notes/2>; rel=next; title="CARD"',
        "Set-Cookie: card=CARD",
        "Set-Cookie2: card=CARD",
        'Content-Disposition: attachment; filename="CARD.json"',
        "Refresh: 0; url=/notes/CARD",
        "X-Card: CARD",
        "Server: CARD",
        "Via: 1.1 CARD",
        "Warning: 199 - CARD",
        "WWW-Authenticate: Basic realm=CARD",
        "Server-Timing: db;desc=CARD",
        "Digest: md5=CARD",
        "Content-MD5: CARD",
        "Date: CARD",
        "Age: CARD",
        "Expires: CARD",
        "Cache-Control: max-age=CARD",
        "Vary: CARD",
        "Trailer: CARD",
        "Access-Control-Expose-Headers: CARD",
        "Sallyport-Released: CARD",
        "Sallyport-Request-Id: CARD",
        "X-CARD: yes",
        "X-Folded: a\r\n CARD",
        "X-Obs: \xff CARD",
    )
]
ELSEWHERE = [
    Case(line, ask(), GOOD, 1, system=says(line), untold=("evil", line.partition(": ")[2]))
    for line in (
        "Location: https://evil.example/",
        "Location: //evil.example/",
        "Location: /\\evil.example/",
        "Location: \\\\evil.example/",
        "Location: https:evil.example",
        "Location: javascript:evil",
        "Location: \thttps://evil.example/",
        "Location: https://127.0.0.1@evil.example/",
        "Content-Location: https://evil.example/",
        "Link: <https://evil.example/>; rel=next",
        "Link: </notes/2>; rel=next, <https://evil.example/>; rel=prev",
        "Link: <//evil.example/>; rel=preload",
        "Refresh: 0; url=https://evil.example/",
        "Alt-Svc: h2=evil.example:443",
        "Set-Cookie: a=evil; Domain=gateway.example",
        "Clear-Site-Data: evil",
        "Access-Control-Allow-Origin: https://evil.example",
        "Strict-Transport-Security: max-age=1; evil",
        "Content-Security-Policy: default-src evil.example",
        "Report-To: evil",
        "NEL: evil",
        "SourceMap: https://evil.example/",
        "X-Accel-Redirect: /evil",
        "X-Sendfile: /etc/evil",
        "Proxy-Authenticate: Basic realm=evil",
        "Upgrade: evil",
        "Keep-Alive: timeout=1, evil",
        "Connection: evil",
        "Cache-Control: public, max-age=1, evil",
    )
]
REDIRECTS = [
    Case(
        f"{status} to another host",
        ask(),
        [int(status[:3])],
        1,
        system=says(
            "Location: http://evil.invalid/", line=f"HTTP/1.1 {status}", body=b"", usual=("Content-Length: 0",)
        ),
        untold=("evil",),
    )
    for status in ("301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect")
]
REASONS = [
    Case("a card for a reason", ask(), [200], 1, system=says(line=f"HTTP/1.1 200 {CARD}"), untold=(CARD,)),
    Case("words for a reason", ask(), [404], 1, system=says(line="HTTP/1.1 404 evil"), untold=("evil",)),
    Case("a card for a reason of a write", write(), [201], 1, system=says(line=f"HTTP/1.1 201 {CARD}"), untold=(CARD,)),
]
BEFORE = [
    Case(
        "early hints",
        ask(),
        [200],
        1,
        system=saying(
            b"HTTP/1.1 103 Early Hints\r\nLink: <https://evil.example/>; rel=preload\r\n\r\n"
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n" + CONTENT
        ),
        untold=("103", "evil"),
        naive=True,
    ),
    Case(
        "processing, with a card",
        ask(),
        [200],
        1,
        system=saying(
            b"HTTP/1.1 102 Processing\r\nX: " + CARD.encode() + b"\r\n\r\n"
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n" + CONTENT
        ),
        untold=("102", CARD),
        naive=True,
    ),
    Case(
        "another protocol",
        ask(),
        [502],
        1,
        system=saying(
            b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: evil\r\n\r\n" + CARD.encode()
        ),
        untold=("evil", CARD),
    ),
]
IN_CHUNKS = ("Content-Type: application/json", "Transfer-Encoding: chunked", "Connection: close")
FRAMES = [
    Case(
        "a card in a trailer",
        ask(),
        GOOD,
        1,
        system=says(usual=IN_CHUNKS, body=b"9\r\n" + CONTENT + b"\r\n0\r\nX-Card: " + CARD.encode() + b"\r\n\r\n"),
        untold=(CARD,),
        naive=True,
    ),
    Case(
        "a card in an extension",
        ask(),
        (200, 502),
        1,
        system=says(usual=IN_CHUNKS, body=b"9;card=" + CARD.encode() + b"\r\n" + CONTENT + b"\r\n0\r\n\r\n"),
        untold=(CARD,),
        naive=True,
    ),
    Case(
        "a card over many chunks",
        ask(),
        [200],
        1,
        system=says(
            usual=IN_CHUNKS,
            body=b"".join(b"1\r\n%c\r\n" % byte for byte in f'{{"card": "{CARD}"}}'.encode()) + b"0\r\n\r\n",
        ),
        told=("redact",),
        naive=True,
    ),
    Case("two lengths", ask(), [502], 1, system=says("Content-Length: 2"), untold=('"id"',), naive=True),
    Case(
        "a length and chunks",
        ask(),
        [502],
        1,
        system=says("Transfer-Encoding: chunked", body=b"9\r\n" + CONTENT + b"\r\n0\r\n\r\n"),
        untold=('"id"',),
        naive=True,
    ),
    Case(
        "an answer behind the answer",
        ask(last=False) + ask(),
        (200, 502),
        2,
        system=says(
            body=CONTENT + b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\nevil"
        ),
        untold=("evil",),
    ),
    Case("a status that is none", ask(), [502], 1, system=says(line="HTTP/1.1 099 evil"), untold=("evil",)),
    Case(
        "a status of four digits", ask(), [502], 1, system=says(line="HTTP/1.1 2000 evil"), untold=("evil",), naive=True
    ),
]
TYPES = [
    Case(line, ask(), GOOD, 1, system=says(line, usual=USUAL[1:]), untold=(CARD,))
    for line in (
        f"Content-Type: application/json; card={CARD}",
        f"Content-Type: application/json; charset={CARD}",
        f"Content-Type: multipart/mixed; boundary={CARD}",
        f"Content-Type: {CARD}",
    )
]
BENIGN = [
    Case("nothing beside", ask(), [200], 1, system=says(), told=('{"id": 1}',), naive=True),
    Case("a tag", ask(), [200], 1, system=says('ETag: "v1"'), told=('etag: "v1"',), naive=True),
    Case(
        "a date",
        ask(),
        [200],
        1,
        system=says("Last-Modified: Sun, 01 Nov 2026 00:00:00 GMT"),
        told=("01 nov",),
        naive=True,
    ),
    Case(
        "a language", ask(), [200], 1, system=says("Content-Language: fr"), told=("content-language: fr",), naive=True
    ),
    Case(
        "a wait",
        ask(),
        [503],
        1,
        system=says("Retry-After: 7", line="HTTP/1.1 503 x"),
        told=("retry-after: 7",),
        naive=True,
    ),
    Case(
        "a next page",
        ask(),
        [200],
        1,
        system=says("Link: </notes?p=2>; rel=next"),
        told=("/notes/notes?p=2>; rel=next",),
    ),
    Case(
        "a place", write(), [201], 1, system=says("Location: /notes/7", line="HTTP/1.1 201 x"), told=("/notes/notes/7",)
    ),
    Case(
        "a card in the content",
        ask(),
        [200],
        1,
        system=says(
            usual=("Content-Type: application/json", "Connection: close"), body=f'{{"card": "{CARD}"}}'.encode()
        ),
        told=("redact",),
        naive=True,
    ),
    Case(
        "a number that is no card",
        ask(),
        [200],
        1,
        system=says('ETag: "4539578763621487"'),
        told=("4539578763621487",),
        naive=True,
    ),
]
CASES = [*CARDS, *ELSEWHERE, *REDIRECTS, *REASONS, *BEFORE, *FRAMES, *TYPES, *BENIGN]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_what_stands_beside_the_content_is_allowed_by_name_and_inspected(
    tmp_path: Path, authorization_server: AuthorizationServer, case: Case
) -> None:
    assert await at_the_gateway(case, tmp_path, authorization_server) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_naive_proxy_does_what_the_table_says(case: Case) -> None:
    assert (await at_the_naive_proxy(case) == []) is case.naive
