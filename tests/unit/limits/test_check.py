"""Mistakes in write limits are found before the first request."""

from __future__ import annotations

import pytest

from gateway.domain.rule import LimitScope, Rate, Rule
from gateway.limits.check import check

YEAR = 365 * 86_400.0


@pytest.mark.parametrize(
    ("rate", "mistaken"),
    [
        (None, False),
        (Rate(60, 60, 10, (LimitScope.PLUGIN,)), False),
        (Rate(1, YEAR, 100, (LimitScope.PLUGIN,)), False),
        (Rate(1, YEAR, 200, (LimitScope.PLUGIN,)), True),
        (Rate(1, 1e-9, 1, (LimitScope.PLUGIN,)), True),
    ],
)
def test_limits_that_cannot_be_counted_are_mistakes(rate: Rate | None, mistaken: bool) -> None:
    fine = Rule("fine", "o", "b")
    mistakes = check([fine, Rule("writes", "o", "b", limit=rate)])
    assert [mistake.path for mistake in mistakes] == [("rules", 1, "limit")] * mistaken
