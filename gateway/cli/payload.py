"""A payload that the user names: read, recognised for what it is, and shown again."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import orjson

from classifiers.documents.images import is_image
from classifiers.documents.kinds import MEDIA_TYPES
from gateway.cli.exits import EnvironmentFault
from gateway.cli.visible import visible_text
from gateway.domain.errors import UninspectableContent
from gateway.domain.message import Body, BodyKind
from gateway.edge import bodies
from gateway.settings.model import LimitSettings

STDIN = "-"
MAX_BYTES = LimitSettings().response_body

_BY_SUFFIX: Mapping[str, str] = {
    **{f".{kind}": media_type for kind, media_type in MEDIA_TYPES.items()},
    ".json": "application/json",
    ".txt": "text/plain",
    ".md": "text/plain",
}
_IMAGE = "an image, which is not read"
_PAIR = r"[^\s=&{}\[\]\"]+=[^\s=&]*"
_FORM = re.compile(rf"{_PAIR}(?:&{_PAIR})+\s*")


class Unreadable(EnvironmentFault):
    """A payload cannot be inspected. ``reason`` says why, without its name."""

    def __init__(self, sentence: str, reason: str) -> None:
        self.reason = reason
        super().__init__(sentence)


def read_payload(name: str) -> bytes:
    """Return what is in the file called ``name``, or what standard input holds for ``-``.

    Raises:
        Unreadable: It cannot be read, or is larger than an answer may be.
    """
    if name == STDIN:
        if sys.stdin.isatty():
            print("Reading a payload from the terminal, until Ctrl-D.", file=sys.stderr)
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        try:
            with Path(name).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise Unreadable(f"cannot read {name}: {reason}", reason) from error
    if len(content) > MAX_BYTES:
        reason = f"larger than {MAX_BYTES} bytes, which is what an answer may have"
        raise Unreadable(f"{name} is {reason}", reason)
    return content


def content_type_of(name: str, content: bytes) -> str:
    """Return what a payload looks like: by the name of its file, else JSON if it is JSON, a form, or text."""
    known = _BY_SUFFIX.get(Path(name).suffix.lower())
    if known is not None:
        return known
    try:
        orjson.loads(content)
    except orjson.JSONDecodeError:
        is_form = _FORM.fullmatch(content.decode("latin-1"))
        return bodies.FORM_TYPE if is_form else "text/plain"
    return "application/json"


def body_of(name: str, content: bytes, content_type: str | None) -> Body:
    """Return the payload as a body that a system of record answers with.

    Raises:
        Unreadable: It cannot be read as what it is said to be.
    """
    if content_type is None and is_image(content):
        raise Unreadable(f"cannot read {name}: {_IMAGE}", _IMAGE)
    media_type = content_type or content_type_of(name, content)
    if media_type == bodies.FORM_TYPE:
        content = content.strip()  # a line break at the end of a file is no part of the last value
    try:
        return bodies.decode(content, media_type, (), max_bytes=MAX_BYTES, from_client=False)
    except UninspectableContent as refusal:
        said = "" if content_type else "; say what it is with --content-type"
        raise Unreadable(f"cannot read {name} as {media_type}: {refusal.detail}{said}", refusal.detail) from refusal


def shown(body: Body) -> str:
    """Return a body for a reader: JSON over several lines, nothing that a terminal would obey, no document."""
    if body.kind is BodyKind.DOCUMENT:
        return f"({body.media_type}, {len(body.content)} bytes, released as it is)"
    if body.kind is BodyKind.JSON:
        return visible_text(orjson.dumps(body.document, option=orjson.OPT_INDENT_2).decode())
    return visible_text(body.content.decode().removesuffix("\n"))
