"""What is told by its first bytes and not read: images, and the programs of fonts."""

from __future__ import annotations

import re

_IMAGES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",  # JPEG
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\x00",  # TIFF
    b"MM\x00*",
    b"\x00\x00\x01\x00",  # icons
    b"\x01\x00\x00\x00",  # EMF
    b"\xd7\xcd\xc6\x9a",  # WMF
    b"\x00\x00\x00\x0cjP  ",  # JPEG 2000
    b"\xff\x4f\xff\x51",
)
_WEBP = re.compile(rb"RIFF....WEBP", re.DOTALL)
_HEIF = re.compile(rb"....ftyp(?:heic|heix|mif1|avif|msf1)", re.DOTALL)
_FONTS = (b"\x00\x01\x00\x00\x00", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
_OBFUSCATED_FONT = re.compile(r".*\.(?:odttf|fntdata)", re.IGNORECASE)


def is_image(content: bytes) -> bool:
    """Return whether ``content`` has the signature of a picture made of points, or of a metafile."""
    if content.startswith(b"BM"):  # and so does many a text
        return len(content) == int.from_bytes(content[2:6], "little")
    return content.startswith(_IMAGES) or bool(_WEBP.match(content) or _HEIF.match(content))


def is_font(content: bytes, name: str) -> bool:
    """Return whether a part of an Office file is a font, whose glyphs say nothing."""
    return bool(_OBFUSCATED_FONT.fullmatch(name)) or content.startswith(_FONTS)
