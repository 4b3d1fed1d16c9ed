"""What is wrong in a description, told to the person who wrote it, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

Path = tuple[str | int, ...]
"""The keys and indices that lead to a value: ``("operations", 3, "match")``."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What was expected and what came. With ``in_key`` the name that ``path`` ends in is wrong, not its value."""

    path: Path
    message: str
    suggestion: str | None = None
    in_key: bool = False

    def below(self, path: Path) -> Fault:
        """Return the same fault in a document that holds this one at ``path``."""
        return replace(self, path=(*path, *self.path))


class InvalidDescription(ValueError):
    """A description says something that cannot be; ``faults`` holds all that is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.message for fault in faults))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, or ``None`` where none is close."""
    return next(iter(get_close_matches(name, sorted(known), n=1)), None)
