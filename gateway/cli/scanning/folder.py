"""The files of a folder: all of them, but for what is left out and counted.

Left out are hidden directories (``.git``), what was installed or made by programs (``node_modules``, ``__pycache__``,
virtual environments), and symbolic links, which may lead anywhere. Hidden files are not: ``.env`` is where secrets are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gateway.cli.payload import Unreadable

LEFT_OUT = frozenset({"node_modules", "__pycache__"})
_OF_ENVIRONMENTS = "pyvenv.cfg"  # PEP 405


@dataclass(slots=True)
class Listing:
    """``unread`` are those that are no files or directories that can be read, each with the reason."""

    files: list[Path] = field(default_factory=list)
    unread: dict[Path, str] = field(default_factory=dict)
    directories_left_out: int = 0
    links_left_out: int = 0


def listing(folder: Path) -> Listing:
    """Return what is in ``folder`` and below it, in the order of names.

    Raises:
        Unreadable: The folder itself cannot be read.
    """
    listed = Listing()
    todo = [folder]
    while todo:
        directory = todo.pop()
        try:
            entries = _entries(directory)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            if directory == folder:
                raise Unreadable(f"cannot read {folder}: {reason}", reason) from error
            listed.unread[directory] = reason
        else:
            if directory != folder and any(entry.name == _OF_ENVIRONMENTS for entry in entries):
                listed.directories_left_out += 1
            else:
                todo += _directories(entries, listed)
    listed.files.sort()
    return listed


def _entries(directory: Path) -> list[os.DirEntry[str]]:
    with os.scandir(directory) as entries:
        return [*entries]


def _directories(entries: list[os.DirEntry[str]], listed: Listing) -> Iterator[Path]:
    """Keep what is no directory; yield the directories to go through."""
    for entry in entries:
        path = Path(entry.path)
        if entry.is_symlink():
            listed.links_left_out += 1
        elif entry.is_dir(follow_symlinks=False):
            if entry.name.startswith(".") or entry.name in LEFT_OUT:
                listed.directories_left_out += 1
            else:
                yield path
        elif entry.is_file(follow_symlinks=False):
            listed.files.append(path)
        else:
            listed.unread[path] = "a pipe, a socket or a device"
