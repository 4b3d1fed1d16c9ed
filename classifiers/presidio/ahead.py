r"""What an expression asks to come anywhere later, taken out of it.

``\b((?=.*?[0-9]{4})\w{10})\b`` looks through the rest of the text at every word. Yet whether four digits begin at a
place or later is the same question everywhere: it is true up to the last place where they begin. So what follows is
searched without the look-ahead, and matches that begin after that place are dropped. As all that were found are before
them, no match that is kept is another than it would have been.
"""

from __future__ import annotations

import re
from typing import Protocol

import regex  # ships no types

_SET = r"(?:\[(?:[^\]\[\\]|\\[dws])+\]|\\[dw])"
"""One character, however it is spelled: what it takes does not depend on what is around it."""

_ANYWHERE_LATER = re.compile(rf"\(\?=\.\*\??({_SET}(?:\{{[0-9]+\}})?)\)")

_WITH_LOOK_AHEADS = re.compile(
    rf"(?P<before>(?:\\b)?\(?)(?P<ahead>(?:{_ANYWHERE_LATER.pattern})+)(?P<after>[^*+?{{()|][^()|]*\)?(?:\\b)?)"
)
"""Where they stand, a match begins, once: there is no alternative and no repeated group."""


class LastSearch(Protocol):
    """A compiled expression of the ``regex`` module that searches from the end."""

    def search(self, text: str, /, *, timeout: float) -> re.Match[str] | None: ...


def without_look_aheads(expression: str, flags: int) -> tuple[str, tuple[LastSearch, ...]]:
    """Return an expression without them, and for each what finds the last place where it holds (``last_start``)."""
    parts = _WITH_LOOK_AHEADS.fullmatch(expression)
    if parts is None or not flags & regex.DOTALL or flags & regex.VERBOSE:
        return expression, ()
    asked = _ANYWHERE_LATER.findall(parts["ahead"])
    return parts["before"] + parts["after"], tuple(regex.compile(f"(?r){each}", flags=flags) for each in asked)


def last_start(asked: tuple[LastSearch, ...], text: str, timeout: float) -> int:
    """Return the last place from which on all that is asked begins somewhere; -1 if there is none.

    Raises:
        TimeoutError: It took more than ``timeout`` seconds.
    """
    last = len(text)
    for each in asked:
        found = each.search(text, timeout=timeout)
        last = min(last, found.start() if found else -1)
    return last
