"""A budget that no test uses up."""

from __future__ import annotations

import pytest

from classifiers.budget import Budget


@pytest.fixture
def budget() -> Budget:
    return Budget(60)
