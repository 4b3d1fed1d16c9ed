"""One line on a terminal that says how far long work is. It has no styles, and is gone when the work is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

_EVERY_SECONDS = 0.1


class Progress:
    """Writes nothing where ``stream`` is no terminal."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream if stream.isatty() else None
        self._clock = clock
        self._next = clock()
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._width:
            self._write("")

    def tell(self, line: str) -> None:
        """Show ``line`` instead of the one before it, but not more often than anyone can read."""
        if self._clock() >= self._next:
            self._next = self._clock() + _EVERY_SECONDS
            self._write(line)

    def _write(self, line: str) -> None:
        if self._stream:
            print(f"\r{line:<{self._width}}\r{line}", end="", file=self._stream, flush=True)
            self._width = len(line)
