"""Read bodies into what can be inspected, or refuse them.

What is inspected is what goes on. A client's body goes on in the canonical form of what was read; an answer goes
on as it came, its content codings undone, unless its text says more than was read. Content is UTF-8 in every case,
and ``content_type`` says so.

Read are JSON, forms, and text; of clients forms in parts too, whose files are JSON or text; of answers documents, which
are told here by what they are and opened where they are inspected. Everything else is refused: event streams, images,
and what a client sends as a document.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar
from urllib.parse import unquote_to_bytes, urlencode

from classifiers.documents.kinds import MARKED_TEXT, MEDIA_TYPES, document_kind, is_said
from classifiers.finding import NotInspected
from gateway.domain.errors import BodyTooLarge, MalformedRequest, UninspectableContent
from gateway.domain.json import Json
from gateway.domain.message import EMPTY_BODY, Body, BodyKind
from gateway.edge import codings, multipart, strict_json

CODINGS = codings.CODINGS
FORM_TYPE = "application/x-www-form-urlencoded"
INLINE_BYTES = 32 * 1024  # 48 KB take 0.2 to 1.2 ms to read, and a thread takes about 0.1
INLINE_CODED_BYTES = 1024  # JSON shrinks to a tenth or so, and now and then to much less
MAX_PAIRS = 10_000  # of a form: 10 MiB of "&a" would be 5 million objects


T = TypeVar("T")


class Reason(StrEnum):
    """Why content cannot be inspected: the cause of the refusal, and a metric's label."""

    CODING = "coding"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    MEDIA_TYPE = "media-type"
    CHARSET = "charset"
    SYNTAX = "syntax"
    DISGUISE = "disguise"
    PARTIAL = "partial"


DETAILS: Mapping[Reason, str] = {
    Reason.CODING: f"The content coding is not one of {', '.join(CODINGS)}.",
    Reason.DAMAGED: "The content does not decode as its content coding says.",
    Reason.TOO_LARGE: "The content is too large to be inspected whole. Ask for less, for example by paging.",
    Reason.MEDIA_TYPE: f"Content of this media type is not inspected. JSON, {FORM_TYPE} and text are, of requests "
    f"{multipart.MEDIA_TYPE} with JSON and text in it, of answers documents such as PDF, Office files, archives and "
    "mail.",
    Reason.CHARSET: "The content is not in the character set it should be in, or that is not one of UTF-8, "
    "US-ASCII and ISO-8859-1.",
    Reason.SYNTAX: "The content is not what its media type says.",
    Reason.DISGUISE: "The content says that it is one thing and is another.",
    Reason.PARTIAL: "The system of record answered with a part of what was asked for: parts can be put together again.",
}

