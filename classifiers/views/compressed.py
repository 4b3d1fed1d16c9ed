"""Bytes that were compressed, and how far they may be blown up."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

from classifiers.finding import NotInspected

MOST_BYTES = 4 * 1024 * 1024
_LZMA_MEMORY = 64 * 1024 * 1024


class _Decompressor(Protocol):
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


_BEGINNINGS: tuple[tuple[tuple[bytes, ...], Callable[[], _Decompressor]], ...] = (
    ((b"\x1f\x8b\x08",), lambda: zlib.decompressobj(zlib.MAX_WBITS | 16)),  # RFC 1952
    ((b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"), zlib.decompressobj),  # RFC 1950
    ((b"BZh",), bz2.BZ2Decompressor),
    ((b"\xfd7zXZ\0",), lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, _LZMA_MEMORY)),
)


def decompressed(content: bytes) -> bytes | None:
    """Return what was compressed, as far as it was not cut short; ``None`` if nothing was.

    Raises:
        NotInspected: It is larger than may be.
    """
    for beginnings, make in _BEGINNINGS:
        if content.startswith(beginnings):
            try:
                inflated = make().decompress(content, MOST_BYTES + 1)
            except (zlib.error, OSError, lzma.LZMAError, EOFError):
                return None
            if len(inflated) > MOST_BYTES:
                raise NotInspected("a text that is too long once it is decompressed")
            return inflated or None
    return None
