"""GCRA over every arrival pattern that hypothesis can think of."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from gateway.limits.gcra import Quota, arrive, exhausted_at

START = 1_700_000_000_000_000
quotas = st.builds(Quota, interval=st.integers(1, 10**7), burst=st.integers(1, 20))
moments = st.integers(START, START + 10**9)


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[Quota, list[int]]:
    """Return a quota and moments that never go back, dense enough for it to matter."""
    quota = draw(quotas)
    gaps = draw(st.lists(st.integers(0, 2 * quota.interval), max_size=60))
    now, times = START, []
    for gap in gaps:
        now += gap
        times.append(now)
    return quota, times


def admitted(quota: Quota, times: list[int], tat: int = 0) -> list[int]:
    passed = []
    for now in times:
        arrival = arrive(tat, now, quota)
        tat = arrival.tat
        if not arrival.wait:
            passed.append(now)
    return passed


@given(arrivals())
def test_no_window_ever_holds_more_than_the_burst_and_what_refills(case: tuple[Quota, list[int]]) -> None:
    quota, times = case
    passed = admitted(quota, times)
    for first, start in enumerate(passed):
        for last in range(first, len(passed)):
            assert last - first + 1 <= quota.burst + (passed[last] - start) // quota.interval


@dataclass
class LeakyBucket:
    """The other form of the algorithm in the same annex."""

    content: int = 0
    last: int = START

    def admits(self, now: int, quota: Quota) -> bool:
        content = max(0, self.content - (now - self.last))
        if content > quota.window - quota.interval:
            return False
        self.content, self.last = content + quota.interval, now
        return True


@given(arrivals())
def test_virtual_scheduling_and_the_leaky_bucket_admit_the_same_acts(case: tuple[Quota, list[int]]) -> None:
    quota, times = case
    bucket = LeakyBucket()
    assert admitted(quota, times) == [now for now in times if bucket.admits(now, quota)]


@given(quotas, moments, moments)
def test_a_refused_act_changes_nothing(quota: Quota, tat: int, now: int) -> None:
    arrival = arrive(tat, now, quota)
    if arrival.wait:
        assert arrival.tat == tat


@given(quotas, moments, st.integers(0, 10**9))
def test_waiting_longer_never_means_waiting_more(quota: Quota, now: int, later: int) -> None:
    tat = now + quota.window  # within what the clock allows
    assert arrive(tat, now + later, quota).wait == max(0, arrive(tat, now, quota).wait - later)


@given(quotas, moments, moments)
def test_the_told_wait_is_exact(quota: Quota, tat: int, now: int) -> None:
    tat = min(tat, exhausted_at(now, quota))
    wait = arrive(tat, now, quota).wait
    assert arrive(tat, now + wait, quota).wait == 0
    if wait:
        assert arrive(tat, now + wait - 1, quota).wait == 1


@given(quotas, moments)
def test_a_full_account_admits_its_burst_at_once_and_no_more(quota: Quota, now: int) -> None:
    assert len(admitted(quota, [now] * (quota.burst + 3))) == quota.burst


@given(quotas, moments)
def test_an_exhausted_account_admits_one_act_after_each_interval(quota: Quota, now: int) -> None:
    tat = exhausted_at(now, quota)
    assert arrive(tat, now, quota).wait == quota.interval
    times = [now + step * quota.interval for step in range(quota.burst + 1)]
    assert admitted(quota, times, tat) == times[1:]


@given(quotas, moments, moments)
def test_nobody_waits_longer_than_one_interval_even_when_the_clock_went_back(quota: Quota, tat: int, now: int) -> None:
    assert arrive(tat, now, quota).wait <= quota.interval


@given(quotas, moments, moments)
def test_an_act_never_moves_the_account_back(quota: Quota, tat: int, now: int) -> None:
    tat = min(tat, exhausted_at(now, quota))
    assert tat <= arrive(tat, now, quota).tat <= exhausted_at(now, quota)
