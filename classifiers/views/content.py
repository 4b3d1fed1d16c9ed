"""Bytes as text, if that is what they are and if it could say something."""

from __future__ import annotations

import re

from classifiers.finding import NotInspected
from classifiers.unlocked import LONG, unlocked
from classifiers.views.compressed import decompressed

_LEAST_LENGTH = 9
"""Bytes: of the shortest identifier."""

_MOST_LAYERS = 4

_PRINTED = re.compile(rb"[\t\n\r -~]{9,}")
_UNPRINTED = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\uf900-\ufffc\U00010000-\U0010ffff]")
_MOST_UNPRINTED = 0.02
_SAMPLE = 64
_HALF_ZERO = 0.4  # of the bytes, in UTF-16 of mostly ASCII

# What a recogniser or a list of terms could find: enough digits, an address, a token or a code, words.
_SAYING = re.compile(
    r"[0-9](?:[ ./_-]?[0-9]){7}|@|-----BEGIN|[{\[] ?[\"{\[0-9]|</?[A-Za-z]|%[0-9A-Fa-f]{2}|\\[uxUN01]|&#"
    r"|[0-9A-Za-z+/_=-]{16}|[^\W\d_]{2,}[\s,;:]+[^\W\d_]{2,}|[^\x00-\x7f]{4}"
)


def text_of(content: bytes) -> str | None:
    """Return the text that bytes are, or that was compressed into them; ``None`` if there is none to speak of.

    Of bytes that are no text as a whole the printed pieces are taken: fields in a binary message.

    Raises:
        NotInspected: What was compressed is larger than may be.
    """
    for _ in range(_MOST_LAYERS):
        inflated = decompressed(content)
        if inflated is None:
            break
        content = inflated
    else:
        raise NotInspected("a text that is compressed too many times over")
    text = _read(content)
    return text if text is not None and _says_something(text) else None


def _says_something(text: str) -> bool:
    return (_SAYING if len(text) <= LONG else unlocked(_SAYING)).search(text) is not None


def _read(content: bytes) -> str | None:
    if len(content) < _LEAST_LENGTH:
        return None
    zeros = [content[:_SAMPLE][start::2].count(0) for start in (0, 1)]
    if max(zeros) >= _HALF_ZERO * len(content[:_SAMPLE]):
        content = content[: len(content) // 2 * 2]
        return content.decode("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", "replace")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    if text and len(_UNPRINTED.findall(text)) <= _MOST_UNPRINTED * len(text):
        return text
    return "\n".join(piece.decode("ascii") for piece in _PRINTED.findall(content)) or None
