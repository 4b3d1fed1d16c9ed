"""Mistakes in configuration files, with the place where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; line and column count from 1."""

    file: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class LocatedMistake:
    """What was expected and what came, where, and what was probably meant."""

    location: Location
    message: str
    suggestion: str | None = None


class InvalidConfiguration(ValueError):
    """A configuration that cannot be used; ``mistakes`` holds all that is wrong, sorted by place."""

    def __init__(self, mistakes: tuple[LocatedMistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("; ".join(f"{mistake.location}: {mistake.message}" for mistake in mistakes))
