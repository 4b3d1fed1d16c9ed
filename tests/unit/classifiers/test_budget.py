from __future__ import annotations

import threading
import time

import pytest
import regex  # ships no types

from classifiers.budget import TURN_SECONDS, Budget
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


def test_whoever_asks_steps_back_for_others_every_few_milliseconds() -> None:
    now, turns = 0.0, 0

    def step_back() -> None:
        nonlocal now, turns
        turns += 1
        now += 0.5

    budget = Budget(60.0, clock=lambda: now, step_back=step_back)
    for _ in range(100):
        budget.remaining()
    assert turns == 0
    now += TURN_SECONDS
    for _ in range(100):
        budget.remaining()
    assert turns == 1
    now += TURN_SECONDS
    budget.remaining()
    assert turns == 2


def test_a_thread_that_lets_go_of_the_interpreter_all_the_time_does_not_keep_others_from_it() -> None:
    beats: list[float] = []
    done = threading.Event()

    def beat() -> None:
        while not done.is_set():
            beats.append(time.perf_counter())
            time.sleep(0.001)

    expression = regex.compile("a")
    heart = threading.Thread(target=beat)
    heart.start()
    budget = Budget(60.0)
    started = time.perf_counter()
    while time.perf_counter() < started + 1:
        expression.search("a", concurrent=True)
        for _ in range(10_000):
            pass
        budget.remaining()
    done.set()
    heart.join()

    assert len(beats) > 30  # there are 3 where nobody steps back
