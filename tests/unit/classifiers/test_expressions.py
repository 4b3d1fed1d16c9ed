from __future__ import annotations

import re

import pytest
import regex  # ships no types

from classifiers.expressions import MOST_WIDTH, shape_of
from classifiers.shadow import shadow

BOTH = re.IGNORECASE | re.MULTILINE


@pytest.mark.parametrize(
    ("expression", "prefilter"),
    [
        ("abc", "abc"),
        (r"\b\d{9}\b", r"\b(?:[0-9]){9}\b"),
        ("a+", "a"),  # once is enough at the end
        ("a+?b{2,3}", "a(?:b){2}"),
        ("x?ab*", "a"),  # what may be absent at the ends says nothing
        ("ax?b", "a(?:x){0,1}b"),
        ("a.{20,200}b", r"a(?:[\x01-\x7f]){20,}b"),
        ("ax{40}b", r"a(?:x){24,}b"),
        ("ax{40}", r"a(?:x){24}"),
        ("(ab)(?:c|d)", "(?:ab)[c-d]"),
        ("(?:ab|cde)f", "(?:ab|cde)f"),
        (r"([-:])a\1b", r"(?:[\x2d\x3a])a(?:[\x2d\x3a])b"),
        ("(?<!x)a(?=b)", "a"),
        ("^a$", "a"),
        ("(?i)Ab", "ab"),
        ("a(?i:b)c", "a[Bb]c"),
        ("(?>ab)c", "(?:ab)c"),
        ("\u00fcb", r"\x5fb"),
        ("[\u00e4\u00f6]b", r"\x5fb"),
        ("[\u4e00-\u9fff]b", r"[\x01\x200-9IKS\x5fiks\x7f]b"),
        ("a\x00b", r"a\x01b"),
    ],
)
def test_a_prefilter_keeps_what_a_match_must_have(expression: str, prefilter: str) -> None:
    shape = shape_of(expression)

    assert shape is not None
    assert re.sub(r"\(\?:(\[[^]]*\]|\\x..|\w)\)(?!\{|\*|\+)", r"\1", shape.prefilter) == re.sub(
        r"\(\?:(\[[^]]*\]|\\x..|\w)\)(?!\{|\*|\+)", r"\1", prefilter
    )


@pytest.mark.parametrize(
    "expression", ["", "a*", "(?:a|)", "(", "[[a]]", r"(?(1)a|b)", "a{1,99999999999}{99999999999}"]
)
def test_what_may_be_nothing_or_cannot_be_read_has_no_shape(expression: str) -> None:
    assert shape_of(expression) is None


@pytest.mark.parametrize(
    ("expression", "flags", "width", "around"),
    [
        (r"\d{3}", 0, 3, 0),
        (r"\d{3}\b", 0, 3, 1),
        (r"(?<!ab)\d(?=\dx{4})", 0, 1, 5),
        (r"(?<=\bno)\d", 0, 1, 3),
        (r"\d+", 0, None, 0),
        (r"\d(?=.*x)", 0, 1, None),
        ("^a", 0, 1, None),  # only the beginning of the text
        ("^a", re.MULTILINE, 1, 1),
        (f"a{{{MOST_WIDTH + 1}}}", 0, None, 0),
    ],
)
def test_how_wide_a_match_is_and_how_far_it_looks(
    expression: str, flags: int, width: int | None, around: int | None
) -> None:
    shape = shape_of(expression, flags)

    assert shape is not None
    assert (shape.width, shape.around) == (width, around)


@pytest.mark.parametrize("text", ["\u00e9", " ", "\u00a0", "5", "\u0665", "\u017f", "s", "_", "\u20ac", "\n"])
@pytest.mark.parametrize(
    "expression",
    [
        "[^a-z]",
        "[^ ]",
        r"[^\s]",
        "[^0-9]",
        r"[^\d]",
        r"[^\W\d_]",
        "[^_]",
        "[^\u00e9]",
        ".",
        r"\S",
        r"\D",
        r"\W",
        "[^\u20ac]",
    ],
)
@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_a_set_that_leaves_out_takes_in_the_shadow_of_all_that_it_matches(
    expression: str, text: str, flags: int
) -> None:
    shape = shape_of(expression, flags)

    assert shape is not None
    if regex.match(expression, text, flags | regex.DOTALL):
        assert re.match(shape.prefilter, shadow(text), re.IGNORECASE if shape.ignores_case else 0)
        assert shadow(text) in shape.alphabet


def test_a_flag_in_the_middle_is_read_where_it_holds_anyway() -> None:
    shape = shape_of(r"\b(?i)(ab)\b", BOTH)

    assert shape is not None
    assert shape.ignores_case
