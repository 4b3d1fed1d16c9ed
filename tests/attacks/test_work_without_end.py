"""Contents that cost much more to look at than to send: values that repeat, findings without number, long lists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

import pytest

from classifiers.finding import Leaf, NotInspected
from classifiers.leaves import json_leaves
from classifiers.scanner import MOST_FINDINGS, Scanner

CARD = "4111111111111111"


class Watched(list[int]):
    """A list that knows how far it was read."""

    read = 0

    def __iter__(self) -> Iterator[int]:
        for element in super().__iter__():
            self.read += 1
            yield element


def test_leaves_without_end_end_with_the_budget() -> None:
    with pytest.raises(NotInspected):
        Scanner(["payment_card"], budget_seconds=0.05).scan(repeat(Leaf("1")))


def test_a_message_has_a_bounded_number_of_findings() -> None:
    scanner = Scanner(["payment_card"], budget_seconds=60)
    assert len(scanner.scan(json_leaves([CARD] * MOST_FINDINGS))) == MOST_FINDINGS
    with pytest.raises(NotInspected):
        scanner.scan(json_leaves([CARD] * (MOST_FINDINGS + 1)))


def test_leaves_are_cut_when_they_are_asked_for() -> None:
    elements = Watched([1] * 1_000_000)
    next(iter(json_leaves(elements)))
    assert elements.read == 1
