"""What can be wrong with a list, told by line and never with what the line says: that is what is restricted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

MOST_FAULTS = 20
"""How many are told. A file of another kind has one in every line."""

Fault: TypeAlias = tuple[int, str]
"""A line, from 1, or 0 for the list as a whole; and what is wrong with it."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LABEL = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_]*)*")


class InvalidList(ValueError):
    """A list cannot be used."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        told = "; ".join(f"line {line}: {fault}" if line else fault for line, fault in self.faults)
        super().__init__(f"{name}: {told}" if name else told)


def misnamed(name: str, label: str) -> list[Fault]:
    """Return what is wrong with the name and the label of a list."""
    faults = []
    if not _NAME.fullmatch(name):
        faults.append((0, "the name of a list is made of a-z, 0-9, - and _"))
    if not _LABEL.fullmatch(label):
        faults.append((0, "a label is made of a-z, 0-9 and _, its parts separated by dots"))
    return faults
