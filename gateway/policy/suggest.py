"""The name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to ``name``, or ``None`` where none is close."""
    return next(iter(get_close_matches(name, list(known), n=1)), None)
