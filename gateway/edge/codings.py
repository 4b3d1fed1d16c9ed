"""Undo content codings (RFC 9110, section 8.4), all of them and within bounds.

1 GiB of zeros is 1 MiB of gzip: what comes out is bounded in bytes and in proportion to what went in, and is
never held beyond the bound.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

CODINGS = ("gzip", "deflate")
"""What to ask of others (``Accept-Encoding``)."""

MAX_RATIO = 250  # rows of one table, the best of real answers, reach 60
MAX_LAYERS = 3
MAX_MEMBERS = 16  # of one gzip stream (RFC 1952, section 2.2); each copies the rest of the input

_FREE_BYTES = 1024 * 1024  # so much may come out of the smallest body
_GZIP = 31  # zlib's window sizes, which also say what the header looks like
_ZLIB = 15
_RAW = -15


class UnknownCoding(ValueError):
    """A coding that is not undone here, or too many of them."""


class Damaged(ValueError):
    """The content is not what its coding says, or ends early, or goes on after its end."""


class Oversize(ValueError):
    """The content is larger than the bound once decoded."""


def decode(content: bytes, field_values: Iterable[str], max_bytes: int) -> bytes:
    """Return ``content`` with every coding of the ``Content-Encoding`` fields undone, the last applied first.

    Raises:
        UnknownCoding, Damaged, Oversize: It cannot be had.
    """
    names = [name.strip().lower() for value in field_values for name in value.split(",")]
    codings = [name for name in names if name not in {"", "identity"}]
    if len(codings) > MAX_LAYERS:
        raise UnknownCoding(f"more than {MAX_LAYERS} content codings")
    for coding in reversed(codings):
        if not content:  # of a layer within; no coding makes nothing of nothing
            raise Damaged("ends early")
        content = _inflate(content, _window(coding, content), min(max_bytes, _proportionate(content)))
    if len(content) > max_bytes:
        raise Oversize(f"more than {max_bytes} bytes")
    return content


def _window(coding: str, content: bytes) -> int:
    match coding:
        case "gzip" | "x-gzip":
            return _GZIP
        case "deflate":
            # RFC 9110, section 8.4.1.2: some send deflate without the zlib wrapper that the name stands for.
            is_wrapped = content[0] & 0x0F == zlib.DEFLATED and int.from_bytes(content[:2]) % 31 == 0
            return _ZLIB if is_wrapped else _RAW
        case _:
            raise UnknownCoding("a content coding that is not undone here")


def _proportionate(content: bytes) -> int:
    return max(_FREE_BYTES, MAX_RATIO * len(content))


def _inflate(content: bytes, window: int, bound: int) -> bytes:
    members: list[bytes] = []
    size = 0
    while content and len(members) < (MAX_MEMBERS if window == _GZIP else 1):
        inflater = zlib.decompressobj(window)
        try:
            member = inflater.decompress(content, bound - size + 1)
        except zlib.error:
            raise Damaged("damaged") from None
        size += len(member)
        if size > bound:
            raise Oversize(f"more than {bound} bytes")
        if not inflater.eof:
            raise Damaged("ends early")
        members.append(member)
        content = inflater.unused_data
    if content:
        raise Damaged("goes on after its end")
    return b"".join(members)
