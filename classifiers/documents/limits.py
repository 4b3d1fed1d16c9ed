"""How much of a document is read before it counts as uninspectable, and what has been used of that."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from classifiers.budget import Budget
from classifiers.finding import Leaf, NotInspected, Place

_STEP = 1024 * 1024


class Images(StrEnum):
    """What is done with images, which are not read: a scan of a form holds what the form holds."""

    REFUSE = "refuse"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document with everything inside it.

    ``seconds`` are of the thread's own processor time. ``unpacked_bytes`` are of everything that was compressed or
    encoded, together. ``depth`` counts documents inside documents. A cell of a table is a leaf.

    ``images`` are refused unless someone decides otherwise: what was not inspected is not released. Ignored, they
    pass unread wherever they stand, but a page of a PDF that is nothing but a picture still is not inspected.
    """

    seconds: float = 10.0
    unpacked_bytes: int = 128 * 1024 * 1024
    members: int = 5_000
    depth: int = 5
    pages: int = 2_000
    leaves: int = 500_000
    characters: int = 64 * 1024 * 1024
    images: Images = Images.REFUSE


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Source:
    """A document, or what stands inside one: what it is said to be, and where."""

    content: bytes = field(repr=False)
    content_type: str | None = None
    name: str | None = None
    pointer: str = ""
    depth: int = 0
    words: tuple[str, ...] = ()

    def leaf(self, text: str, at: str = "", words: tuple[str, ...] = (), *, is_number: bool = False) -> Leaf:
        return Leaf(text, Place(pointer=self.pointer + at), self.words + words, is_number)

    def name_leaf(self, name: str, at: str = "") -> Leaf:
        return Leaf(name, Place(pointer=self.pointer + at, in_key=True), self.words)

    def inner(
        self,
        content: bytes,
        at: str,
        content_type: str | None = None,
        name: str | None = None,
        words: tuple[str, ...] = (),
    ) -> Source:
        return Source(content, content_type, name, self.pointer + at, self.depth + 1, self.words + words)


class Opening:
    """One document being opened: what may still be used, and how what stands inside it is opened."""

    def __init__(self, limits: Limits, open_inner: Callable[[Source, Opening], Iterator[Leaf]]) -> None:
        self.limits = limits
        self.budget = Budget(limits.seconds)
        self._open_inner = open_inner
        self._bytes = limits.unpacked_bytes
        self._members = limits.members
        self._pages = limits.pages
        self._leaves = limits.leaves
        self._characters = limits.characters

    def inside(self, source: Source) -> Iterator[Leaf]:
        """Yield the leaves of what stands inside a document."""
        return self._open_inner(source, self)

    def unpack(self, size: int) -> None:
        self.budget.remaining()
        self._bytes -= size
        if self._bytes < 0:
            raise NotInspected("a document that unpacks to more than may be read")

    def member(self) -> None:
        self.budget.remaining()
        self._members -= 1
        if self._members < 0:
            raise NotInspected("a document of too many parts")

    def page(self) -> None:
        self.budget.remaining()
        self._pages -= 1
        if self._pages < 0:
            raise NotInspected("a document of too many pages")

    def leaf(self, leaf: Leaf) -> None:
        self.budget.remaining()
        self._leaves -= 1
        self._characters -= len(leaf.text)
        if self._leaves < 0 or self._characters < 0:
            raise NotInspected("a document with more text than may be read")

    def hold(self, characters: int) -> None:
        """Raise if so much text, not yet given as leaves, is more than may be."""
        if characters > self._characters:
            raise NotInspected("a document with more text than may be read")

    def image(self) -> None:
        """Pass over an image, if that is allowed."""
        if self.limits.images is Images.REFUSE:
            raise NotInspected("an image, which is not read")

    def inflate(self, packed: bytes, window: int) -> tuple[bytes, bytes]:
        """Return what one deflated stream holds, and what follows it.

        It is paid for as it comes out, so that a bomb is never held.

        Raises:
            NotInspected: It is damaged, ends early, or is too large.
        """
        inflater = zlib.decompressobj(window)
        pieces: list[bytes] = []
        todo = packed
        try:
            while not inflater.eof:
                piece = inflater.decompress(todo, min(_STEP, self._bytes + 1))
                todo = inflater.unconsumed_tail
                if not piece and not todo and not inflater.eof:
                    raise NotInspected("a compressed part that ends early")
                self.unpack(len(piece))
                pieces.append(piece)
        except zlib.error:
            raise NotInspected("a compressed part that is damaged") from None
        return b"".join(pieces), inflater.unused_data
