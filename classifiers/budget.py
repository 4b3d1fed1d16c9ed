"""The time that one message may take to inspect.

A text that a pattern cannot get through in time was not inspected: asking for the time that is left raises
then, so that nothing goes on as if it had been looked at. What counts is the thread's own processor time: what is
inspectable does not depend on how busy the machine is.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from classifiers.finding import NotInspected

TURN_SECONDS = 0.004
"""How long a thread goes on before it steps back for the others."""


def step_back() -> None:
    """Let another thread have the interpreter, if one waits for it.

    The lock alone does not see to that. Who waits for it asks for it after a time (``sys.setswitchinterval``) that
    begins anew whenever it is let go of, and libraries that let go of it for microseconds are always there first to
    take it back: such a thread can keep the event loop waiting for 100 ms. Whoever sleeps is not there first.
    """
    time.sleep(1e-6)


class Budget:
    """Seconds that begin to run when the budget is made.

    Reading the thread's clock is a system call, which can cost more than what it guards. The clock on the wall costs
    next to nothing, and no thread runs faster than it: until that much time has passed, some of the budget is left.

    Who asks often for what is left gives other threads their turns by that.
    """

    __slots__ = ("_clock", "_end", "_least", "_lower_bound_ends", "_step_back", "_turn_ends", "_wall")

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.thread_time,
        wall: Callable[[], float] | None = None,
        step_back: Callable[[], None] = step_back,
    ) -> None:
        self._clock = clock
        self._wall = wall = wall or (time.perf_counter if clock is time.thread_time else clock)
        self._end = clock() + seconds
        self._lower_bound_ends = wall() + seconds
        self._least = seconds / 2
        self._step_back = step_back
        self._turn_ends = wall() + TURN_SECONDS

    def extend(self, seconds: float) -> None:
        """Allow more."""
        self._end += seconds
        self._lower_bound_ends += seconds

    def remaining(self) -> float:
        """Return seconds that are left, more than none: at least half of them.

        Raises:
            NotInspected: None are left.
        """
        now = self._wall()
        if now >= self._turn_ends:
            self._step_back()
            now = self._wall()
            self._turn_ends = now + TURN_SECONDS
        surely = self._lower_bound_ends - now
        if surely > self._least:
            return surely
        left = self._end - self._clock()
        if left <= 0:
            raise NotInspected("the time for one message ran out")
        self._lower_bound_ends = self._wall() + left
        self._least = left / 2
        return left
