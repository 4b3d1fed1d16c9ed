"""Of two fields one server takes the first and the next the last; of two names for the host likewise.

What must be single and is not is refused, and the host is the connector's, whatever the request says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.cases import NOTE, TOKEN, Case, ask, at_the_gateway, at_the_naive_proxy, write
from tests.servers.oidc import AuthorizationServer

OWN = f"Authorization: Bearer {TOKEN.decode()}"
SYSTEM = "\nhost: 127.0.0.1"


def to_host(line: bytes, *, absent: bool = False) -> bytes:
    return ask().replace(b"Host: gateway.example\r\n", b"" if absent else line + b"\r\n", 1)


CREDENTIALS = [
    Case("the credential twice", ask(NOTE, OWN), [401]),
    Case("a credential and another", ask(NOTE, "Authorization: Bearer another"), [401]),
    Case("a credential and one of another scheme", ask(NOTE, "Authorization: Basic cm9vdDpyb290"), [401]),
    Case("a credential and an empty one", ask(NOTE, "Authorization:"), [401]),
    Case("a credential in lower case", ask(NOTE, "authorization: Bearer another"), [401]),
]
CONTENT = [
    Case("two types", write("Content-Type: text/plain"), naive=True),
    Case("the same type twice", write("Content-Type: application/json"), naive=True),
    Case("two types in one field", write(content_type="application/json, text/plain"), [403, 400]),
    Case("a type with two charsets", write(content_type="application/json; charset=utf-8; charset=utf-7"), [403]),
]
HOSTS = [
    Case("two hosts", ask(NOTE, "Host: evil.example"), naive=True),
    Case("the same host twice", ask(NOTE, "Host: gateway.example"), naive=True),
    Case("two hosts, one in lower case", ask(NOTE, "host: evil.example"), naive=True),
    Case("another host", to_host(b"Host: evil.example"), [200], 1, sent=(SYSTEM,), unsent=("evil",), naive=True),
    Case(
        "an address of metadata",
        to_host(b"Host: 169.254.169.254"),
        [200],
        1,
        sent=(SYSTEM,),
        unsent=("169.254",),
        naive=True,
    ),
    Case("no host", to_host(b"", absent=True), naive=True),
]
TARGETS = [
    Case("a target at another host", ask("http://evil.example/notes/notes/1")),
    Case("a target at metadata", ask("http://169.254.169.254/latest/meta-data/")),
    Case("a target with credentials", ask("http://root@127.0.0.1/notes/notes/1")),
    Case("a target of another scheme", ask("file:///notes/notes/1"), naive=True),
    Case("a target without a scheme", ask("//evil.example/notes/notes/1"), [404]),
    Case("a target with an at sign", ask("@evil.example/notes/notes/1"), naive=True),
    Case("a target that begins with a host", ask("evil.example/notes/notes/1"), naive=True),
]
BENIGN = [
    Case("a host with a port", to_host(b"Host: gateway.example:8080"), [200], 1, sent=(SYSTEM,), naive=True),
    Case("a host that is an address", to_host(b"Host: [::1]:8080"), [200], 1, sent=(SYSTEM,), naive=True),
    Case("a host in capitals", to_host(b"HOST: GATEWAY.EXAMPLE"), [200], 1, sent=(SYSTEM,), naive=True),
    Case("two accepted types", ask(NOTE, "Accept: text/plain", "Accept: text/csv"), [200], 1, naive=True),
]
CASES = [*CREDENTIALS, *CONTENT, *HOSTS, *TARGETS, *BENIGN]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_what_must_be_single_is(tmp_path: Path, authorization_server: AuthorizationServer, case: Case) -> None:
    assert await at_the_gateway(case, tmp_path, authorization_server) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_naive_proxy_does_what_the_table_says(case: Case) -> None:
    assert (await at_the_naive_proxy(case) == []) is case.naive
