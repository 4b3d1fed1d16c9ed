"""Fields for one hop that cross it: a plugin names with ``Connection`` what the next server shall not see, or sends
along what only a proxy may say (RFC 9110, section 7.6.1). Of what a plugin says only what is allowed by name goes on.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.cases import NOTE, Case, ask, at_the_gateway, at_the_naive_proxy, write
from tests.servers.oidc import AuthorizationServer

OURS = "authorization: bearer "


def dropped(line: str, *, naive: bool = False) -> Case:
    """Return a read whose field stays behind, name and value."""
    name, _, value = line.partition(": ")
    return Case(line, ask(NOTE, line), [200], 1, sent=(OURS,), unsent=(f"\n{name}:", value), naive=naive)


NOMINATED = [
    Case("the credential", ask(NOTE, "Connection: Authorization"), [200], 1, sent=(OURS,), unsent=("\nconnection: a",)),
    Case("the host", ask(NOTE, "Connection: Host"), [200], 1, sent=("\nhost: 127.0.0.1",), unsent=("connection: h",)),
    Case(
        "a condition",
        write('Connection: If-Match\r\nIf-Match: "seen"'),
        [200],
        1,
        unsent=("if-match", "seen"),
    ),
    Case(
        "one of several",
        ask(NOTE, "Connection: x, ACCEPT-LANGUAGE ,y", "Accept-Language: fr"),
        [200],
        1,
        unsent=("\naccept-language", "nnection: x"),
    ),
    Case(
        "one in a second field",
        ask(NOTE, "Connection: x", "Connection: accept-language", "Accept-Language: fr"),
        [200],
        1,
        unsent=("\naccept-language",),
    ),
    Case(
        "what the gateway adds",
        ask(NOTE, "Connection: Accept-Encoding, traceparent"),
        [200],
        1,
        sent=("traceparent",),
        unsent=("nnection: a",),
    ),
    Case(
        "the length",
        write("Connection: Content-Length"),
        [200],
        1,
        sent=("content-length: 2",),
        unsent=("connection: c",),
    ),
    Case(
        "the type", write("Connection: Content-Type"), [200], 1, sent=("content-type: app",), unsent=("connection: c",)
    ),
]
DROPPED = [
    dropped(line)
    for line in (
        "TE: trailers",
        "TE: gzip, trailers",
        "Keep-Alive: timeout=1000",
        "Proxy-Connection: keep-alive",
        "Proxy-Authorization: Basic c211Z2dsZWQ=",
        "Proxy-Authenticate: Basic",
        "Trailer: X-Smuggled",
        "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
        "Max-Forwards: 98765",
        "Via: 1.1 smuggled",
        "Forwarded: for=127.0.0.1;proto=https",
        "X-Forwarded-For: 192.0.2.99",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Proto: https",
        "X-Forwarded-User: root",
        "X-Real-IP: 192.0.2.99",
        "X-Remote-User: root",
        "X-Host: evil.example",
        "CF-Connecting-IP: 192.0.2.99",
        "Cookie: session=smuggled",
        "Cookie2: session=smuggled",
        "X-Api-Key: smuggled",
        "X-Auth-Token: smuggled",
        "Private-Token: smuggled",
        "X_Forwarded_For: 192.0.2.99",
        "X-CSRF-Token: smuggled",
        "Origin: https://evil.example",
        "Referer: https://evil.example/",
        "From: root@evil.example",
        "Sec-WebSocket-Key: c211Z2dsZWQ=",
        "Destination: https://evil.example/x",
        "Want-Digest: sha-256",
        "X-Amz-Security-Token: smuggled",
    )
]
UPGRADES = [
    Case("a web socket", ask(NOTE, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13")),
    Case("another TLS", ask(NOTE, "Connection: Upgrade", "Upgrade: TLS/1.2")),
    Case("an upgrade that is not nominated", ask(NOTE, "Upgrade: h2c")),
    Case("two upgrades", ask(NOTE, "Upgrade: foo", "Upgrade: h2c")),
    Case("an upgrade of a write", write("Connection: Upgrade", "Upgrade: h2c")),
]
EXPECTED = [
    Case(
        "a read that expects to be asked", ask(NOTE, "Expect: 100-continue"), [200], 1, unsent=("expect",), naive=True
    ),
    Case(
        "a write that expects to be asked",
        write("Expect: 100-continue"),
        [200],
        1,
        sent=("{}",),
        unsent=("expect",),
        naive=True,
    ),
]
BENIGN = [
    Case(
        "an accepted type",
        ask(NOTE, "Accept: application/json"),
        [200],
        1,
        sent=("accept: application/json",),
        naive=True,
    ),
    Case(
        "a language", ask(NOTE, "Accept-Language: fr;q=0.5"), [200], 1, sent=("accept-language: fr;q=0.5",), naive=True
    ),
    Case("a preference", write("Prefer: return=minimal"), [200], 1, sent=("prefer: return=minimal",), naive=True),
    Case("a condition of a write", write('If-Match: "seen"'), [200], 1, sent=('if-match: "seen"',), naive=True),
    Case("a connection that stays", ask(last=False) + ask(NOTE), [200], 2, naive=True),
]
CASES = [*NOMINATED, *DROPPED, *UPGRADES, *EXPECTED, *BENIGN]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_what_is_for_one_hop_ends_with_it(
    tmp_path: Path, authorization_server: AuthorizationServer, case: Case
) -> None:
    assert await at_the_gateway(case, tmp_path, authorization_server) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_naive_proxy_does_what_the_table_says(case: Case) -> None:
    assert (await at_the_naive_proxy(case) == []) is case.naive
