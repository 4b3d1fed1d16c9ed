from __future__ import annotations

import pytest

from classifiers.demands import least_digits


@pytest.mark.parametrize(
    ("expression", "digits"),
    [
        (r"\b\d{3}-\d{2}-\d{4}\b", 9),
        (r"[A-Z]{2}[0-9]{6}[A-Z]", 6),
        (r"(?:1a|\d{2}c)", 1),
        (r"(?:ab|\d{2}c)", 0),
        (r"(\d)\1", 1),
        (r"\d{2,}?(?=\d)", 2),
        (r"(?>\d\d)\d++", 3),
        (r"\d*x?7", 1),
        (r"[\d-]{3}", 0),
        (r"[^\d]", 0),
        (r"[0-9A-F]{8}", 0),
        (r"[\d3-5]", 1),
        (r"(?<!\d)x", 0),
    ],
)
def test_the_fewest_digits_of_a_match_are_read_from_the_expression(expression: str, digits: int) -> None:
    assert least_digits(expression) == digits


@pytest.mark.parametrize("expression", [r"\p{L}\d", r"[[a-z]--[x]]\d", r"(?P<a"])
def test_an_expression_that_cannot_be_read_demands_nothing(expression: str) -> None:
    assert least_digits(expression) == 0
