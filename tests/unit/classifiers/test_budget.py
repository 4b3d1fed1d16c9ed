from __future__ import annotations

import pytest

from classifiers.budget import Budget
from classifiers.finding import NotInspected


def test_what_is_left_shrinks_as_the_clock_runs_and_then_raises() -> None:
    now = 100.0
    budget = Budget(2.0, clock=lambda: now)

    assert budget.remaining() == 2.0
    now = 101.5
    assert budget.remaining() == 0.5
    now = 102.0
    with pytest.raises(NotInspected):
        budget.remaining()
