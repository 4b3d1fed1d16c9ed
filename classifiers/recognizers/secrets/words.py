"""Lists of words, read from ``words.toml`` with the engine: no message has to wait for them."""

from __future__ import annotations

import tomllib
from pathlib import Path

_LISTS = {
    name: frozenset(listed.split())
    for name, listed in tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8")).items()
}


def words(name: str) -> frozenset[str]:
    """Return the list of that name."""
    return _LISTS[name]
