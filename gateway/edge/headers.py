"""Which header fields cross the boundary. Both directions are allow-lists, which a system can extend by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gateway.domain.errors import MalformedRequest
from gateway.domain.message import Fields
from gateway.edge import idempotency

REQUEST = frozenset({"accept", "accept-language", "idempotency-key", "if-match", "if-unmodified-since", "prefer"})
RESPONSE = frozenset(
    {"allow", "content-language", "content-location", "etag", "last-modified", "link", "location", "retry-after"}
)
NEVER = frozenset(
    {
        # hop by hop (RFC 9110, section 7.6.1), framing, and what the gateway writes itself
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "traceparent",
        "trailer",
        "transfer-encoding",
        "upgrade",
        # credentials
        "authorization",
        "cookie",
        "proxy-authenticate",
        "proxy-authorization",
        "set-cookie",
        "www-authenticate",
        # partial answers stitch together what was inspected apart (RFC 9110, section 14; RFC 3229)
        "a-im",
        "if-range",
        "range",
    }
)
"""No description of a system can allow these."""

SAFE = frozenset({"GET", "HEAD"})

SINGLE = frozenset({"content-length", "content-type", "expect", "host", "transfer-encoding", *idempotency.NAMES})
"""Two of these are two readings of one request. So are two ``authorization``: ``identity`` refuses them, in the one
way in which it refuses whatever is wrong with a token."""

CONDITIONS = frozenset({"if-match", "if-modified-since", "if-none-match", "if-unmodified-since"})
"""Whoever may ask a read whether a value is the right one finds out a value that is kept in (RFC 9110, section 13)."""

OVERRIDES = frozenset(
    {"x-http-method", "x-http-method-override", "x-method-override", "x-original-url", "x-rewrite-url"}
)
"""With these a server would do something else than what was decided."""


MAX_HEAD = 32 * 1024  # bytes of all fields together

_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")  # RFC 9110, section 7.2
_TAKEN = {"transfer-encoding": "chunked", "expect": "100-continue"}
"""All that these may ask for (RFC 9112, section 6.1; RFC 9110, section 10.1.1): others may understand more."""


def refuse_ambiguous(headers: Fields) -> None:
    """Raise ``MalformedRequest`` where the head could be read in two ways."""
    if sum(len(name) + len(value) for name, value in headers) > MAX_HEAD:
        raise MalformedRequest(f"The fields of the head are longer than {MAX_HEAD} bytes together.")
    for name, value in headers:
        if name == "host" and not _HOST.fullmatch(value):
            raise MalformedRequest("The field host does not name a host.")
        if name in _TAKEN and value.strip().lower() != _TAKEN[name]:
            raise MalformedRequest(f"The field {name} asks for something other than {_TAKEN[name]}.")
    names = [name for name, _ in headers]
    for name in SINGLE:
        if names.count(name) > 1:
            raise MalformedRequest(f"The field {name} is given more than once.")
    if any(name in idempotency.NAMES and not value.strip() for name, value in headers):
        raise MalformedRequest("An idempotency key is empty: every such request would be taken for the same one.")
    if not OVERRIDES.isdisjoint(names):
        raise MalformedRequest("A method or target override is not accepted. Ask for what you mean.")
    if "upgrade" in names:
        raise MalformedRequest("An upgrade to another protocol is not accepted.")


def allowed(headers: Fields, base: frozenset[str], extra: Iterable[str]) -> Fields:
    """Return the fields that may cross, names in lower case, in their order."""
    names = (base | set(extra)) - NEVER - _nominated(headers)
    return tuple((name, value) for name, value in headers if name in names)


def _nominated(headers: Fields) -> set[str]:
    """Return the names that ``Connection`` says are for this hop only (RFC 9110, section 7.6.1)."""
    return {name.strip().lower() for key, value in headers if key == "connection" for name in value.split(",")}


def of_method(headers: Fields, method: str) -> Fields:
    """Return the fields that a method may have.

    Without the conditions of a read, and without a key against doing twice what does nothing. Those of a write keep it
    from undoing or repeating another.
    """
    if method not in SAFE:
        return headers
    return tuple(field for field in headers if field[0] not in CONDITIONS | idempotency.NAMES)


def value_of(headers: Fields, name: str) -> str | None:
    """Return the value of the first field called ``name`` (in lower case)."""
    return next((value for key, value in headers if key == name), None)
