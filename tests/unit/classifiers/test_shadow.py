from __future__ import annotations

import sys

import pytest
import regex  # ships no types

from classifiers.shadow import NUL, OTHER, SEPARATOR, SPACE, WORD, shadow, without_separators


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain 1", "plain 1"),
        ("h\u00e9llo", f"h{WORD}llo"),
        ("\u0663\uff19", "39"),
        ("a\u00a0b\u2003c", f"a{SPACE}b{SPACE}c"),
        ("\u20ac\U0001f600", 2 * OTHER),
        (
            "\u017f\u212a\u0130\u0131",
            "skii",
        ),  # long s, Kelvin, dotted and dotless I: an expression without regard to case takes them
        ("\ud800", OTHER),
        ("\u0301", WORD),  # a mark is part of a word
    ],
)
def test_every_code_point_has_one_character_of_its_kind(text: str, expected: str) -> None:
    assert shadow(text) == expected


def test_the_shadow_agrees_with_the_module_regex_on_all_of_unicode() -> None:
    everything = "".join(map(chr, range(1, sys.maxunicode + 1)))
    shadows = shadow(everything)

    assert shadows.isascii()
    assert len(shadows) == len(everything)
    for kind in (r"\d", r"\s", r"\w"):
        of_text = bytearray(len(everything))
        for match in regex.finditer(f"{kind}+", everything):
            of_text[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        of_shadow = bytearray(len(shadows))
        for match in regex.finditer(f"{kind}+", shadows, regex.ASCII):
            of_shadow[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        assert of_text == of_shadow, kind


def test_a_text_cannot_bring_a_separator() -> None:
    assert without_separators(f"a{SEPARATOR}b") == f"a{NUL}b"
    assert without_separators("ab") == "ab"
