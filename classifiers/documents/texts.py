"""Bytes that are text, and the text that stands in bytes that are not."""

from __future__ import annotations

import codecs
import re

from classifiers.finding import NotInspected

# The bell, the escape and their like stand in logs; the rest does not stand in text, but in most of what is not.
_NOT_IN_TEXT = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_RUN = re.compile(r"[ -~\xa0-\xff]{4,}")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Codecs of Python's that are no character sets, or take quadratic time (CVE-2022-45061).
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})


def text_readings(content: bytes, charset: str | None = None) -> list[str]:
    """Return what ``content`` says: to whoever goes by the character set it is said to be in, and to who does not.

    What is UTF-8 is read as that, whatever it is said to be: seven bits in what says UTF-7 or UTF-16 are read by
    many as they stand. A byte order mark is believed.

    Raises:
        NotInspected: The character set is not known, or it is no text.
    """
    codecs_tried = [codec for bom, codec in _BOMS if content.startswith(bom)]
    if not codecs_tried:
        codecs_tried = ["utf-8", *([_known(charset)] if charset else [])]
    readings = dict.fromkeys(text for codec in codecs_tried if (text := _decoded(content, codec)) is not None)
    if not readings and (text := _decoded(content, "cp1252")) is not None:
        readings = {text: None}
    if not readings or any(_NOT_IN_TEXT.search(text) for text in readings):
        raise NotInspected("a part that is neither text nor a document that is read")
    return list(readings)


def decoded_text(content: bytes) -> str:
    """Return ``content`` as text: by its byte order mark, in UTF-8, or in Windows-1252.

    Raises:
        NotInspected: It is no text.
    """
    return text_readings(content)[0]


def printable_runs(content: bytes) -> str:
    """Return the text that stands in bytes which are none: of a font's names, a printer's settings, a digest.

    Runs of at least four characters, in Latin-1 and, where every second byte is nothing, in UTF-16.
    """
    runs = _RUN.findall(content.decode("latin-1"))
    for start in (0, 1):
        wide = content[start:].decode("utf-16-le", "replace")
        runs += _RUN.findall(wide)
    return "\n".join(runs)


def _decoded(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeError:
        return None
    except LookupError:  # a codec that is none of text, such as base64
        raise NotInspected("a character set that is not known") from None


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
    except (LookupError, ValueError):
        name = "undefined"
    if name.replace("-", "_") in _NO_CHARSETS:
        raise NotInspected("a character set that is not known")
    return name
