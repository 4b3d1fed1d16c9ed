"""The files of a log, and the system calls that durability rests on.

A directory holds ``000001.jsonl``, ``000002.jsonl`` and so on, in the order of the chain, and a ``lock``.
A segment is appended to by one process at a time; when it is full the next begins. What the lines say is not
known here.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"[0-9]{6,}\.jsonl")
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
_FILE_MODE = 0o600
_DIRECTORY_MODE = 0o700


class Disk:
    """The calls that a promise of durability is made of. Tests watch them, and make them fail."""

    def write(self, file: int, chunk: bytes | memoryview) -> int:
        return os.write(file, chunk)

    def sync_data(self, file: int) -> None:
        """Return once the content and the length of a file are on the disk."""
        if sys.platform == "darwin":  # where fsync leaves it in the drive's own cache
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
        else:
            os.fdatasync(file)

    def sync(self, file: int) -> None:
        """Return once a file, or the names in a directory, are on the disk."""
        os.fsync(file)

    def truncate(self, file: int, size: int) -> None:
        os.ftruncate(file, size)


def path_of(directory: Path, number: int) -> Path:
    return directory / f"{number:06d}.jsonl"


def number_of(path: Path) -> int:
    return int(path.stem)


def segments(directory: Path) -> list[Path]:
    """Return the segments of a directory in the order of their numbers."""
    names = [path for path in directory.iterdir() if _NAME.fullmatch(path.name)]
    return sorted((path for path in names if path == path_of(directory, number_of(path))), key=number_of)


def make_directory(directory: Path, disk: Disk) -> None:
    """Make a directory, and those above it, for the owner only; their names are durable. Leave one that is there."""
    missing = [path for path in (directory, *directory.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(_DIRECTORY_MODE)
        sync_directory(path.parent, disk)


def sync_directory(directory: Path, disk: Disk) -> None:
    """Return once the names in a directory are on the disk: a synced file without a name is lost all the same."""
    file = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        disk.sync(file)
    finally:
        os.close(file)


class Segment:
    """One file that is appended to. ``size`` counts what is durable of it, and nothing else.

    Every method raises ``OSError`` when it cannot do what it says. After that nothing is known of what lies
    beyond ``size``: Linux forgets pages that it failed to write, and a second fsync reports success. The
    segment is then reopened and cut back to ``size``, and what follows goes into a fresh one.
    """

    def __init__(self, path: Path, size: int, disk: Disk) -> None:
        self.path = path
        self.size = size
        self._disk = disk
        self._file = os.open(path, _FLAGS)

    @classmethod
    def create(cls, path: Path, disk: Disk) -> Segment:
        """Return a new segment whose name is durable. An empty file of that name will do."""
        os.close(os.open(path, _FLAGS | os.O_CREAT, _FILE_MODE))
        segment = cls(path, 0, disk)
        try:
            segment._insist_in_place(0)
            sync_directory(path.parent, disk)
        except OSError:
            segment.close()
            raise
        return segment

    def following(self) -> Segment:
        """Return the next segment, new and durable by name."""
        return self.create(path_of(self.path.parent, number_of(self.path) + 1), self._disk)

    def reopened(self) -> Segment:
        """Return what is under ``path`` now, to be cut back to what was durable."""
        return Segment(self.path, self.size, self._disk)

    def append(self, chunk: bytes) -> None:
        """Return once ``chunk`` is durable, in the file that readers will find under ``path``."""
        rest = memoryview(chunk)
        while rest:
            rest = rest[self._disk.write(self._file, rest) :]
        self._disk.sync_data(self._file)
        self._insist_in_place(self.size + len(chunk))
        self.size += len(chunk)

    def cut(self) -> int:
        """Remove what lies beyond ``size``, durably. Return how many bytes that were."""
        beyond = os.fstat(self._file).st_size - self.size
        self._disk.truncate(self._file, self.size)
        self._disk.sync(self._file)
        return beyond

    def ends_with(self, ending: bytes) -> bool:
        """Return whether what is durable ends so."""
        return os.pread(self._file, len(ending), max(self.size - len(ending), 0)) == ending

    def close(self) -> None:
        """Let go of the file; again, do nothing."""
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)

    def _insist_in_place(self, size: int) -> None:
        # A file that was removed, moved or replaced takes writes and syncs as before, and nobody will find them.
        # The length tells of a second writer, or of a hand that cut the file.
        found, held = self.path.stat(), os.fstat(self._file)
        if (found.st_dev, found.st_ino, found.st_size) != (held.st_dev, held.st_ino, size):
            raise OSError(errno.ESTALE, "the segment was moved, replaced or written to by another", str(self.path))


class DirectoryLock:
    """Keeps every other process out of a log's directory for as long as this one lives."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "lock"
        self._file: int | None = None

    def hold(self) -> None:
        """Take the lock, unless the one that is held is still the directory's.

        Raises:
            BlockingIOError: Another process holds it.
        """
        if self._file is not None and self._is_in_place(self._file):
            return
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, _FILE_MODE)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            raise
        self.release()
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _is_in_place(self, file: int) -> bool:
        try:
            return os.path.samestat(self._path.stat(), os.fstat(file))
        except FileNotFoundError:
            return False


def lines(path: Path, limit: int) -> Iterator[bytes]:
    """Return the lines of a segment with their newlines; only the last may lack it.

    A line of ``limit`` bytes or more comes cut to about that: no writer of ours made it.
    """
    with path.open("rb") as file:
        while line := file.readline(limit):
            rest = line
            while len(rest) == limit and not rest.endswith(b"\n"):
                rest = file.readline(limit)
            yield line if rest is line or not rest.endswith(b"\n") else line + b"\n"
