"""Read what a YAML reader made of a file, and gather every mistake in it with the keys that lead there.

Used where the classifiers take files of their own. A wrong value reads as ``None``, so that one mistake hides no other;
who reads must ask for the faults in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import NoneType
from typing import TypeVar

Keys = tuple[str | int, ...]
"""What leads to a value: ``("recognizers", 0, "patterns", 1, "regex")``."""

T = TypeVar("T")

_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (NoneType, "nothing"),
    (bool, "true or false"),
    ((int, float), "a number"),
    (str, "text"),
    (list, "a list"),
    (dict, "a mapping"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What was expected and what came. With ``in_key`` the name that ``path`` ends in is wrong, not its value."""

    path: Keys
    message: str
    suggestion: str | None = None
    in_key: bool = False


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, or ``None`` where none is close."""
    return next(iter(get_close_matches(name, sorted(known), n=1)), None)


class Reading:
    """One file, and what is wrong with it so far."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def tell(self, path: Keys, message: str, suggestion: str | None = None, *, in_key: bool = False) -> None:
        self.faults.append(Fault(path, message, suggestion, in_key))

    def mapping(self, value: object, path: Keys) -> Mapping[str, object]:
        if not isinstance(value, dict):
            self._expected("a mapping", value, path)
            return {}
        if not all(isinstance(name, str) for name in value):
            self.tell(path, "expected keys that are text: put them in quotes")
        return {name: member for name, member in value.items() if isinstance(name, str)}

    def only(self, known: Collection[str], keys: Mapping[str, object], path: Keys) -> None:
        """Tell of every key that is not known."""
        for name in keys.keys() - set(known):
            self.tell((*path, name), f"unknown key `{name}`", nearest(name, known), in_key=True)

    def required(
        self, keys: Mapping[str, object], name: str, path: Keys, read: Callable[[object, Keys], T | None]
    ) -> T | None:
        if name not in keys:
            self.tell((*path, name), f"`{name}` is missing")
            return None
        return read(keys[name], (*path, name))

    def optional(
        self, keys: Mapping[str, object], name: str, path: Keys, read: Callable[[object, Keys], T | None]
    ) -> T | None:
        return read(keys[name], (*path, name)) if name in keys else None

    def each(self, value: object, path: Keys, read: Callable[[object, Keys], T | None]) -> tuple[T, ...]:
        """Return what is right of a list."""
        if not isinstance(value, list):
            self._expected("a list", value, path)
            return ()
        items = (read(item, (*path, index)) for index, item in enumerate(value))
        return tuple(item for item in items if item is not None)

    def texts(self, value: object, path: Keys) -> tuple[str, ...]:
        return self.each(value, path, self.text)

    def text(self, value: object, path: Keys) -> str | None:
        if not isinstance(value, str) or not value.strip():
            self._expected("text", value, path)
            return None
        return value

    def truth(self, value: object, path: Keys) -> bool | None:
        if not isinstance(value, bool):
            self._expected("true or false", value, path)
            return None
        return value

    def whole(self, value: object, path: Keys) -> int | None:
        if not isinstance(value, int) or isinstance(value, bool):
            self._expected("a whole number", value, path)
            return None
        return value

    def share(self, value: object, path: Keys) -> float | None:
        """Return a number from 0 to 1."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            self._expected("a number from 0 to 1", value, path)
            return None
        if not 0 <= value <= 1:
            self.tell(path, f"expected a number from 0 to 1, found {value}")
            return None
        return float(value)

    def _expected(self, expected: str, value: object, path: Keys) -> None:
        found = next((words for types, words in _KINDS if isinstance(value, types)), "something else")
        if isinstance(value, str) and not value.strip():
            found = "nothing"
        self.tell(path, f"expected {expected}, found {found}")