# A media type crosses as it is, uninspected. So it has to consist of words, as registered types do, with a digit
# here and there (``vnd.github.v3.raw+json``): an account number or a random token is no such thing.
_MOST_DIGITS = 7
_WORD = "(?:[0-9]{0,3}[a-z]{1,24}[0-9]{0,3}|[0-9]{1,3})"
_WORDED = re.compile(rf"[a-z]{{1,24}}/{_WORD}(?:[.+_-]{_WORD})*")
_NAME = r"[!#$%&'*+.^_`|~0-9a-z-]+"  # RFC 9110, section 5.6.2
_MEDIA_TYPE = re.compile(rf"({_NAME}/{_NAME})\s*(?:;(.*))?")
_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
}
_NOT_MERELY_TEXT = frozenset({"text/event-stream", "text/rtf"})
_XML = frozenset({"text/xml", "text/xml-external-parsed-entity"})
# Terminals' bell, backspace and escape stand in logs. The rest does not stand in text, but in every UTF-16 and
# UTF-32 text that is not all ideographs, and in compressed data.
_NOT_IN_TEXT = bytes([*range(0x07), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_ASCII = bytes(range(0x80))
_DISGUISES = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xfe\xff", b"\xff\xfe")
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class _Unreadable(Exception):
    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail or DETAILS[reason]
        super().__init__(reason)


def decode(
    content: bytes,
    content_type: str | None,
    content_encodings: Sequence[str],
    *,
    max_bytes: int,
    from_client: bool,
) -> Body:
    """Return the body that ``content`` is.

    Args:
        content_type: The field's value.
        content_encodings: The values of the ``Content-Encoding`` fields, in their order.
        max_bytes: Of the decoded content.
        from_client: Whose content it is: a client is told what to do better, and held to stricter JSON.

    Raises:
        MalformedRequest: A client's content is damaged, or not what it says it is.
        BodyTooLarge: A client's content is larger than ``max_bytes`` once decoded.
        UninspectableContent: It cannot be read to its end in exactly one way; ``cause`` is a ``Reason``.
    """
    if not content:
        return EMPTY_BODY
    try:
        return _read(_undo(content, content_encodings, max_bytes), content_type, from_client)
    except _Unreadable as unreadable:
        reason, detail = unreadable.reason, unreadable.detail
    if from_client and reason is Reason.TOO_LARGE:
        raise BodyTooLarge(f"A request body may have up to {max_bytes} bytes once it is decoded.", cause=reason)
    if from_client and reason in {Reason.DAMAGED, Reason.SYNTAX}:
        raise MalformedRequest(detail, cause=reason)
    raise uninspectable(reason)


async def apart(content: bytes, content_encodings: Sequence[str], work: Callable[[], T]) -> T:
    """Return what ``work`` makes of ``content``: of much, in a thread, so that others are answered meanwhile."""
    limit = INLINE_CODED_BYTES if content_encodings else INLINE_BYTES
    return await asyncio.to_thread(work) if len(content) > limit else work()


def uninspectable(reason: Reason) -> UninspectableContent:
    """Count a refusal and return it, to be raised: our own words, whosever the content is."""
    return UninspectableContent(DETAILS[reason], cause=reason)


def content_type(body: Body) -> str:
    """Return the ``Content-Type`` that is true of ``body.content``."""
    if body.kind is BodyKind.FORM and body.media_type == multipart.MEDIA_TYPE:
        return f"{body.media_type}; boundary={multipart.boundary_in(body.content)}"
    return f"{body.media_type}; charset=utf-8" if body.kind is BodyKind.TEXT else body.media_type


def _undo(content: bytes, content_encodings: Sequence[str], max_bytes: int) -> bytes:
    try:
        return codings.decode(content, content_encodings, max_bytes)
    except codings.UnknownCoding:
        raise _Unreadable(Reason.CODING) from None
    except codings.Damaged as damage:
        raise _Unreadable(Reason.DAMAGED, f"{DETAILS[Reason.DAMAGED]} It is {damage}.") from None
    except codings.Oversize:
        raise _Unreadable(Reason.TOO_LARGE) from None


def _read(content: bytes, content_type: str | None, from_client: bool) -> Body:
    if not content:
        return EMPTY_BODY
    if content_type is None:
        reason = Reason.SYNTAX if from_client else Reason.MEDIA_TYPE
        raise _Unreadable(reason, "Say with Content-Type what the content is.")
    if not from_client and (document := _document(content, content_type)):
        return document
    if from_client and content_type.partition(";")[0].strip().lower() == multipart.MEDIA_TYPE:
        return _form_in_parts(content, content_type)
    media_type, charset = _parsed(content_type)
    try:
        if _is_json(media_type):
            return _json(content if charset == "utf-8" else content.decode(charset).encode(), media_type, from_client)
        if media_type == FORM_TYPE:
            return _form(content, charset, from_client)
        if _is_text(content, media_type, from_client):
            return _text(content, charset, media_type)
    except UnicodeDecodeError:
        raise _Unreadable(Reason.CHARSET) from None
    raise _Unreadable(Reason.MEDIA_TYPE)


def _document(content: bytes, content_type: str) -> Body | None:
    """Return what is a document and no text, whatever it is said to be, but not where JSON or a form was promised."""
    essence = content_type.partition(";")[0].strip().lower()
    if _is_json(essence) or essence == FORM_TYPE:
        return None
    try:
        kind = document_kind(content, essence)
    except NotInspected:
        raise _Unreadable(Reason.DISGUISE) from None
    if kind is None or kind in MARKED_TEXT:
        return None
    return Body(BodyKind.DOCUMENT, essence if is_said(kind, essence) else MEDIA_TYPES[kind], content, None)


def _is_text(content: bytes, media_type: str, from_client: bool) -> bool:
    """Return whether content is text, if only with markup: that of an answer is read as both (``inspection``)."""
    if media_type in _NOT_MERELY_TEXT:
        return False
    is_marked = not from_client and document_kind(content, media_type) in MARKED_TEXT
    return is_marked or (media_type.startswith("text/") and media_type not in _XML)


def _is_json(media_type: str) -> bool:
    return media_type in {"application/json", "text/json"} or media_type.endswith("+json")


def _parsed(content_type: str) -> tuple[str, str]:
    """Return the essence in lower case, and the name of the codec for the character set."""
    parsed = _MEDIA_TYPE.fullmatch(content_type.strip().lower())
    if parsed is None:
        raise _Unreadable(Reason.MEDIA_TYPE)
    parameters = [parameter.partition("=") for parameter in (parsed[2] or "").split(";")]
    charsets = {value.strip().strip('"') for name, _, value in parameters if name.strip() == "charset"}
    codec = _CHARSETS.get(charsets.pop() if charsets else "utf-8")
    if codec is None or charsets:
        raise _Unreadable(Reason.CHARSET)
    if not _WORDED.fullmatch(parsed[1]) or sum(map(str.isdigit, parsed[1])) > _MOST_DIGITS:
        raise _Unreadable(Reason.MEDIA_TYPE)
    return parsed[1], codec


def _json(content: bytes, media_type: str, from_client: bool) -> Body:
    try:
        reading = strict_json.read(content, from_client=from_client)
    except strict_json.NotStrictJson as fault:
        raise _Unreadable(Reason.SYNTAX, f"The content says that it is JSON, and {fault}.") from None
    # An answer goes on as it came only if every digit of its text was seen.
    goes_on_as_it_came = reading.is_exact and not from_client
    return Body(BodyKind.JSON, media_type, content if goes_on_as_it_came else reading.canonical, reading.document)


def _form(content: bytes, charset: str, from_client: bool) -> Body:
    if content.count(b"&") >= MAX_PAIRS:
        raise _Unreadable(Reason.TOO_LARGE)
    if _BAD_ESCAPE.search(content):
        raise _Unreadable(Reason.SYNTAX, "The content says that it is a form, and has a % that begins no escape.")
    pairs = [
        [unquote_to_bytes(part.replace(b"+", b" ")).decode(charset) for part in (name, value)]
        for name, _, value in (pair.partition(b"=") for pair in content.split(b"&") if pair)
    ]
    goes_on_as_it_came = charset == "utf-8" and not from_client
    canonical = content if goes_on_as_it_came else urlencode([(name, value) for name, value in pairs]).encode()
    return Body(BodyKind.FORM, FORM_TYPE, canonical, [[*pair] for pair in pairs])


def _form_in_parts(content: bytes, said: str) -> Body:
    """Return a form whose files are fields too, with the name of each in a field of its own."""
    try:
        parts = multipart.read(content, multipart.boundary_of(said))
    except multipart.NotAForm as fault:
        raise _Unreadable(Reason.SYNTAX, f"The content says that it is a form in parts, and {fault}.") from None
    pairs: list[Json] = []
    written: list[multipart.FormPart] = []
    for part in parts:
        body = _read_part(part)
        pairs.append([part.name, body.content.decode()])
        if part.filename is not None:
            pairs.append([f"{part.name}_filename", part.filename])
        # Where no type was given none is written: some servers take a field that has one for a file.
        kept = None if part.content_type is None else content_type(body)
        written.append(multipart.FormPart(part.name, body.content, part.filename, kept))
    return Body(BodyKind.FORM, multipart.MEDIA_TYPE, multipart.write(written), pairs)


def _read_part(part: multipart.FormPart) -> Body:
    media_type, charset = _parsed(part.content_type or "text/plain")
    try:
        if _is_json(media_type) and part.content:
            return _json(part.content.decode(charset).encode(), media_type, from_client=True)
        if _is_json(media_type) or _is_text(part.content, media_type, from_client=True):
            return _text(part.content, charset, media_type)
    except UnicodeDecodeError:
        raise _Unreadable(Reason.CHARSET) from None
    raise _Unreadable(Reason.MEDIA_TYPE)


def _text(content: bytes, charset: str, media_type: str) -> Body:
    if content.startswith(_DISGUISES) or len(content.translate(None, _NOT_IN_TEXT)) != len(content):
        raise _Unreadable(Reason.DISGUISE)
    if charset == "latin-1" and len(content.translate(None, _ASCII)) * 2 > len(content):
        raise _Unreadable(Reason.DISGUISE)  # as EBCDIC, which has no byte that is not one of ISO-8859-1
    text = content.decode(charset)
    return Body(BodyKind.TEXT, media_type, text.encode(), text)
