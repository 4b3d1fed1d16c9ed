"""Rates become quotas, or are refused."""

from __future__ import annotations

import pytest

from gateway.domain.rule import LimitScope, Rate
from gateway.limits.gcra import LONGEST_WINDOW, Quota


@pytest.mark.parametrize(
    ("count", "seconds", "interval"),
    [
        (60, 60, 1_000_000),
        (1, 86_400, 86_400_000_000),
        (7, 60, 8_571_429),  # 8,571,428.57: rounded up, so never more than seven
        (1, 0.1, 100_000),
        (3, 0.000001, 1),  # finer than a microsecond
    ],
)
def test_a_rate_has_an_interval_in_whole_microseconds(count: int, seconds: float, interval: int) -> None:
    assert Quota.of(Rate(count, seconds, 5, (LimitScope.PLUGIN,))) == Quota(interval, 5)


@pytest.mark.parametrize(
    ("interval", "burst", "valid"),
    [
        (1, 1, True),
        (0, 1, False),
        (1, 0, False),
        (LONGEST_WINDOW, 1, True),
        (LONGEST_WINDOW, 2, False),
        (LONGEST_WINDOW + 1, 1, False),
    ],
)
def test_a_quota_is_positive_and_its_window_can_be_counted(interval: int, burst: int, valid: bool) -> None:
    if valid:
        Quota(interval, burst)
    else:
        with pytest.raises(ValueError, match="not a quota"):
            Quota(interval, burst)
