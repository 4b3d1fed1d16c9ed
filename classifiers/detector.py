"""What finds labels in a text, and what must occur in a text for it to be worth asking.

A detector names triggers: short expressions, all of which are matched over all texts of a message in one pass
(``prefilter``). Only detectors with a trigger in a text are asked about it. A trigger must match wherever the
detector would find something, and may match elsewhere: it costs time there, never a finding.

Triggers see the *shadow* of a text (``shadow.py``), which has one ASCII character for each code point: a decimal
digit of any script is its ASCII digit, white space is white space, any other letter is ``_``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast, runtime_checkable

from classifiers.budget import Budget
from classifiers.finding import Leaf
from classifiers.hit import Hit

Made = TypeVar("Made")


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

    __slots__ = ("_known", "_lowered", "_phrase", "value", "words")

    def __init__(self, value: str, words: tuple[str, ...] = ()) -> None:
        self.value = value
        self.words = words
        self._lowered: str | None = None
        self._phrase: str | None = None
        self._known: dict[object, object] = {}

    @property
    def phrase(self) -> str:
        if self._phrase is None:
            self._phrase = " ".join(self.words)
        return self._phrase

    @property
    def lowered(self) -> str:
        if self._lowered is None:
            self._lowered = self.value.lower()
        return self._lowered

    def once(self, make: Callable[[str, Budget], Made], budget: Budget) -> Made:
        """Return what ``make`` makes of the value, which is made once for all who ask, and kept no longer than this."""
        if make not in self._known:
            self._known[make] = make(self.value, budget)
        return cast("Made", self._known[make])


class Detector(Protocol):
    """Finds some labels. Made once, safe for threads."""

    @property
    def labels(self) -> frozenset[str]: ...

    @property
    def triggers(self) -> Sequence[Trigger]:
        """Return what must occur in a text."""

    def find(self, text: Text, budget: Budget) -> Iterable[Hit]:
        """Return the hits of ``text``. Raises ``NotInspected`` if it does not get through."""


@runtime_checkable
class FieldDetector(Detector, Protocol):
    """Goes by the words that lead to a value, whatever the value is. It has no triggers.

    It is asked about values only: what stands below a name is no value of it.
    """

    def claims(self, words: tuple[str, ...]) -> object:
        """Return something true if these words say what their value is. Quick: it is asked for all of a message."""


@runtime_checkable
class PlaceDetector(Detector, Protocol):
    """Also knows places whose values it finds, whatever they are."""

    @property
    def has_paths(self) -> bool: ...

    def hits_at(self, leaf: Leaf) -> Iterable[Hit]:
        """Return the hits on a leaf by its place."""


@runtime_checkable
class BatchDetector(Detector, Protocol):
    """Is asked once for all texts of a message, instead of once for each. It has no triggers.

    Cutting texts into words costs little when all are cut together, and a multiple of that when each is cut alone.
    The texts may come in any order, each once; none is looked at together with another.
    """

    def find_many(self, texts: Sequence[str], budget: Budget) -> Mapping[int, Sequence[Hit]]:
        """Return the hits of the texts that have any, by their index. Raises ``NotInspected`` as ``find`` does."""
