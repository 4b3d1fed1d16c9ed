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


def test_the_threads_clock_is_read_only_when_the_budget_may_be_half_spent() -> None:
    wall, spent, readings = 0.0, 0.0, 0

    def clock() -> float:
        nonlocal readings
        readings += 1
        return spent

    budget = Budget(2.0, clock, wall=lambda: wall)
    for wall in (0.1, 0.5, 0.9):
        assert budget.remaining() == 2.0 - wall
    assert readings == 1
    wall, spent = 50.0, 0.5  # the thread waited
    assert budget.remaining() == 1.5
    wall, spent = 60.0, 2.0
    with pytest.raises(NotInspected):
        budget.remaining()
