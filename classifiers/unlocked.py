"""Search long texts without the interpreter lock.

The module ``re`` holds it for as long as a search takes, 150 ms on a million characters without a match, and with it
the event loop. The module ``regex`` lets go of it; on short texts ``re`` is faster.
"""

from __future__ import annotations

import re
from functools import lru_cache

import regex  # ships no types

LONG = 16_384
"""Code points. ``re`` gets through so many in 2 ms."""

_FLAGS = (
    (re.IGNORECASE, regex.IGNORECASE),
    (re.MULTILINE, regex.MULTILINE),
    (re.DOTALL, regex.DOTALL),
    (re.VERBOSE, regex.VERBOSE),
    (re.ASCII, regex.ASCII),
)


@lru_cache(maxsize=1024)
def unlocked(expression: re.Pattern[str]) -> re.Pattern[str]:
    """Return what matches as ``expression`` does, and lets other threads run meanwhile."""
    flags = sum(int(theirs) for ours, theirs in _FLAGS if expression.flags & ours)
    searching: re.Pattern[str] = regex.compile(expression.pattern, flags)
    return searching
