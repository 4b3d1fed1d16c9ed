"""Records back out of the log, oldest first, also while it is being written. They are not verified here.

A record that can be read may not be durable yet, and may still be cut: the log acknowledges only what is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import orjson

from gateway.audit.segment import number_of, segments
from gateway.domain.json import Json

Members = dict[str, Json]


class Unreadable(Exception):
    """A line is no record. Says which, and quotes nothing of it."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where a reader goes on: the byte of a segment at which the next line begins."""

    segment: int
    offset: int


START = Position(1, 0)


def read(directory: Path, since: Position = START) -> Iterator[tuple[Members, Position]]:
    """Yield every record from ``since`` to the present end, with the position after it.

    Raises:
        OSError: The directory or a segment cannot be read.
        Unreadable: A line is no record; ``verify`` says what happened to it.
    """
    for path in segments(directory):
        number = number_of(path)
        if number < since.segment:
            continue
        for line, offset in _lines(path, since.offset if number == since.segment else 0):
            yield _record(path, line, offset), Position(number, offset + len(line))


def before_last(directory: Path, count: int) -> Position:
    """Return where the last ``count`` records begin; where there are fewer, the start."""
    for path in reversed(segments(directory)):
        begins = chain((0,), (offset + len(line) for line, offset in _lines(path, 0)))  # the last: of the next to come
        offsets = deque(begins, maxlen=count + 1)
        if len(offsets) > count:
            return Position(number_of(path), offsets[0])
        count -= len(offsets) - 1
    return START


def follow(directory: Path, since: Position, wait: Callable[[], bool]) -> Iterator[Members]:
    """Yield every record from ``since`` on; at the end, ``wait`` for more, until it returns false."""
    while True:
        for record, position in read(directory, since):
            since = position
            yield record
        if not wait():
            return


def _lines(path: Path, offset: int) -> Iterator[tuple[bytes, int]]:
    """Yield the whole lines from ``offset`` on, each with its own; what has no newline yet is not there yet."""
    with path.open("rb") as file:
        file.seek(offset)
        while (line := file.readline()).endswith(b"\n"):
            yield line, offset
            offset += len(line)


def _record(path: Path, line: bytes, offset: int) -> Members:
    try:
        record: Json = orjson.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise Unreadable(f"{path}, byte {offset}: not a record; see `sallyport audit verify`")
    return record
