"""Read what arrives: the head at once, the body only when it is known who sends it."""

from __future__ import annotations

import asyncio
import re
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime

from aiohttp import HttpVersion10, HttpVersion11, web

from gateway.domain.connector import Connector
from gateway.domain.errors import BodyTooLarge, MalformedRequest
from gateway.domain.message import Fields, Message, Request
from gateway.edge import bodies
from gateway.edge.headers import REQUEST, allowed, of_method, refuse_ambiguous, value_of
from gateway.edge.overrides import refuse_overrides
from gateway.edge.target import read_target

BODY_SECONDS = 30.0
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})

# W3C Trace Context, section 3.2.2; ids of zeros alone and the version ff are invalid.
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def read_head(http: web.BaseRequest, clock: Callable[[], datetime]) -> Request:
    """Return the head of a request, its target split into connector and upstream path.

    Raises:
        MalformedRequest: It could be read in more than one way.
    """
    if http.method not in METHODS:
        raise MalformedRequest(f"Expected one of the methods {', '.join(sorted(METHODS))}.")
    if http.version not in {HttpVersion10, HttpVersion11}:
        raise MalformedRequest("Expected HTTP/1.1.")
    headers = _fields(http)
    refuse_ambiguous(headers)
    if http.version == HttpVersion10 and value_of(headers, "transfer-encoding"):  # RFC 9112, section 6.1
        raise MalformedRequest("HTTP/1.0 has no transfer codings.")
    target = read_target(http.raw_path)
    connector, slash, path = target.path[1:].partition("/")
    return Request(
        id=new_id(),
        trace=_trace(value_of(headers, "traceparent")),
        received_at=clock(),
        method=http.method,
        connector=connector,
        path=slash + path or "/",
        query=target.query,
        headers=headers,
    )


async def read_message(http: web.BaseRequest, request: Request, connector: Connector, max_bytes: int) -> Message:
    """Return what of a request may go on: allowed headers, the query without credentials, the decoded body.

    Raises:
        MalformedRequest, BodyTooLarge, UninspectableContent: See ``bodies.decode`` and ``overrides``.
    """
    system = connector.system
    if http.content_length is not None and http.content_length > max_bytes:
        raise BodyTooLarge(f"A request body may have up to {max_bytes} bytes.")
    if value_of(request.headers, "expect") == "100-continue" and http.version >= HttpVersion11:
        await _invite(http)
    content = await _read_body(http, max_bytes)
    content_type = value_of(request.headers, "content-type")
    encodings = [value for name, value in request.headers if name == "content-encoding"]
    body = await bodies.apart(
        content,
        encodings,
        lambda: bodies.decode(content, content_type, encodings, max_bytes=max_bytes, from_client=True),
    )
    refuse_overrides(request.query, body)
    return Message(
        headers=of_method(allowed(request.headers, REQUEST, system.request_headers), request.method),
        body=body,
        path=request.path,
        query=tuple(pair for pair in request.query if pair[0] not in system.credential_parameters),
    )


def _fields(http: web.BaseRequest) -> Fields:
    try:
        return tuple((name.decode("ascii").lower(), value.decode()) for name, value in http.raw_headers)
    except UnicodeDecodeError:  # what it means, RFC 9110 leaves to each reader (section 5.5)
        raise MalformedRequest("A field of the head is not UTF-8.") from None


async def _invite(http: web.BaseRequest) -> None:
    """Tell a client that waits to be asked to send the body (RFC 9110, section 10.1.1)."""
    await http.writer.write(CONTINUE)
    http.writer.output_size = 0  # the answer has not begun


async def _read_body(http: web.BaseRequest, max_bytes: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in http.content.iter_any():
                size += len(chunk)
                if size > max_bytes:
                    raise BodyTooLarge(f"A request body may have up to {max_bytes} bytes.")
                chunks.append(chunk)
    except TimeoutError:
        raise MalformedRequest(f"The request body did not arrive within {BODY_SECONDS:.0f} seconds.") from None
    except web.RequestPayloadError:
        raise MalformedRequest("The request body ended before its stated length.") from None
    return b"".join(chunks)


def new_id() -> str:
    """Return the name of a request: in its answer, in its records, in our own log."""
    return str(uuid.uuid4())


def _trace(traceparent: str | None) -> str:
    """Return the caller's trace id where it is well formed, else a new one."""
    continued = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    return continued[1] if continued else secrets.token_hex(16)
