"""Tell expressions that some text can keep busy for hours, before they meet any text.

An expression is tried on texts made from its own repeats (``slow_texts.py``) with the engine that will run it: some
of what is slow by the book is not slow there, for the module ``regex`` remembers what it tried. Quadratic time is
let pass, because much that is in use takes it; a message that it would hold up is not inspected in time and so not
released. Cubic and exponential time is not let pass: it makes every message of a few thousand characters a refusal.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Protocol

import regex  # ships no types

from classifiers.slow_texts import SlowText, Unreadable, slow_texts

FLAGS = int(regex.DOTALL | regex.MULTILINE | regex.IGNORECASE)
"""What Presidio compiles with unless told otherwise."""

MOST_CHARACTERS = 32_768  # the longest that Presidio ships, of URLs, has 6,300

# Sizes of texts, and how many of the slowest go on to the next size.
_STAGES = ((64, 24), (512, 6), (2_048, 0))
# Seconds of processor time for one text. With 2,048 characters the slowest quadratic expression that Presidio ships
# (email addresses) takes 0.4 s and the fastest cubic one that we tried 11 s (2026-11): the middle is for slower and
# for faster machines.
_PATIENCE = 2.0
_ENOUGH = 2.0  # seconds at one size: then the slowest so far go on


class _Expression(Protocol):
    def finditer(self, text: str, /, *, timeout: float) -> Iterator[object]: ...


def slow_reason(expression: str, flags: int = FLAGS) -> str | None:
    """Return why an expression of the module ``regex`` cannot be used, or ``None`` if it can.

    What cannot be tried cannot be used either. An expression that is not slow takes some hundredths of a second to
    try, and none more than a dozen seconds.
    """
    if len(expression) > MOST_CHARACTERS:
        return f"it is longer than {MOST_CHARACTERS} characters"
    try:
        texts = slow_texts(expression, flags)  # before anything compiles: that too can take forever
        compiled: _Expression = regex.compile(expression, flags)
    except Unreadable as error:
        return str(error)
    except regex.error as error:
        return f"{error}, in the syntax of the module `regex`"
    for size, kept in _STAGES:
        timed: list[tuple[float, SlowText]] = []
        spent = 0.0
        for text in texts:
            seconds = _seconds(compiled, text.of(size))
            if seconds is None:
                return f"{size} characters such as {_shown(text)} keep it busy for more than {_PATIENCE:.0f} s"
            timed.append((seconds, text))
            spent += seconds
            if spent > _ENOUGH:
                break
        timed.sort(key=lambda each: each[0], reverse=True)
        texts = [text for _, text in timed[:kept]]
    return None


def _seconds(compiled: _Expression, text: str) -> float | None:
    """Return the processor time that all matches in a text take, or ``None`` if it is too much."""
    began = time.thread_time()
    try:
        for _ in compiled.finditer(text, timeout=_PATIENCE):
            pass
    except TimeoutError:
        return None
    return time.thread_time() - began


def _shown(text: SlowText) -> str:
    return repr(f"{text.before}{text.pump * 3}…{text.after}")
