"""A value that must not be printed by accident."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """Text that shows neither in ``repr`` nor in a log line; ``reveal`` is the one way to read it."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        return self._text
