"""The values that the classifiers speak in: leaves in, findings out.

Standard library only: the gateway's pure packages import this module without loading an engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Part(StrEnum):
    """Where in a message a text stands."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of code points, ``0 <= start < end``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Place:
    """One string or number of a message.

    ``pointer`` is a JSON Pointer (RFC 6901) into the part's document. A form, a query and a list of headers
    are documents too: lists of ``[name, value]`` pairs, so ``/3`` is the fourth pair; a text is a document
    of its own with the pointer ``""``. With ``in_key`` the place is the *name* that the pointer ends in
    (the member name of an object, the field name of a pair), not the value below it.
    """

    part: Part = Part.BODY
    pointer: str = ""
    in_key: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text to inspect.

    ``words`` are the lower-case words of the names that lead to it (``{"customerSSN": ...}`` gives
    ``("customer", "ssn")``): recognisers take them as context. ``is_number`` tells a JSON number from a
    string that looks like one. ``part`` is the span of the text that stands at this place, where several places
    make the text together.
    """

    text: str
    place: Place = Place()
    words: tuple[str, ...] = ()
    is_number: bool = False
    part: Span | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a text was taken for what it seems, in words of ours: never anything of the text.

    ``pattern`` names the expression or format that matched. ``is_checked`` says that a check digit, a checksum or
    a structure was verified too. ``context`` is the word of our lists that stood beside it and counted, and ``base``
    the score without that word. ``reading`` says how the text was read, if not as it stands ("base64").
    """

    pattern: str = ""
    is_checked: bool = False
    context: str = ""
    base: float | None = None
    reading: str = ""


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Finding:
    """One restricted value: its label and where it stands, never its text.

    ``label`` is dotted, the family first (``national_id.us_ssn``). ``span`` counts code points of the leaf's
    text; ``None`` means the whole leaf. ``score`` is in 0..1. ``evidence`` explains the finding, and is no part of
    what makes two findings the same.
    """

    label: str
    place: Place
    span: Span | None
    score: float
    recognizer: str
    evidence: Evidence = field(default=NO_EVIDENCE, compare=False)


class NotInspected(Exception):
    """A text could not be inspected to its end, so nothing may be said about it. Carries no text of it."""


def in_family(label: str, selector: str) -> bool:
    """Return whether ``selector`` names ``label`` or a family it belongs to."""
    return label == selector or label.startswith(selector + ".")
