"""Path templates: how the paths of an operation are written down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

_PARAMETER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)(\*?)\}")
_LITERAL = re.compile(r"[^%?#{}\\/\x00-\x20\x7f]*")


class Kind(IntEnum):
    """What a segment takes, the most particular first."""

    LITERAL = 0
    PARAMETER = 1  # one segment that is not empty
    REST = 2  # one segment or more, to the end of the path


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a template. ``text`` is the literal as decoded, or the name of the parameter."""

    kind: Kind
    text: str


class InvalidTemplate(ValueError):
    """Text that is no template; the message says what was expected."""


def parse(path: str) -> tuple[Segment, ...]:
    """Return the segments of a template such as ``/repos/{owner}/{repo}/contents/{path*}``.

    A template that ends in a slash has an empty literal as its last segment.

    Raises:
        InvalidTemplate: It is none.
    """
    if not path.startswith("/"):
        raise InvalidTemplate("expected a path that begins with a slash")
    parts = path.split("/")[1:]
    segments = tuple(_segment(part, is_last=index == len(parts)) for index, part in enumerate(parts, 1))
    names = [segment.text for segment in segments if segment.kind is not Kind.LITERAL]
    if len(names) != len(set(names)):
        raise InvalidTemplate("a parameter is named twice in one path")
    return segments


def shape(segments: tuple[Segment, ...]) -> tuple[tuple[Kind, str], ...]:
    """Return what two templates have in common when they take the same paths: all but the names of parameters."""
    return tuple((part.kind, part.text if part.kind is Kind.LITERAL else "") for part in segments)


def _segment(part: str, *, is_last: bool) -> Segment:
    if parameter := _PARAMETER.fullmatch(part):
        name, rest = parameter.groups()
        if rest and not is_last:
            raise InvalidTemplate(f"`{part}` takes the rest of the path, so nothing can follow it")
        return Segment(Kind.REST if rest else Kind.PARAMETER, name)
    if part.startswith(":"):  # as some frameworks write it; taken for a word, it would match nothing
        raise InvalidTemplate(f"a parameter is written in braces: `{{{part[1:]}}}` for `{part}`")
    if "{" in part or "}" in part:
        raise InvalidTemplate(f"expected `{{name}}` to be a whole segment, found `{part}`")
    if part in {".", ".."} or not _LITERAL.fullmatch(part) or not (part or is_last):
        raise InvalidTemplate(f"`{part}` cannot stand between slashes: write paths decoded, without dot segments")
    return Segment(Kind.LITERAL, part)
