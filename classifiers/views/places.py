"""Where the code points of a text came from, as a sequence that is worked out and not kept."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload


class Places(Sequence[int]):
    """One place for each code point of a text, and one for its end."""

    __slots__ = ("_length",)

    def __init__(self, length: int) -> None:
        """``length`` is that of the text."""
        self._length = length

    @abstractmethod
    def place(self, index: int) -> int:
        """Return where the code point at ``index`` came from; for the length, where the end did."""

    def __len__(self) -> int:
        return self._length + 1

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self.place(at) for at in range(*index.indices(len(self)))]
        if not 0 <= index <= self._length:
            raise IndexError(index)
        return self.place(index)
