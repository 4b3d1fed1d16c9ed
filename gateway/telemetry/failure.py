"""A failure of ours as one log line."""

from __future__ import annotations

from traceback import extract_tb


def failure(error: BaseException) -> str:
    """Return the type and the places of ``error``, never its text: a ``KeyError`` quotes the key, which may be data."""
    places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(extract_tb(error.__traceback__)))
    return f"{type(error).__qualname__} at {places or 'unknown'}"
