"""Read a text without the markup that stands inside of numbers and tokens.

Tags that begin a line or a cell part what is on their sides; all others are drawn over it.
"""

from __future__ import annotations

import re

from classifiers.detector import Trigger
from classifiers.views.splice import Substitution

_PARTING = re.compile(
    r"</?(?:address|article|blockquote|br|dd|div|dl|dt|figure|h[1-6]|hr|li|ol|option|p|pre|section|table|tbody|td|th|tr|ul)"
    r"[\s/>]",
    re.IGNORECASE,
)
_LONGEST = 256  # code points of one tag; an attribute may be long, but not between two digits of a number


def _without_tags(match: re.Match[str]) -> str | None:
    if not _PARTING.search(match[0]):
        return ""
    text = match.string  # cells of a row, or lines: together only if they are groups of digits
    return " " if text[match.start() - 1].isdigit() and text[match.end()].isdigit() else None


TAGS = Substitution(
    "without tags",
    (Trigger("[0-9A-Za-z_]<[!/?A-Za-z]"),),
    re.compile(
        rf"(?<=[0-9A-Za-z_])(?:<!--(?:[^-]|-(?!->)){{0,{_LONGEST}}}+-->|<[!/?A-Za-z][^<>]{{0,{_LONGEST}}}+>){{1,8}}+(?=[0-9A-Za-z_])"
    ),
    _without_tags,
    literal="<",
)

_LEAST_LENGTH = 9


def _without_emphasis(match: re.Match[str]) -> str | None:
    bare = re.sub("[*~`]", "", match[0])
    return bare if len(bare) >= _LEAST_LENGTH and any(character.isdigit() for character in bare) else None


# Markdown's marks inside of a word; between groups of digits they are separators (``groups.py``).
EMPHASIS = Substitution(
    "without emphasis",
    (Trigger(r"[0-9A-Za-z_-][*~`]{1,3}[0-9A-Za-z_-]"),),
    re.compile(r"(?<![0-9A-Za-z_-])[0-9A-Za-z_-]++(?:[*~`]{1,3}+[0-9A-Za-z_-]++)++"),
    _without_emphasis,
)
