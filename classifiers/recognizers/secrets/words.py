"""Lists of words, read once from ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_LISTS = Path(__file__).with_name("words.toml")


@cache
def words(name: str) -> frozenset[str]:
    """Return the list of that name."""
    return frozenset(tomllib.loads(_LISTS.read_text(encoding="utf-8"))[name].split())
