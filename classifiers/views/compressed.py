"""Bytes that were compressed, and how far they may be blown up."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

from classifiers.finding import NotInspected

MOST_BYTES = 4 * 1024 * 1024
MOST_PARTS = 64
"""What follows a part is copied each time: a megabyte of empty parts would take seconds."""

_LZMA_MEMORY = 64 * 1024 * 1024


class _Decompressor(Protocol):
    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


_BEGINNINGS: tuple[tuple[tuple[bytes, ...], Callable[[], _Decompressor]], ...] = (
    ((b"\x1f\x8b\x08",), lambda: zlib.decompressobj(zlib.MAX_WBITS | 16)),  # RFC 1952
    ((b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"), zlib.decompressobj),  # RFC 1950
    ((b"BZh",), bz2.BZ2Decompressor),
    ((b"\xfd7zXZ\0",), lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, _LZMA_MEMORY)),
)


def decompressed(content: bytes) -> bytes | None:
    """Return what was compressed, as far as it was not cut short; ``None`` if nothing was.

    What was compressed in several parts (RFC 1952, section 2.2) is put together, with what follows the last.

    Raises:
        NotInspected: It is larger than may be, or in too many parts.
    """
    parts: list[bytes] = []
    room = MOST_BYTES
    while make := _decompressor_of(content):
        decompressor = make()
        try:
            inflated = decompressor.decompress(content, room + 1)
        except (zlib.error, OSError, lzma.LZMAError, EOFError):
            break
        room -= len(inflated)
        if room < 0 or len(parts) == MOST_PARTS:
            raise NotInspected("a text that is too long once it is decompressed")
        parts.append(inflated)
        content = decompressor.unused_data
    return b"".join([*parts, content]) or None if parts else None


def _decompressor_of(content: bytes) -> Callable[[], _Decompressor] | None:
    return next((make for beginnings, make in _BEGINNINGS if content.startswith(beginnings)), None)
