from __future__ import annotations

import pytest
import regex

from classifiers import slow
from classifiers.slow import slow_reason


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on a text sooner: what is cubic is slow by far more than that."""
    monkeypatch.setattr(slow, "_PATIENCE", 0.3)
    monkeypatch.setattr(slow, "_ENOUGH", 0.3)


@pytest.mark.parametrize(
    "expression",
    [
        r"(a+)+$",
        r"(a|a)*b",
        r"([a-z]+)*!",
        r"(\d+\s?)+$",
        r"(?:a|aa)+$",
        r"(?:a|ab|b)*c",
        r"\w*\d*\w*x",
        r"(x+x+)+y",
        r"([a-zA-Z0-9]+\.?)+@",
        r"(?:[^@]+x*)+@x",
        r"(?:(?:\d{1,3}){1,3}){1,30}x",
        r"(?<=1)(?:a|aa)+!",
        r"(?>(a|b)+(a|c)+(a|d)+)e",
        r"(a+)\1*(?(1)a*)a*!",
        r"\p{Lu}+\s*\p{Lu}+x",
        r"x(?i)([a-z]+)*!",
    ],
)
def test_what_a_short_text_keeps_busy_is_slow(expression: str) -> None:
    reason = slow_reason(expression)
    assert reason is not None
    assert "keep it busy" in reason


@pytest.mark.parametrize(
    "expression",
    [
        r"\bEMP-\d{6}\b",
        r"(?:[A-Z]{2}\d{2}[ -]?){1,4}",
        r"(.*)*x",  # the engine looks for the x first, and remembers where it was
        r"^(?:[\w.]+)+@",  # quadratic
        r".*a.*b.*c",
        r"\b((?=.*?[a-zA-Z])(?=.*?[0-9]{4})[\w@#$%^?~-]{10})\b",  # quadratic; the weakest pattern that Presidio ships
        r"(?<year>\d{4})-(?P<month>\d{2})",
        r"(?:a?){30}a{30}",  # slow elsewhere, but not here
        r"(?!x)(?<!y)[^\d\W]+\D\S\Z",
        "",
    ],
)
def test_what_takes_quadratic_time_or_less_is_not_slow(expression: str) -> None:
    assert slow_reason(expression) is None


def test_flags_count_also_where_the_expression_sets_them() -> None:
    assert slow_reason(r"(?:ab|AB)*c", regex.IGNORECASE) is not None
    assert slow_reason(r"(?:ab|AB)*c", 0) is None
    assert slow_reason(r"(?i)(?:ab|AB)*c", 0) is not None
    assert slow_reason(r"(?: a | a )* b", regex.VERBOSE) is not None


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("(", "missing ), unterminated subpattern at position 0, in the syntax of the module `re`"),
        (r"(?R)?x", "unknown extension ?R at position 1, in the syntax of the module `re`"),
        (r"(?P<1a>x)", "bad character in group name '1a' at position 4, in the syntax of the module `re`"),
        ("(?:" * 2000 + "a" + ")" * 2000, "it is nested too deep, or counts too far"),
        ("a{99999999999}", "it is nested too deep, or counts too far"),
        ("((a{1000}){1000}){1000}", "it repeats something more than 100000 times"),
        ("[[:foo:]]", "unknown property at position 8, in the syntax of the module `regex`"),
    ],
)
def test_what_cannot_be_tried_cannot_be_used(expression: str, reason: str) -> None:
    assert slow_reason(expression) == reason


def test_an_expression_of_any_length_is_judged_in_time() -> None:
    assert slow_reason("a" * (slow.MOST_CHARACTERS + 1)) == f"it is longer than {slow.MOST_CHARACTERS} characters"
    assert slow_reason("".join(f"{letter}{{1,3}}" for letter in "abcdefghij" * 300)) is None
