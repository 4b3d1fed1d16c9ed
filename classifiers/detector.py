"""What finds labels in a text, and what must occur in a text for it to be worth asking.

A detector names triggers: short expressions, all of which are matched over all texts of a message in one pass
(``prefilter``). Only detectors with a trigger in a text are asked about it. A trigger must match wherever the
detector would find something, and may match elsewhere: it costs time there, never a finding.

Triggers see the *shadow* of a text (``shadow.py``), which has one ASCII character for each code point: a decimal
digit of any script is its ASCII digit, white space is white space, any other letter is ``_``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from classifiers.budget import Budget
from classifiers.hit import Hit


@dataclass(frozen=True, slots=True)
class Trigger:
    """An expression in the syntax of ``re``.

    Groups, classes, bounded repeats and ``\\b`` are matched as they stand. Look-around and back references are
    taken to be met, so that a trigger can only match more often than the expression would.
    """

    expression: str
    ignores_case: bool = False


class Text:
    """A text and the words that lead to it: lower case, from the names above it (``leaves.words_of``)."""

    def __init__(self, value: str, words: tuple[str, ...] = ()) -> None:
        self.value = value
        self.words = words

    @cached_property
    def phrase(self) -> str:
        return " ".join(self.words)

    @cached_property
    def lowered(self) -> str:
        return self.value.lower()


class Detector(Protocol):
    """Finds some labels. Made once, safe for threads."""

    @property
    def labels(self) -> frozenset[str]: ...

    @property
    def triggers(self) -> Sequence[Trigger]:
        """Return what must occur. A detector without triggers is asked about every text."""

    def find(self, text: Text, budget: Budget) -> Iterable[Hit]:
        """Return the hits of ``text``. Raises ``NotInspected`` if it does not get through."""
