"""Read a request target one way only, so that what is matched is what is sent.

A path is decoded once and encoded again in one canonical form; whatever another server might read differently
(an encoded slash, a dot segment, a path parameter on one, a second layer of encoding) is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, unquote_to_bytes

from gateway.domain.errors import MalformedRequest
from gateway.domain.message import Fields

MAX_TARGET = 16 * 1024  # characters; the longest target in GitHub's description is under 2 KiB with every parameter set

# RFC 3986, section 3.3, without the percent sign, and without the semicolon: what stands behind one some servers do
# not take for a part of the segment, and then ``1;x`` is the record ``1`` that a rule kept in.
_PCHAR = "!$&'()*+,=:@-._~"
_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")
_TWICE = re.compile(r"%(2[eEfF]|5[cC]|00|25)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Target:
    """A path in canonical percent-encoding, and the query as decoded pairs."""

    path: str
    query: Fields


def read_target(raw: str) -> Target:
    """Return the target of a request line in origin form (RFC 9112, section 3.2.1).

    Raises:
        MalformedRequest: It can be read in more than one way, or not at all.
    """
    if len(raw) > MAX_TARGET:
        raise MalformedRequest(f"The request target is longer than {MAX_TARGET} characters.")
    if not raw.startswith("/") or "#" in raw or not raw.isascii():
        raise MalformedRequest("Expected a request target that is an ASCII path beginning with a slash.")
    path, _, query = raw.partition("?")
    segments = [_segment(segment) for segment in path.split("/")[1:]]
    return Target("/" + "/".join(segments), read_query(query))


def read_query(raw: str) -> Fields:
    """Return the parameters of a query string. A repeated name is refused, but for lists that end in ``[]``."""
    if not raw:
        return ()
    pairs = [_pair(parameter) for parameter in raw.split("&") if parameter]
    names = [name for name, _ in pairs if not name.endswith("[]")]
    lists = {name for name, _ in pairs if name.endswith("[]")}
    # Some servers take "A" for "a", and "a[]" for "a".
    if len({name.removesuffix("[]").casefold() for name in (*names, *lists)}) != len(names) + len(lists):
        raise MalformedRequest("A query parameter is given twice: servers do not agree which one counts.")
    return tuple(pairs)


def write_query(query: Fields) -> str:
    """Return the query string of ``query``, every reserved character encoded."""
    return "&".join(f"{quote_plus(name, safe='')}={quote_plus(value, safe='')}" for name, value in query)


def _segment(raw: str) -> str:
    text = _decoded(raw)
    bare = text.split(";", maxsplit=1)[0]  # /..;/ is a dot segment to servers that know path parameters
    if bare in {".", ".."} or "/" in text or "\\" in text or _TWICE.search(text):
        raise MalformedRequest("The path holds a dot segment, or an encoded separator.")
    return quote(text, safe=_PCHAR)


def _pair(raw: str) -> tuple[str, str]:
    name, _, value = raw.replace("+", " ").partition("=")
    return _decoded(name), _decoded(value)


def _decoded(raw: str) -> str:
    if _ENCODED.search(raw):
        raise MalformedRequest("The request target holds a percent sign that encodes nothing.")
    try:
        text = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:  # also every overlong form
        raise MalformedRequest("The request target is not UTF-8.") from None
    if _CONTROL.search(text):
        raise MalformedRequest("The request target holds a control character.")
    return text
