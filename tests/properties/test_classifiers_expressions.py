"""Nothing that an expression matches is outside of where its prefilter tells to look."""

from __future__ import annotations

import re
import warnings

import regex  # ships no types
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.expressions import shape_of
from classifiers.finding import NotInspected
from classifiers.prefilter.multipattern import Multipattern
from classifiers.prefilter.portable import Portable
from classifiers.presidio.patterns import WORTH_A_WINDOW, Pattern, pattern_matches, regions
from classifiers.shadow import shadow, without_separators

SECONDS = 60.0
CHARACTERS = [
    *"aAbkKsSiI019_ -.:\n\t\0\x1c\x1f\x7f\x85",
    *"\u00e9\u00df\u017f\u212a\u0130\u0131\u00b5\u03a9\u0661\u096b\u00a0\u2028\u200b\u4e2d\u0301\u00b2\u2167",
]
LITERALS = st.sampled_from(CHARACTERS).map(lambda character: re.escape(character) if character.isascii() else character)
CATEGORIES = st.sampled_from([r"\d", r"\D", r"\w", r"\W", r"\s", r"\S"])
RANGES = st.lists(st.sampled_from(CHARACTERS), min_size=2, max_size=2).map(
    lambda ends: "-".join(re.escape(end) if end.isascii() else end for end in sorted(ends))
)
SETS = st.builds(
    "[{}{}]".format,
    st.sampled_from(["", "^"]),
    st.lists(LITERALS | CATEGORIES | RANGES, min_size=1, max_size=3).map("".join),
)
ANCHORS = st.sampled_from([r"\b", r"\B", "^", "$", r"\A", r"\Z", "."])
REPEATS = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{1,3}", "{,2}", "{2,}", "{26}", "{3,30}"])
GROUPS = st.sampled_from(["(", "(", "(?:", "(?>", "(?i:", "(?=", "(?!", "(?<=", "(?<!"])


def _larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeated = st.builds("{}{}{}".format, smaller, REPEATS, st.sampled_from(["", "", "?", "+"]))
    sequences = st.lists(repeated, min_size=1, max_size=4).map("".join)
    choices = st.lists(sequences, min_size=1, max_size=2).map("|".join)
    return st.builds("{}{})".format, GROUPS, choices) | st.builds(r"({})\1".format, choices) | sequences


EXPRESSIONS = st.recursive(LITERALS | CATEGORIES | SETS | ANCHORS, _larger, max_leaves=8)
RUNS = st.builds(
    lambda character, times: character * times, st.sampled_from(CHARACTERS), st.sampled_from([1, 1, 2, 30])
)
TEXTS = st.lists(RUNS, max_size=40).map("".join)


@given(
    EXPRESSIONS,
    st.sampled_from([0, regex.I, regex.M | regex.S, regex.I | regex.M | regex.S]),
    st.lists(TEXTS, min_size=2, max_size=3),
)
@settings(max_examples=150)
def test_what_matches_lies_where_the_prefilter_says(expression: str, flags: int, texts: list[str]) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = regex.compile(expression, flags)
    except regex.error:
        assume(False)
    shape = shape_of(expression, flags)
    assume(shape is not None)
    assert shape is not None
    texts.append(" ".join(texts) * (WORTH_A_WINDOW // 40 + 1))
    try:
        found = Multipattern([shape]).occurrences(texts, Budget(SECONDS))
    except NotInspected:
        return  # too many matches to follow up
    assert found.keys() == Portable([shape]).occurrences(texts, Budget(SECONDS)).keys()
    pattern = Pattern("any", compiled, 0.5, shape)
    for index, text in enumerate(texts):
        matches = [match.span() for match in compiled.finditer(text, timeout=SECONDS) if match.end() > match.start()]
        ends = found.get(index, {}).get(0)
        if ends is None:
            assert index in found or not matches
            continue
        assert [*ends] == sorted(ends)
        around = list(regions(shape, ends, shadow(without_separators(text))))
        assert all(any(first <= start and end <= last for first, last in around) for start, end in matches)
        inside = pattern_matches(lambda _: None, [(pattern, ends)], Text(text), Budget(SECONDS))
        assert [(each.start, each.end) for each in inside] == matches
