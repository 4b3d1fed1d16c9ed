"""Patterns over operation ids: ``*`` stands for any run of characters, everything else for itself."""

from __future__ import annotations

from fnmatch import fnmatchcase


def names(pattern: str, operation: str) -> bool:
    """Return whether ``pattern`` names ``operation``. Case matters; only ``*`` is special."""
    return fnmatchcase(operation, pattern.replace("[", "[[]").replace("?", "[?]"))
