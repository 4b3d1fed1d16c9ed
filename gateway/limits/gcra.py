"""The generic cell rate algorithm, as virtual scheduling (ITU-T I.371, annex A). Pure arithmetic.

One moment is kept for each key: the theoretical arrival time (TAT), at which the account will be full again.
Each act that conforms moves it one interval on; an act that would move it too far ahead of the clock is refused,
and moves nothing. In any span of time at most ``burst + span / interval`` acts conform.

Moments and spans are whole microseconds, so that this module and the script in ``redis`` agree to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from gateway.domain.rule import Rate

MICROSECONDS = 1_000_000
LONGEST_WINDOW = 2**52
"""142 years. Lua counts in doubles, exact to 2**53: this long a window, counted from today, still fits."""


@dataclass(frozen=True, slots=True)
class Quota:
    """``burst`` acts at once, then one each ``interval`` microseconds."""

    interval: int
    burst: int

    def __post_init__(self) -> None:
        if self.interval < 1 or self.burst < 1 or self.window > LONGEST_WINDOW:
            raise ValueError(f"not a quota: {self.burst} at once, one each {self.interval} microseconds")

    @classmethod
    def of(cls, rate: Rate) -> Self:
        """Return the quota of a configured rate. An interval that is not whole is rounded up: never more acts."""
        return cls(-(-round(rate.seconds * MICROSECONDS) // rate.count), rate.burst)

    @property
    def window(self) -> int:
        """How long an exhausted account takes to be full."""
        return self.interval * self.burst


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of an act: ``wait`` is 0 if it conforms, else the time until it would. ``tat`` is what to keep."""

    wait: int
    tat: int


def exhausted_at(moment: int, quota: Quota) -> int:
    """Return the TAT of an account from which nothing was left at ``moment``: it refills at the rate from then."""
    return moment + quota.window


def arrive(tat: int, now: int, quota: Quota) -> Arrival:
    """Return what becomes of an act at ``now``.

    No account is worse than exhausted: a TAT beyond that comes from a clock that was ahead or a rate that was
    slower, and is cut to it.
    """
    due = min(tat, exhausted_at(now, quota))
    wait = due - (quota.window - quota.interval) - now
    if wait > 0:
        return Arrival(wait, tat)
    return Arrival(0, max(due, now) + quota.interval)
