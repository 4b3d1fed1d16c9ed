from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import NotInspected
from classifiers.hit import Hit
from classifiers.pieces import OVERLAP, PIECE, WHOLE, hits_in_pieces
from classifiers.unlocked import LONG, matches, unlocked


class Numbers:
    """Finds runs of digits, and notes how long the texts are that it is asked about."""

    labels = frozenset({"n"})
    triggers = (Trigger(r"\d"),)

    def __init__(self) -> None:
        self.asked: list[int] = []

    def find(self, text: Text, _budget: Budget) -> Iterator[Hit]:
        self.asked.append(len(text.value))
        for match in re.finditer(r"\d+", text.value):
            yield Hit("n", match.start(), match.end(), 1.0, "Numbers")


def spans(detector: Numbers, value: str, *, told: bool = True) -> set[tuple[int, int]]:
    ends = [match.end() for match in re.finditer(r"\d", value)] if told else None
    return {(hit.start, hit.end) for hit in hits_in_pieces(detector, Text(value), [ends], Budget(60))}


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("length", [10, WHOLE, WHOLE + 1, 3 * PIECE + OVERLAP, 200_001])
def test_the_same_is_found_in_pieces_as_in_the_whole(length: int, told: bool) -> None:
    value = ("word 1234 " * (length // 10 + 1))[:length]

    assert spans(Numbers(), value, told=told) == {match.span() for match in re.finditer(r"\d+", value)}


@pytest.mark.parametrize("at", [PIECE - 5, PIECE, PIECE + OVERLAP - 5, PIECE + OVERLAP, 2 * PIECE])
def test_what_stands_at_the_edge_of_a_piece_is_found_whole(at: int) -> None:
    value = "x" * at + "1234567890" + "x" * (200_000 - at)

    assert (at, at + 10) in spans(Numbers(), value)


@pytest.mark.parametrize("told", [True, False])
def test_a_cut_makes_no_numbers_of_a_longer_one(told: bool) -> None:
    value = ",".join(["1234567890123456789012345"] * 8_000)  # no white space to cut at

    assert {end - start for start, end in spans(Numbers(), value, told=told)} == {25}


def test_what_is_longer_than_pieces_overlap_is_found_in_pieces() -> None:
    value = "1" * 200_000

    assert {at for span in spans(Numbers(), value) for at in range(*span)} == set(range(200_000))


def test_only_pieces_in_which_something_occurs_are_looked_at() -> None:
    detector = Numbers()

    spans(detector, "word " * 30_000 + "42 " + "word " * 30_000)

    assert sum(detector.asked) < 2 * (PIECE + 2 * OVERLAP)


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.ASCII, re.DOTALL | re.MULTILINE])
def test_an_unlocked_expression_matches_the_same(flags: int) -> None:
    expression = re.compile(r"^a\w.b", flags)

    for text in ("a\u00e9\nb", "Ax b", "axxb", "\naxxb"):
        ours, theirs = expression.search(text), unlocked(expression).search(text)
        assert (ours and ours.span()) == (theirs and theirs.span())


def test_a_long_text_that_takes_too_long_is_not_inspected() -> None:
    slow = re.compile(r"(?:a+)+x?(?:a+)+y")

    with pytest.raises(NotInspected):
        [*matches(slow, "a" * (LONG + 1), Budget(0.01))]


def test_matches_are_the_same_in_a_long_text() -> None:
    text = "ab " * LONG

    assert len([*matches(re.compile("ab"), text, Budget(60))]) == LONG
