"""Find where a log ends, whatever happened to the process that wrote it.

A commit that a crash interrupted leaves a line without its newline, at the very end: it was never acknowledged,
and is cut. Anything else that is wrong was not done by a crash of ours: the log is left as it is, for a person.
Only the last segment is read whole; ``verify`` reads all of them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from gateway.audit.chain import MAX_LINE_BYTES, BrokenChain, Head, check_line, read_line
from gateway.audit.segment import lines, number_of, segments


class DamagedLog(Exception):
    """The log is not what a crash can leave. Names the place and what to do."""


@dataclass(frozen=True, slots=True)
class End:
    """Where to go on: after ``head``, at ``size`` of the segment. Where it ``is_torn``, more lies beyond."""

    path: Path
    size: int
    head: Head | None  # None: the chain has not begun
    is_torn: bool


def find_end(directory: Path) -> End | None:
    """Return where the log in ``directory`` ends, or ``None`` where there is none.

    Raises:
        DamagedLog: It is not a chain with at most one torn line at its end.
    """
    paths = segments(directory)
    if not paths:
        return None
    *before, last = paths
    head = _head_of(before)
    _read_from_disk(last)
    size, is_torn = 0, False
    for number, line in enumerate(lines(last, MAX_LINE_BYTES), 1):
        if not line.endswith(b"\n"):
            is_torn = True
            break
        try:
            head = check_line(line[:-1], head or _start(line[:-1], last)).after
        except BrokenChain as broken:
            raise _damaged(last, number, str(broken)) from None
        size += len(line)
    if head is None and number_of(last) != 1:
        raise _damaged(last, 1, "it is empty, and the segments before it are missing")
    return End(last, size, head, is_torn)


def _head_of(paths: list[Path]) -> Head | None:
    """Return the head that the last of these segments that holds anything leads to."""
    for path in reversed(paths):
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - MAX_LINE_BYTES, 0))
            tail = file.read()
        if not tail:
            continue
        if not tail.endswith(b"\n"):
            raise _damaged(path, None, "it is torn, and not the last of the log")
        try:
            return read_line(tail[:-1].rpartition(b"\n")[2]).after
        except BrokenChain as broken:
            raise _damaged(path, None, str(broken)) from None
    return None


def _start(line: bytes, path: Path) -> Head:
    """Return the head that the first line at hand follows: nothing, or a segment that was put away."""
    before = read_line(line).before
    return before if number_of(path) > 1 else Head(before.chain)


def _read_from_disk(path: Path) -> None:
    """Let the next read of a file see what the disk holds.

    After a failed fsync the page cache still shows what the disk never took, as clean pages. Linking new records
    to such a line would break the chain at the next loss of power.
    """
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


def _damaged(path: Path, line: int | None, sentence: str) -> DamagedLog:
    place = f"{path}:{line}" if line else f"{path}, last line"
    return DamagedLog(
        f"{place}: {sentence}. Nothing was changed. See `sallyport audit verify --directory {path.parent}`, "
        "keep the directory as evidence, and set audit.directory to a new one."
    )
