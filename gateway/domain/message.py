"""What a client and a system of record say to each other, in the form that is inspected, decided on and sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from gateway.domain.json import Json

Fields = tuple[tuple[str, str], ...]
"""Names and values in their order: header fields (names in lower case), query parameters, form fields."""


class BodyKind(StrEnum):
    EMPTY = "empty"
    JSON = "json"
    FORM = "form"
    TEXT = "text"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Body:
    """A decoded body. ``content`` is the canonical form: the bytes that ``document`` was read from or written to.

    ``document`` is the JSON value, or a form's list of ``[name, value]`` pairs, or the text itself. Of a document
    (PDF, DOCX, ZIP) it is ``None``: that is opened when it is inspected, and nothing can be taken out of it.
    ``media_type`` is the essence in lower case (``application/json``), ``""`` where there is no body.
    """

    kind: BodyKind
    media_type: str
    content: bytes = field(repr=False)
    document: Json = field(repr=False)


EMPTY_BODY = Body(BodyKind.EMPTY, "", b"", None)


@dataclass(frozen=True, slots=True)
class Request:
    """The head of a request as it arrived, its target split into connector and upstream path.

    ``path`` is percent-encoded, begins with ``/`` and is canonical: what is matched here is what is sent.
    ``headers`` are all that came, credentials included; only ``Message.headers`` go on.
    """

    id: str
    trace: str
    received_at: datetime
    method: str
    connector: str
    path: str
    query: Fields = field(repr=False)
    headers: Fields = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """Everything of a request or an answer that may cross the boundary, and nothing else."""

    headers: Fields = field(repr=False)
    body: Body
    path: str = ""
    query: Fields = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the system of record answered, decoded, its links leading back through the gateway."""

    status: int
    message: Message


@dataclass(frozen=True, slots=True)
class Reply:
    """What leaves through the door."""

    status: int
    headers: Fields
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal as the client sees it (RFC 9457); the envelope decides how it is written.

    ``executed`` is told only once the request may have gone upstream.
    """

    slug: str
    status: int
    title: str
    detail: str
    headers: Fields = ()
    rules: tuple[str, ...] = ()
    executed: str | None = None
