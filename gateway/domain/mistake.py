"""A mistake in a configuration file, before anyone knows at which line it stands."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]
"""The keys and indices that lead to a value: ``("rules", 3, "require")``."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was expected and what came. ``path`` is absolute: it begins at the root of the configuration."""

    path: Path
    message: str
    suggestion: str | None = None
