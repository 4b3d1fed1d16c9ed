"""gzip (RFC 1952): all members of a stream, with what their headers say."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from classifiers.documents.limits import Opening, Source
from classifiers.finding import Leaf, NotInspected

_EXTRA, _NAME, _COMMENT = 4, 8, 16  # flags, section 2.3.1
_HEAD = 10
_GZIP = zlib.MAX_WBITS | 16


def gzip_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield the names that a gzip stream tells, and the leaves of what it holds.

    Raises:
        NotInspected: It is damaged, too large, or followed by something else.
    """
    rest = source.content
    members: list[bytes] = []
    while rest:
        opening.member()
        yield from (source.name_leaf(text, "/content") for text in _told(rest))
        content, rest = opening.inflate(rest, _GZIP)
        members.append(content)
    name = (source.name or "").removesuffix(".gz")
    yield from opening.inside(source.inner(b"".join(members), "/content", name=name))


def _told(member: bytes) -> Iterator[str]:
    """Yield the extra field, the name and the comment of a header."""
    flags = member[3] if len(member) >= _HEAD else 0
    at = _HEAD
    if flags & _EXTRA:
        size = int.from_bytes(member[at : at + 2], "little")
        yield member[at + 2 : at + 2 + size].decode("latin-1")
        at += 2 + size
    for flag in (_NAME, _COMMENT):
        if flags & flag:
            end = member.find(b"\0", at)
            if end < 0:
                raise NotInspected("a gzip stream that is damaged")
            yield member[at:end].decode("latin-1")
            at = end + 1
