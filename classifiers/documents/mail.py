"""Mail (RFC 5322) with all its parts (RFC 2045): headers decoded, texts in their character sets, attachments opened.

The parser is fed piece by piece, because it takes quadratic time over nested parts and can be stopped only between
pieces. It mends what is broken in ways of its own, so what is broken in its structure is refused.
"""

from __future__ import annotations

import email.charset
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.parser import BytesFeedParser
from email.policy import compat32
from functools import partial
from typing import TypeVar

from classifiers.documents.hypertext import page_leaves
from classifiers.documents.limits import Opening, Source
from classifiers.documents.texts import decoded_text, text_readings
from classifiers.finding import Leaf, NotInspected
from classifiers.leaves import words_of

CHUNK = 8 * 1024
_ENCODINGS = frozenset({"", "7bit", "8bit", "binary", "base64", "quoted-printable"})
_TEXTS = frozenset({"text/plain", "text/html"})
_FOLD = re.compile(r"\r?\n(?=[ \t])")

T = TypeVar("T")


def mail_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield every header and part.

    Raises:
        NotInspected: It is damaged, encoded in an unknown way, or a part cannot be opened.
    """
    for index, part in enumerate(_parts(_asked(partial(_parsed, source.content, opening)))):
        opening.member()
        at = f"/parts/{index}"
        yield from _header_leaves(part, source, at)
        for outside in (part.preamble, part.epilogue):
            yield source.leaf(_text(outside), f"{at}/outside")
        if not part.is_multipart():
            held = _asked(partial(_held, part))
            opening.unpack(len(held.content))
            yield from _part_leaves(held, source.inner(held.content, at, held.content_type, held.name), opening)


@dataclass(frozen=True, slots=True)
class _Held:
    """What a part holds, its transfer encoding undone, and what it is said to be."""

    content: bytes
    content_type: str
    charset: str | None
    name: str | None


def _asked(work: Callable[[], T]) -> T:
    """Return what Python's parser makes of a mail.

    Raises:
        NotInspected: It fails, in one of the many ways it does on what no mail should be.
    """
    try:
        return work()
    except NotInspected:
        raise
    except Exception:  # noqa: BLE001  (whatever it is, the mail was not read)
        raise NotInspected("a mail that is damaged") from None


def _parsed(content: bytes, opening: Opening) -> Message:
    parser = BytesFeedParser(policy=compat32)
    for start in range(0, len(content), CHUNK):
        opening.budget.remaining()
        parser.feed(content[start : start + CHUNK])
    return parser.close()


def _parts(message: Message) -> Iterator[Message]:
    todo = [message]
    while todo:
        part = todo.pop()
        if part.defects:
            raise NotInspected("a mail whose parts are damaged")
        yield part
        payload = part.get_payload() if part.is_multipart() else None
        if isinstance(payload, list):
            todo.extend(each for each in reversed(payload) if isinstance(each, Message))


def _header_leaves(part: Message, source: Source, at: str) -> Iterator[Leaf]:
    for index, (name, value) in enumerate(part.raw_items()):
        place = f"{at}/headers/{index}"
        yield source.name_leaf(name, place)
        raw = _text(str(value))
        told = dict.fromkeys((_FOLD.sub("", raw), *_decoded(raw)))
        for text in told:
            yield source.leaf(text, place, words_of(name))


def _decoded(value: str) -> list[str]:
    """Return the readings of a header, its encoded words (RFC 2047) undone."""
    pieces = _asked(partial(decode_header, _FOLD.sub("", value)))
    return [
        "".join(
            piece if isinstance(piece, str) else text_readings(piece, _declared(charset))[which]
            for piece, charset in pieces
        )
        for which in (0, -1)
    ]


def _declared(charset: str | None) -> str | None:
    return None if charset == email.charset.UNKNOWN8BIT else charset


def _part_leaves(held: _Held, inner: Source, opening: Opening) -> Iterator[Leaf]:
    yield inner.name_leaf(held.name or "")
    if held.content_type not in _TEXTS or not held.charset:
        yield from opening.inside(inner)
        return
    for text in text_readings(held.content, held.charset):
        if inner.content_type == "text/html":
            yield from page_leaves(text, inner, opening)
        else:
            yield inner.leaf(text)


def _held(part: Message) -> _Held:
    if str(part.get("content-transfer-encoding", "")).strip().lower() not in _ENCODINGS:
        raise NotInspected("a mail with a part in an unknown encoding")
    content = part.get_payload(decode=True)
    if part.defects or not isinstance(content, bytes):  # of base64; others would mend it in other ways
        raise NotInspected("a mail with a part that is damaged")
    return _Held(content, part.get_content_type(), part.get_content_charset(), part.get_filename())


def _bytes(text: str) -> bytes:
    """Return the bytes that a text of the parser's stands for; what is not ASCII it keeps as lone surrogates."""
    return text.encode("ascii", "surrogateescape")


def _text(text: str | None) -> str:
    return decoded_text(_bytes(text)) if text else ""
