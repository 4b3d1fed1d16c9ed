"""What one reader makes of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from classifiers.budget import Budget
from classifiers.views.view import Reader, View

Read = Callable[[Reader, str], list[View]]


@pytest.fixture
def read() -> Read:
    """Return the views of a text; the clock stands still."""
    return lambda reader, text: list(_views(reader, text))


def _views(reader: Reader, text: str) -> Iterator[View]:
    return reader.read(text, Budget(1.0, clock=lambda: 0.0))
