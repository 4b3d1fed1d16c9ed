"""What a client sees of an answer, byte for byte: a raw upstream, the gateway, and a client that reads raw bytes."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.gateways import Deployment, serving
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Behaviour, Upstream, answering, saying, upstream
from tests.wire.github_clients import OPENS_ISSUES, READS, in_front_of, token_of_alice

CARDS = """
- id: no-cards
  owner: security@example.com
  because: never in a model's context
  labels: [payment_card]
  action: redact
"""
NAME = "/repos/octocat/hello-world"


class Door:
    """A gateway in front of one behaviour, asked with alice's token over connections that are read to their end."""

    def __init__(self, deployment: Deployment, token: str, system: Upstream) -> None:
        self.base = f"{deployment.url}/github"
        self.system = system
        self._port = deployment.ports[0]
        self._token = token

    async def ask(self, method: str = "GET", path: str = NAME, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        """Return status, fields and every byte that came after the head, up to the end of the connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        fields = [
            f"{method} /github{path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Authorization: Bearer {self._token}",
            "Accept-Encoding: gzip, br",
            "Connection: close",
        ]
        if body:
            fields += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        writer.write("\r\n".join([*fields, "", ""]).encode() + body)
        head, _, content = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        await writer.wait_closed()
        line, *lines = head.decode().split("\r\n")
        return (
            int(line.split(" ")[1]),
            {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)},
            content,
        )


@asynccontextmanager
async def door_to(behaviour: Behaviour, folder: Path, authorization_server: AuthorizationServer) -> AsyncIterator[Door]:
    async with upstream(behaviour) as system:
        deployment = in_front_of(system.url, folder, authorization_server, READS, OPENS_ISSUES, rules=CARDS)
        token = await token_of_alice(deployment, authorization_server)
        async with serving(deployment):
            yield Door(deployment, token, system)


def said(head: str, body: bytes = b"") -> Behaviour:
    return saying(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)


async def test_an_answer_that_no_rule_treats_arrives_byte_for_byte(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    content = b'{ "name" : "caf\\u00e9 \xe2\x98\x95",\n\t"size": 1.50e0, "forks":[ ] }\n'
    async with door_to(answering(content), tmp_path, authorization_server) as door:
        status, fields, arrived = await door.ask()
    assert (status, arrived) == (200, content)
    assert fields["content-type"] == "application/json"
    assert fields["content-length"] == str(len(content))
    assert "sallyport-released" not in fields


async def test_a_compressed_answer_is_unpacked_inspected_and_redacted(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    content = gzip.compress(b'{"title":"charged 4111 1111 1111 1111 twice","state":"open"}')
    behaviour = answering(content, headers=(("Content-Encoding", "gzip"),))
    async with door_to(behaviour, tmp_path, authorization_server) as door:
        status, fields, arrived = await door.ask()
        (asked,) = door.system.received()
    assert asked.header("accept-encoding") == "gzip, deflate"  # what can be undone, whatever the client could
    assert status == 200
    assert b"4111" not in arrived
    assert b'"state":"open"' in arrived
    assert fields["content-length"] == str(len(arrived))
    assert fields["sallyport-released"] == "redacted=1"
    assert "content-encoding" not in fields


async def test_a_compressed_answer_that_no_rule_treats_arrives_as_it_was_before_it_was_compressed(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    content = b'{ "state" : "open" }'
    behaviour = answering(gzip.compress(content), headers=(("Content-Encoding", "gzip"),))
    async with door_to(behaviour, tmp_path, authorization_server) as door:
        _, fields, arrived = await door.ask()
    assert arrived == content
    assert "content-encoding" not in fields


async def test_what_is_compressed_in_a_way_that_nobody_asked_for_is_refused(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    behaviour = answering(b"\x0b\x02\x80{}\x03", headers=(("Content-Encoding", "br"),))
    async with door_to(behaviour, tmp_path, authorization_server) as door:
        status, fields, arrived = await door.ask()
    assert (status, fields["content-type"]) == (403, "application/problem+json")
    assert b"urn:sallyport:problem:uninspectable-content" in arrived
    assert b'"executed":true' in arrived


@pytest.mark.parametrize(
    ("method", "path", "body", "head"),
    [
        ("POST", f"{NAME}/issues", b'{"title":"The door squeaks"}', 'HTTP/1.1 204 No Content\nETag: "1"'),
        ("GET", NAME, b"", 'HTTP/1.1 304 Not Modified\nETag: "1"\nContent-Type: application/json\nContent-Length: 20'),
    ],
)
async def test_a_status_without_content_has_neither_content_nor_a_length(
    tmp_path: Path, authorization_server: AuthorizationServer, method: str, path: str, body: bytes, head: str
) -> None:
    async with door_to(said(head), tmp_path, authorization_server) as door:
        status, fields, arrived = await door.ask(method, path, body)
    assert (str(status), arrived, fields["etag"]) == (head.split()[1], b"", '"1"')
    assert {"content-length", "content-type", "transfer-encoding"}.isdisjoint(fields)


async def test_an_empty_answer_is_empty_and_says_so(tmp_path: Path, authorization_server: AuthorizationServer) -> None:
    behaviour = said("HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 0")
    async with door_to(behaviour, tmp_path, authorization_server) as door:
        status, fields, arrived = await door.ask()
    assert (status, arrived, fields["content-length"]) == (200, b"", "0")
    assert "content-type" not in fields


async def test_head_reads_like_get_and_has_no_content(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    behaviour = said('HTTP/1.1 200 OK\nETag: "1"\nContent-Type: application/json\nContent-Length: 70000')
    async with door_to(behaviour, tmp_path, authorization_server) as door:
        status, fields, arrived = await door.ask("HEAD")
        (asked,) = door.system.received()
    assert asked.method == "HEAD"
    assert (status, arrived, fields["etag"]) == (200, b"", '"1"')
    assert fields.get("content-length") != "0"  # RFC 9110, section 8.6: not another length than GET would have


async def test_a_refused_head_has_no_content_either(tmp_path: Path, authorization_server: AuthorizationServer) -> None:
    async with door_to(answering(b"{}"), tmp_path, authorization_server) as door:
        status, fields, arrived = await door.ask("HEAD", f"{NAME}/branches")
        assert door.system.connections == 0
    assert (status, arrived) == (404, b"")
    assert fields["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("location", "led"),
    [
        ("https://api.github.com/repositories/1296269", "{base}/repositories/1296269"),  # what a renamed one answers
        ("/repositories/1296269", "{base}/repositories/1296269"),
        ("https://elsewhere.example/repositories/1296269", None),
        ("//elsewhere.example/repositories/1296269", None),
        ("https://api.github.com.elsewhere.example/", None),
    ],
)
async def test_a_redirect_leads_through_the_gateway_or_nowhere(
    tmp_path: Path, authorization_server: AuthorizationServer, location: str, led: str | None
) -> None:
    behaviour = said(f"HTTP/1.1 301 Moved Permanently\nLocation: {location}\nContent-Length: 0")
    async with door_to(behaviour, tmp_path, authorization_server) as door:
        status, fields, _ = await door.ask()
        assert len(door.system.received()) == 1  # the gateway follows none itself
    assert status == 301
    assert fields.get("location") == (led and led.format(base=door.base))


async def test_a_creation_keeps_its_status_without_the_location_that_leads_away(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    behaviour = answering(b'{"number":5}', status="201 Created", headers=(("Location", "https://elsewhere.example/5"),))
    async with door_to(behaviour, tmp_path, authorization_server) as door:
        status, fields, arrived = await door.ask("POST", f"{NAME}/issues", b'{"title":"The door squeaks"}')
    assert (status, arrived) == (201, b'{"number":5}')
    assert "location" not in fields


@pytest.mark.parametrize("status", ["400 Bad Request", "404 Not Found", "409 Conflict", "500 Internal Server Error"])
async def test_an_error_of_the_system_is_its_own_answer(
    tmp_path: Path, authorization_server: AuthorizationServer, status: str
) -> None:
    content = b'{"message":"in its own words"}'
    async with door_to(answering(content, status=status), tmp_path, authorization_server) as door:
        answered, _, arrived = await door.ask()
    assert (answered, arrived) == (int(status[:3]), content)


async def test_only_fields_that_may_cross_arrive_and_ours(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    told = (("ETag", '"1"'), ("X-RateLimit-Remaining", "59"), ("Set-Cookie", "a=b"), ("X-Internal-Host", "db7"))
    async with door_to(answering(b"{}", headers=told), tmp_path, authorization_server) as door:
        _, fields, _ = await door.ask()
    assert fields.keys() - {"date", "server", "connection"} == {
        "etag",
        "x-ratelimit-remaining",
        "content-type",
        "content-length",
        "cache-control",
        "sallyport-request-id",
    }
    assert fields["cache-control"] == "no-store"
