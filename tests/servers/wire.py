"""HTTP/1.1 requests as they came over the wire: bytes in, whole requests out (RFC 9112).

Made for what well-behaved clients send on loopback; what it cannot read it does not guess.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Received:
    """One request. Header names are lower case; ``raw`` is every byte of it, chunk sizes included."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    raw: bytes

    def header(self, name: str) -> str | None:
        """Return the header's only value, or None if it was not sent. Sent twice is an error."""
        values = [value for field, value in self.headers if field == name]
        assert len(values) <= 1, f"{name} was sent {len(values)} times"
        return values[0] if values else None


def requests_in(stream: bytes) -> tuple[Received, ...]:
    """Return the whole requests at the beginning of what one client sent on one connection."""
    found = []
    while (request := _first(stream)) is not None:
        found.append(request)
        stream = stream[len(request.raw) :]
    return tuple(found)


def _first(stream: bytes) -> Received | None:
    head, end, rest = stream.partition(b"\r\n\r\n")
    if not end:
        return None
    request_line, *lines = head.decode("latin-1").split("\r\n")
    method, target, _version = request_line.split(" ")
    headers = tuple((name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines))
    framed = _body(dict(headers), rest)
    if framed is None:
        return None
    body, length = framed
    return Received(method, target, headers, body, stream[: len(head) + len(end) + length])


def _body(headers: dict[str, str], rest: bytes) -> tuple[bytes, int] | None:
    """Return the body and its length on the wire, or None if some of it is still to come."""
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return _chunked(rest)
    length = int(headers.get("content-length", "0"))
    return (rest[:length], length) if len(rest) >= length else None


def _chunked(rest: bytes) -> tuple[bytes, int] | None:
    """Return the joined chunks (RFC 9112, section 7.1). Trailers are not read: no client of ours sends them."""
    body, at = b"", 0
    while (line_end := rest.find(b"\r\n", at)) != -1:
        size = int(rest[at:line_end].split(b";")[0], 16)
        start, at = line_end + 2, line_end + 2 + size + 2
        if at > len(rest):
            return None
        if size == 0:
            return body, at
        body += rest[start : start + size]
    return None
