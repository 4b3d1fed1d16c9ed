"""Restricted spans go from a text, and nothing else does."""

from __future__ import annotations

import pytest

from classifiers.finding import Span
from gateway.domain.rule import Action
from gateway.inspection.marks import Mark, masked, strictest, treated

TEXT = "card 4111111111111111 of A"


def mask(start: int, end: int) -> Mark:
    return Mark(Action.MASK, "m", Span(start, end))


def redact(start: int, end: int, label: str = "r") -> Mark:
    return Mark(Action.REDACT, label, Span(start, end))


def drop(start: int, end: int) -> Mark:
    return Mark(Action.DROP, "d", Span(start, end))


@pytest.mark.parametrize(
    ("marks", "result"),
    [
        ([], TEXT),
        ([mask(5, 21)], "card ************1111 of A"),
        ([redact(5, 21, "payment_card")], "card [payment_card] of A"),
        ([drop(5, 21)], "card  of A"),
        ([redact(25, 26), redact(0, 4)], "[r] 4111111111111111 of [r]"),
        ([redact(0, 26)], "[r]"),
        ([redact(5, 13), redact(13, 21)], "card [r][r] of A"),  # they touch, and do not overlap
        ([redact(5, 14), redact(13, 21)], "card [r] of A"),
        ([redact(5, 21), redact(7, 9)], "card [r] of A"),
        ([mask(5, 21), redact(20, 24)], "card [r] A"),  # all of the overlapping text, under the stricter
        ([mask(0, 6), redact(5, 7), mask(6, 21)], "[r] of A"),
        ([drop(5, 21), redact(3, 6), mask(20, 26)], "car"),
    ],
)
def test_spans_go_and_overlapping_ones_go_together(marks: list[Mark], result: str) -> None:
    assert treated(TEXT, marks) == result
    assert treated(TEXT, marks[::-1]) == result


def test_of_equal_actions_the_first_in_the_text_gives_its_label() -> None:
    assert treated(TEXT, [redact(7, 9, "inner"), redact(5, 21, "outer")]) == "card [outer] of A"


@pytest.mark.parametrize(
    ("marks", "result"),
    [
        ([mask(5, 12)], "card *******111111111 of A"),  # one short of eight: all of it
        ([mask(5, 13)], "card ****111111111111 of A"),
        ([mask(5, 21), mask(17, 21)], "card **************** of A"),  # the shorter must not show
        ([mask(5, 21), mask(5, 19)], "card ************1111 of A"),
        ([mask(5, 13), mask(9, 21)], "card ************1111 of A"),  # what the first keeps, the second hides
        ([mask(5, 13), mask(13, 21)], "card ****1111****1111 of A"),
    ],
)
def test_masks_keep_only_what_all_of_them_keep(marks: list[Mark], result: str) -> None:
    assert treated(TEXT, marks) == result
    assert treated(TEXT, marks) == treated(TEXT, marks[::-1])


@pytest.mark.parametrize(
    ("mark", "text", "result"),
    [
        (Mark(Action.REDACT, "l"), "whole", "[l]"),
        (Mark(Action.REDACT, "l"), "", "[l]"),
        (Mark(Action.DROP, "l"), "whole", ""),
        (Mark(Action.MASK, "l"), "12345678", "********"),  # a document in a text: where its values stand is unknown
        (Mark(Action.MASK, "l", is_value=True), "12345678", "****5678"),
        (Mark(Action.MASK, "l", is_value=True), "1234567", "*******"),
        (Mark(Action.REDACT, "l", Span(2, 6)), "whole", "[l]"),  # beyond the text: nothing of it can be trusted
        (Mark(Action.MASK, "l", Span(2, 60)), "wholesome", "*********"),
        (Mark(Action.MASK, "l", Span(0, 2)), "é😀x", "**x"),
    ],
)
def test_a_mark_without_a_span_in_the_text_takes_all_of_it(mark: Mark, text: str, result: str) -> None:
    assert treated(text, [mark]) == result


@pytest.mark.parametrize(("text", "result"), [("", ""), ("1", "*"), ("1234567", "*******"), ("12345678", "****5678")])
def test_a_mask_keeps_four_of_eight_or_more(text: str, result: str) -> None:
    assert masked(text) == result


def test_the_strictest_mark_prevails_and_of_equals_the_first() -> None:
    assert strictest([mask(0, 1), drop(0, 1), redact(0, 1)]) == drop(0, 1)
    assert strictest([redact(0, 1, "a"), redact(0, 1, "b")]).label == "a"
