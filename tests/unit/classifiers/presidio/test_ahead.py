from __future__ import annotations

import pytest
import regex  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.presidio.ahead import without_look_aheads
from classifiers.presidio.patterns import Pattern, pattern_matches

FLAGS = regex.DOTALL | regex.MULTILINE | regex.IGNORECASE
INDIAN_PAN = r"\b((?=.*?[a-zA-Z])(?=.*?[0-9]{4})[\w@#$%^?~-]{10})\b"
KNOWN = [INDIAN_PAN, r"(?=.*[x])\w{2}", r"\b(?=.*?\d{2})[a-z]+\b", r"((?=.*?\d)[a-z ]{3}b)"]


@pytest.mark.parametrize("expression", KNOWN)
@given(text=st.text(alphabet="ab 12\nx", max_size=60), lead=st.sampled_from(["", "aaaaaaaaaa ", "ab"]))
def test_matches_are_the_same_without_look_aheads(expression: str, text: str, lead: str) -> None:
    pattern = Pattern.of("test", expression, 0.5, FLAGS)
    whole = lead + text

    found = [*pattern_matches(lambda _: None, [(pattern, None)], Text(whole), Budget(60))]

    assert pattern.ahead
    assert [(each.start, each.end) for each in found] == [
        match.span() for match in regex.finditer(expression, whole, FLAGS)
    ]


@pytest.mark.parametrize(
    "expression",
    [
        r"\b(?=.*?x)a|b",  # for one of two only
        r"(?:(?=.*?x)a)+b",  # asked again at every turn
        r"((?=.*?x)a)+",
        r"(?=.*?x)*ab",  # may hold or not
        r"a(?=.*?x)b",  # not where a match begins
        r"(?!.*?[x])ab",
        r"(?=.*?x+y)ab",  # not of one width
        r"(?=.?x)ab",
        r"(?=[ab]*?[x])ab",
        r"(?=.*?([x]))ab\1",
    ],
)
def test_another_look_ahead_stays_where_it_is(expression: str) -> None:
    assert without_look_aheads(expression, FLAGS) == (expression, ())


def test_a_look_ahead_that_ends_with_the_line_stays_where_it_is() -> None:
    assert without_look_aheads(INDIAN_PAN, regex.IGNORECASE) == (INDIAN_PAN, ())
    assert without_look_aheads(INDIAN_PAN, FLAGS | regex.VERBOSE) == (INDIAN_PAN, ())


def test_a_text_is_not_looked_through_again_for_each_word() -> None:
    pattern = Pattern.of("test", INDIAN_PAN, 0.5, FLAGS)

    found = pattern_matches(lambda _: None, [(pattern, None)], Text("abcdefghij " * 100_000), Budget(5))

    assert not [*found]
