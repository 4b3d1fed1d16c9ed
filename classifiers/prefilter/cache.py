"""Compiled databases on disk: compiling takes seconds, loading a fraction of a millisecond.

A file is named after everything that it depends on: the expressions, Hyperscan's version and the processor. What
does not load, or is not the file that was written, is compiled again. A directory that others may write to is not
used: whoever can put a database there decides what is not found.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import stat
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import hyperscan

from classifiers.expressions import PREFILTER_VERSION

Expression = tuple[str, bool]
"""An expression, and whether it is matched without regard to case."""

DIRECTORY_VARIABLE = "SALLYPORT_CACHE"
_DIGEST = hashlib.sha256
_DIGEST_SIZE = 32


def cached_database(expressions: Sequence[Expression]) -> hyperscan.Database:
    """Return the database of ``expressions``, whose ids are their indices; from the cache, if there is one.

    Raises:
        ValueError: An expression is none that Hyperscan takes.
    """
    directory = cache_directory()
    path = directory / f"{_key(expressions)}.hs" if directory else None
    loaded = _load(path) if path else None
    if loaded is not None:
        return loaded
    database = _compiled(expressions)
    if path:
        _store(path, database)
    return database


def cache_directory() -> Path | None:
    """Return where databases are kept, made if need be; ``None`` where nothing can be kept safely.

    ``SALLYPORT_CACHE`` names it; else it is ``sallyport`` in the user's cache directory (XDG Base Directory
    Specification).
    """
    named = os.environ.get(DIRECTORY_VARIABLE)
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111  (never raises)
    directory = Path(named) if named else Path(home) / "sallyport"
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = directory.stat()
    except OSError:
        return None
    is_ours = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
    return directory if is_ours and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) else None


def _key(expressions: Sequence[Expression]) -> str:
    digest = _DIGEST()
    for part in (PREFILTER_VERSION, version("hyperscan"), platform.machine(), _processor()):
        digest.update(f"{part}\0".encode())
    for expression, ignores_case in expressions:
        digest.update(f"{expression}\0{ignores_case}\0".encode())
    return digest.hexdigest()


def _processor() -> str:
    """Return what the processor can do, where the system says so: a database may be compiled for it."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(errors="replace").splitlines():
            if line.startswith(("flags", "Features")):
                return line
    return platform.processor()


def _load(path: Path) -> hyperscan.Database | None:
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    digest, database = stored[:_DIGEST_SIZE], stored[_DIGEST_SIZE:]
    if _DIGEST(database).digest() != digest:
        return None
    try:
        return hyperscan.loadb(database, hyperscan.HS_MODE_BLOCK)
    except hyperscan.error:
        return None


def _store(path: Path, database: hyperscan.Database) -> None:
    """Keep a database; a full or read-only disk only costs time at the next start."""
    serialized = hyperscan.dumpb(database)
    with contextlib.suppress(OSError), tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(_DIGEST(serialized).digest() + serialized)
            file.close()
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)


def _compiled(expressions: Sequence[Expression]) -> hyperscan.Database:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    try:
        database.compile(
            [expression.encode("ascii") for expression, _ in expressions],
            ids=list(range(len(expressions))),
            flags=[hyperscan.HS_FLAG_CASELESS if ignores_case else 0 for _, ignores_case in expressions],
        )
    except hyperscan.error as failure:
        raise ValueError(f"not an expression for Hyperscan: {failure}") from failure
    return database
