"""Read forms in parts, ``multipart/form-data`` (RFC 7578), in one way only, and write them anew.

What servers read differently is refused: text before the first part or after the last, folded or unknown fields,
escapes in names, two names, encodings of parts. What goes on is written here, with a delimiter of ours, so that no
reader can find other parts in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

MEDIA_TYPE = "multipart/form-data"
MAX_PARTS = 1_000

_LINE_END = b"\r\n"
# RFC 2046, section 5.1.1, without the blank, which ends a value where it is not in quotes.
_BOUNDARY = re.compile(r"""\s*;\s*boundary=(?:"([0-9A-Za-z'()+_,./:=?-]{1,70})"|([0-9A-Za-z'+_.-]{1,70}))\s*""")
_FIELD = re.compile(r"([A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")
_PARAMETER = re.compile(r"""\s*;\s*(name|filename)=(?:"([^"\\]*)"|([\w!#$&'*+.^`|~-]+))""")
_AS_IT_IS = frozenset({"7bit", "8bit", "binary"})  # deprecated, and in use (RFC 7578, section 4.7)


class NotAForm(ValueError):
    """The content cannot be read in exactly one way. The words are ours."""


@dataclass(frozen=True, slots=True)
class FormPart:
    """A field of a form, or a file. ``content_type`` is as it was given, ``None`` for plain text."""

    name: str
    content: bytes = field(repr=False)
    filename: str | None = None
    content_type: str | None = None


def boundary_of(content_type: str) -> str:
    """Return what delimits the parts.

    Raises:
        NotAForm: The value of ``Content-Type`` says nothing else than that, and that once.
    """
    found = _BOUNDARY.fullmatch(content_type.partition(";")[1] + content_type.partition(";")[2])
    if found is None:
        raise NotAForm("its Content-Type has no boundary, or more than that")
    return found[1] or found[2]


def read(content: bytes, boundary: str) -> tuple[FormPart, ...]:
    """Return the parts, in their order.

    Raises:
        NotAForm: See above.
    """
    before, *pieces = (_LINE_END + content).split(_LINE_END + b"--" + boundary.encode("ascii"), MAX_PARTS + 2)
    if len(pieces) > MAX_PARTS + 1:
        raise NotAForm(f"it has more than {MAX_PARTS} parts")
    if before or not pieces or pieces.pop() not in {b"--", b"--" + _LINE_END}:
        raise NotAForm("it has something before its first part or after its last, or no end")
    return tuple(map(_part, pieces))


def write(parts: Sequence[FormPart]) -> bytes:
    """Return the form that ``boundary_in`` knows the delimiter of."""
    boundary = _unlike(parts)
    content = bytearray()
    for part in parts:
        filename = "" if part.filename is None else f'; filename="{part.filename}"'
        content += f'--{boundary}\r\nContent-Disposition: form-data; name="{part.name}"{filename}\r\n'.encode()
        if part.content_type is not None:
            content += f"Content-Type: {part.content_type}\r\n".encode()
        content += _LINE_END + part.content + _LINE_END
    return bytes(content + f"--{boundary}--\r\n".encode())


def boundary_in(content: bytes) -> str:
    """Return the delimiter of a form that ``write`` made."""
    return content[len("--") : content.index(b"\r")].removesuffix(b"--").decode("ascii")


def _unlike(parts: Sequence[FormPart]) -> str:
    """Return what stands in no part: whoever could choose a part to have it would have found a preimage."""
    digest = hashlib.sha256()
    for part in parts:
        for each in (part.name.encode(), part.content):
            digest.update(len(each).to_bytes(8, "big") + each)
    return f"sallyport-{digest.hexdigest()[:40]}"


def _part(piece: bytes) -> FormPart:
    head, end, content = piece.removeprefix(_LINE_END).partition(_LINE_END * 2)
    if not piece.startswith(_LINE_END) or not end:
        raise NotAForm("a part of it has no head")
    fields: dict[str, str] = {}
    for line in head.split(_LINE_END):
        name, value = _field(line)
        if name in fields:
            raise NotAForm("a part of it has a field twice")
        fields[name] = value
    if fields.pop("content-transfer-encoding", "binary").lower() not in _AS_IT_IS:
        raise NotAForm("a part of it is encoded")
    fields.pop("content-length", None)  # the delimiter says how long a part is; this does not go on
    disposition = fields.pop("content-disposition", "")
    content_type = fields.pop("content-type", None)
    if fields:
        raise NotAForm("a part of it has a field that is not read")
    named = _named(disposition)
    return FormPart(named["name"], content, named.get("filename"), content_type)


def _field(line: bytes) -> tuple[str, str]:
    try:
        found = _FIELD.fullmatch(line.decode())
    except UnicodeDecodeError:
        found = None
    if found is None:
        raise NotAForm("the head of a part of it is not written as one")
    return found[1].lower(), found[2].rstrip(" \t")


def _named(disposition: str) -> dict[str, str]:
    kind, semicolon, parameters = disposition.partition(";")
    found = [*_PARAMETER.finditer(semicolon + parameters)]
    named = {each[1]: each[2] if each[2] is not None else each[3] for each in found}
    is_whole = "".join(each[0] for each in found) == semicolon + parameters.rstrip()
    if named.get("name") == "_charset_":  # RFC 7578, section 4.6: to some servers it changes what the others say
        raise NotAForm("it says in a field in which character set the others are")
    if kind.strip().lower() != "form-data" or not is_whole or len(named) != len(found) or not named.get("name"):
        raise NotAForm("a part of it is named in a way that is not read: expected form-data with one name in quotes")
    return named
