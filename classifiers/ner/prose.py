"""Which texts are prose, and how a long one is cut into pieces.

A model that was trained on sentences sees names in everything else too: identifiers, log lines, the names of files.
So only what reads like a sentence is shown to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAST_WORDS = 4
MOST_OF_A_PIECE = 5_000
"""Code points. A name that stands across the border of two pieces is missed; borders are at the ends of lines or
sentences where a piece has one."""

# With the punctuation that may stand around it; a quotation ends with what another language begins one with.
_WORD = re.compile(
    r"[(\"'\u00a1\u00ab\u00bf\u2018\u201c\u201e]*"
    r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*"
    r"[),.;:!?\"'\u00bb\u2019\u201d\u201c]*"
)
_SHARE_OF_WORDS = 0.6
_JUDGED = 2_000  # code points: enough to tell, and quick
_LAST = 1_000  # code points of a piece in which its end is looked for


def is_prose(text: str) -> bool:
    """Return whether a text reads like sentences: mostly words between blanks, some of them in lower case."""
    beginning = text[:_JUDGED]
    written = beginning.split()
    if len(written) < LEAST_WORDS:
        return False
    words = [each for each in written if _WORD.fullmatch(each)]
    return len(words) >= len(written) * _SHARE_OF_WORDS and any(map(str.islower, words))


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield a text in pieces, each with where it begins."""
    start = 0
    while len(text) - start > MOST_OF_A_PIECE:
        end = _end(text, start + MOST_OF_A_PIECE)
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _end(text: str, limit: int) -> int:
    """Return where a piece may best end: after a line, else a sentence, else a word."""
    for border in ("\n", ". ", " "):
        at = text.rfind(border, limit - _LAST, limit)
        if at != -1:
            return at + len(border)
    return limit
