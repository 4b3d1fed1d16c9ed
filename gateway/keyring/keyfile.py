"""A key file beside the data it protects, for a gateway that was given no key.

Promises: the file is whole or absent, survives a power loss once it was used, and is readable by its owner only.
Two processes that start at once get the same key.
"""

from __future__ import annotations

import base64
import os
import stat
import tempfile
from pathlib import Path

from gateway.keyring.faults import UnusableKey

_KEY_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_or_create(path: Path) -> str:
    """Return the text of the key file at ``path``, making it first when it does not exist.

    Raises:
        UnusableKey: It cannot be read or made, or its group or everyone may use it.
    """
    try:
        if not path.exists():
            _create(path)
        return _read(path)
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableKey(f"the key file {path} cannot be used: {type(error).__name__}") from error


def _read(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        if os.fstat(file.fileno()).st_mode & _OTHERS:  # of what was opened, not of what the name leads to next
            raise UnusableKey(f"others may read the key file {path}; run: chmod 600 {path}")
        return file.read()


def _create(path: Path) -> None:
    """Write a whole file under another name, and give it its own only if nobody else was first."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(base64.b64encode(os.urandom(_KEY_BYTES)).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return  # another process made it meanwhile: its key is the key
    finally:
        Path(draft).unlink()
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    """Make the new name durable: a key lost with the power would make everything sealed with it unreadable."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
