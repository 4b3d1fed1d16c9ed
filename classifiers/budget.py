"""The time that one message may take to inspect.

A text that a pattern cannot get through in time was not inspected: asking for the time that is left raises
then, so that nothing goes on as if it had been looked at. What counts is the thread's own processor time: what is
inspectable does not depend on how busy the machine is.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from classifiers.finding import NotInspected


class Budget:
    """Seconds that begin to run when the budget is made."""

    __slots__ = ("_clock", "_end")

    def __init__(self, seconds: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def remaining(self) -> float:
        """Return the seconds that are left, more than none.

        Raises:
            NotInspected: None are left.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise NotInspected("the time for one message ran out")
        return left
