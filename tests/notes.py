"""A system of record of a few operations, a plugin with grants on it, and what one sees from outside of both."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from gateway.audit.reading import Members, read
from tests.gateways import Connector, Deployment
from tests.servers.oidc import AuthorizationServer

DESCRIPTION = """
name: notes
title: Notes
request_headers: [if-match]
operations:
  - {id: notes.list, match: GET /notes, effect: read, summary: Lists notes.}
  - {id: notes.get, match: 'GET /notes/{id}', effect: read, summary: Reads a note., readable: [id]}
  - id: notes.create
    match: POST /notes
    effect: write
    tier: medium
    review: {by: ann@example.com, at: 2026-11-01}
    media_types: [application/json, application/x-www-form-urlencoded, multipart/form-data]
    summary: Creates a note.
  - {id: notes.purge, match: DELETE /notes, effect: write, summary: Deletes every note.}
  - {id: people.list, match: GET /people, effect: read, summary: Lists people.}
  - {id: archive.list, match: GET /archive, effect: read, summary: Lists old notes.}
"""

SUMMARISER = """
id: summariser
owner: support
grants:
  - {connector: notes, read: ['notes.*']}
  - {connector: notes, write: ['notes.*'], because: it files summaries, approved_by: ann@example.com}
  - {connector: notes, read: ['archive.*'], until: 2026-01-31}
"""

HEADS_END = b"\r\n\r\n"


def deployment_of(
    folder: Path,
    authorization_server: AuthorizationServer,
    upstream: str,
    *,
    rules: str = "[]",
    more: str = "",
    issuer_more: str = "",
    timeouts: str = "",
) -> Deployment:
    """Return a deployment of one connector, ``notes``, in front of ``upstream``."""
    description = folder / "notes.yaml"
    description.parent.mkdir(parents=True, exist_ok=True)
    description.write_text(DESCRIPTION, encoding="utf-8")
    connector = Connector(
        "notes",
        "file: notes.yaml",
        upstream,
        authorization_server.token_endpoint,
        authorization_server.gateway_secret,
        delegation="audience: https://notes.example.com, scopes: [read]",
        more=f"timeouts: {{{timeouts}}}" if timeouts else "",
    )
    return Deployment(
        folder, authorization_server.issuer, [connector], [SUMMARISER], rules=rules, more=more, issuer_more=issuer_more
    )


async def token_for(deployment: Deployment, authorization_server: AuthorizationServer, user: str = "alice") -> str:
    return await authorization_server.token(user=user, plugin="summariser", audience=f"{deployment.url}/notes")


def recorded(deployment: Deployment) -> list[Members]:
    """Return what the audit log says of requests, oldest first."""
    records = [record for record, _ in read(deployment.audit)]
    return [record for record in records if record["kind"] in {"intent", "outcome", "refusal"}]


def result_of(record: Members) -> Members:
    result = record["result"]
    assert isinstance(result, dict)
    return result


@dataclass(frozen=True, slots=True)
class Spoken:
    """What came back over the wire; header names are in lower case."""

    status: int
    headers: Sequence[tuple[str, str]]
    content: bytes

    def header(self, name: str) -> str | None:
        values = [value for field, value in self.headers if field == name]
        assert len(values) <= 1, f"{name} came {len(values)} times"
        return values[0] if values else None

    @property
    def problem(self) -> Members:
        """Return the problem document: nothing else is an answer to what may not pass."""
        assert self.header("content-type") == "application/problem+json", self
        document = orjson.loads(self.content)
        assert isinstance(document, dict)
        return document

    @property
    def slug(self) -> str:
        return str(self.problem["type"]).removeprefix("urn:sallyport:problem:")


async def speak(
    url: str,
    method: str,
    target: str,
    *,
    fields: Iterable[str] = (),
    bearer: str | None = None,
    body: bytes = b"",
    content_type: str | None = None,
    stated_length: int | None = None,
) -> Spoken:
    """Send one request byte for byte, as no HTTP client would, and return what came back.

    ``fields`` are whole lines. The length is stated where there is a body, unless a line says how it is framed.
    """
    lines = [f"{method} {target} HTTP/1.1", f"Host: {urlsplit(url).netloc}", "Connection: close", *fields]
    if bearer is not None:
        lines.append(f"Authorization: Bearer {bearer}")
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    if (body or stated_length is not None) and not any(line.lower().startswith("transfer-encoding") for line in lines):
        lines.append(f"Content-Length: {len(body) if stated_length is None else stated_length}")
    return await say(url, "\r\n".join(lines).encode("latin-1") + HEADS_END + body, has_content=method != "HEAD")


async def say(url: str, request: bytes, *, has_content: bool = True) -> Spoken:
    """Send ``request`` as it stands; the answer is read while it goes out, for it may come early."""
    reader, writer = await connect(url)
    sending = asyncio.create_task(_send(writer, request))
    try:
        return await _answer(reader, has_content=has_content)
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
        writer.transport.abort()


async def connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(url)
    return await asyncio.open_connection(address.hostname, address.port)


async def _send(writer: asyncio.StreamWriter, request: bytes) -> None:
    with suppress(ConnectionError):  # the other side had enough
        writer.write(request)
        await writer.drain()


async def _answer(reader: asyncio.StreamReader, *, has_content: bool) -> Spoken:
    head = (await reader.readuntil(HEADS_END)).removesuffix(HEADS_END)
    status_line, *lines = head.decode("latin-1").split("\r\n")
    headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    length = int(dict(headers)["content-length"]) if has_content else 0
    return Spoken(int(status_line.split(" ")[1]), headers, await reader.readexactly(length))
