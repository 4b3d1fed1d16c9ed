"""Texts within texts that are not shown, or shown the other way round.

Tag characters repeat ASCII without being drawn (Unicode 15.1, section 23.9), and the 256 variation selectors carry a
byte each behind any other character. An override turns what follows around on the screen (UAX 9): what a reader
sees is the reverse of what is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.views.splice import spliced
from classifiers.views.view import View

_TAGS = re.compile("[\U000e0000-\U000e007f]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")
_FIRST, _SIXTEENTH, _SEVENTEENTH = 0xFE00, "\ufe0f", 0xE0100
# UAX 9, X4 and X7: until the formatting is popped, or the paragraph ends.
_OVERRIDDEN = re.compile("\u202e([^\u202c\u2029\r\n]+)\u202c?")


def hidden_views(text: str) -> Iterator[View]:
    if _TAGS.search(text):  # the other reading, in which they are characters, is that of the look-alikes
        yield spliced(text, ((tag.start(), tag.end(), "") for tag in _TAGS.finditer(text)), "tag characters")
    carried = [(run.start(), run.end(), _carried(run[0])) for run in _SELECTORS.finditer(text)]
    if carried:
        yield spliced(text, carried, "variation selectors", is_decoded=True)
    turned = [(run.start(), run.end(), run[1][::-1]) for run in _OVERRIDDEN.finditer(text)]
    if turned:
        yield spliced(text, turned, "written backwards", is_decoded=True)


def _carried(selectors: str) -> str:
    """Return the text whose bytes the selectors are: VS1 to VS16, then VS17 to VS256."""
    carried = bytes(ord(one) - _FIRST if one <= _SIXTEENTH else ord(one) - _SEVENTEENTH + 16 for one in selectors)
    return carried.decode("utf-8", "replace")
