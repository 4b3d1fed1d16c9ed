"""Take restricted values and names out of a document, and leave everything else as it was.

Marks are laid onto a tree of the pointers that lead to them before anything changes, so what goes from a list does
not move the rest from under its pointer. What no mark is on or below is shared with the original, never copied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from gateway.domain.json import Json
from gateway.domain.rule import Action
from gateway.inspection.marks import Mark, masked, strictest, treated

_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")  # RFC 6901, section 4


class StalePlace(ValueError):
    """A mark's place does not exist in the document."""


@dataclass(slots=True)
class Marked:
    """The marks on a value, on the name it has, and on what is below it by name or index."""

    value: list[Mark] = field(default_factory=list)
    name: list[Mark] = field(default_factory=list)
    below: dict[str, Marked] = field(default_factory=dict)

    def at(self, pointer: str) -> Marked:
        """Return the node that a JSON Pointer leads to, made on the way."""
        here = self
        for token in pointer.split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            here = here.below.setdefault(name, Marked())
        return here

    @property
    def is_marked(self) -> bool:
        return bool(self.value or self.name or self.below)

    @property
    def is_dropped(self) -> bool:
        return any(mark.action is Action.DROP for mark in (*self.value, *self.name))


def treated_document(document: Json, marked: Marked) -> Json:
    """Return ``document`` with every mark carried out.

    A dropped value goes with its name, or as the element it is; a dropped name takes its value with it; in place of
    the whole document stands ``null``. An object or array that is marked as a whole is replaced as a whole: its
    names and its length may tell what its values were. So is what has no text to mask.

    Raises:
        StalePlace: A mark is on nothing.
    """
    if marked.name:
        raise StalePlace("a name of what has none")
    return next(iter(_kept(document, marked)), None)


def treated_pairs(pairs: Iterable[tuple[str, str]], marked: Marked) -> list[tuple[str, str]]:
    """Return the pairs of a form with every mark carried out; a drop takes the pair.

    Raises:
        StalePlace: A mark is on nothing.
    """
    pairs = list(pairs)
    at = _by_index(marked, len(pairs))
    if marked.value or marked.name or any(pair.below for pair in at.values()):
        raise StalePlace("a place that is neither a name nor a value")
    return [
        (treated(name, at[index].name), treated(value, at[index].value)) if index in at else (name, value)
        for index, (name, value) in enumerate(pairs)
        if index not in at or not at[index].is_dropped
    ]


def _kept(value: Json, marked: Marked) -> tuple[Json, ...]:
    """Return what becomes of a value: itself or another, or nothing."""
    if marked.is_dropped:
        return ()
    if isinstance(value, dict | list):
        if marked.value:
            return (_redacted(marked.value),)
        return (_object(value, marked) if isinstance(value, dict) else _array(value, marked),)
    if marked.below:
        raise StalePlace("a place below a value that has none")
    if not marked.value:
        return (value,)
    return (_scalar(value, marked.value),)


def _scalar(value: str | float | bool | None, marks: list[Mark]) -> str:
    if isinstance(value, str):
        return treated(value, marks)
    # The number of stars would tell true from false.
    if strictest(marks).action is Action.MASK and value is not None and not isinstance(value, bool):
        return masked(str(value))
    return _redacted(marks)


def _redacted(marks: list[Mark]) -> str:
    return f"[{strictest(marks).label}]"


def _object(value: dict[str, Json], marked: Marked) -> dict[str, Json]:
    if not marked.below.keys() <= value.keys():
        raise StalePlace("a name that the object does not have")
    names = _Names({name for name in value if name not in marked.below or not marked.below[name].name})
    result: dict[str, Json] = {}
    for name, member in value.items():
        below = marked.below.get(name)
        if below is None:
            result[name] = member
            continue
        for kept in _kept(member, below):
            result[names.free(treated(name, below.name)) if below.name else name] = kept
    return result


def _array(value: list[Json], marked: Marked) -> list[Json]:
    at = _by_index(marked, len(value))
    if any(below.name for below in at.values()):
        raise StalePlace("a name of what has none")
    result: list[Json] = []
    for index, element in enumerate(value):
        below = at.get(index)
        result.extend((element,) if below is None else _kept(element, below))
    return result


def _by_index(marked: Marked, length: int) -> dict[int, Marked]:
    at = {int(token): below for token, below in marked.below.items() if _INDEX.fullmatch(token)}
    if len(at) != len(marked.below) or any(index >= length for index in at):
        raise StalePlace("an index that the list does not have")
    return at


class _Names:
    """The names of an object. Two that became the same are told apart by a number: no value hides another."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._count: Counter[str] = Counter()

    def free(self, name: str) -> str:
        free = name
        while free in self._taken:
            self._count[name] += 1
            free = f"{name} {self._count[name] + 1}"
        self._taken.add(free)
        return free
