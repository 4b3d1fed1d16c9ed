"""Text that came from elsewhere, fit for a terminal.

A payload or a token's subject may hold escape sequences, which move the cursor and rewrite what was shown before,
and marks that turn the direction of writing. They are shown, not sent.
"""

from __future__ import annotations

import re

_UNSEEN = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
_IN_TEXT = re.compile(f"[{_UNSEEN}]")
_IN_LINE = re.compile(f"[{_UNSEEN}\t\n]")


def visible_text(text: str) -> str:
    """Return ``text`` with control and direction characters as escapes; tabs and line breaks stay."""
    return _IN_TEXT.sub(_escape, text)


def visible_line(text: str) -> str:
    """Return ``text`` in one line: tabs and line breaks are escapes too."""
    return _IN_LINE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
