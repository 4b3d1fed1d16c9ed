from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.finding import Span
from classifiers.views.characters import Kind, reading_of
from classifiers.views.normalise import Normaliser
from classifiers.views.view import Reader, View

Read = Callable[[Reader, str], list[View]]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("41\u200b1\u200d1", "4111"),
        ("41\u00ad11", "4111"),
        ("4\u03361\u0336", "41"),
        ("4\ufe0f\u20e31\ufe0f\u20e3", "41"),
        ("\uff14\uff11", "41"),
        ("\u0664\u0967", "41"),
        ("\u2463\u2460\u2776\u00b2", "4112"),
        ("\u2163", "4"),
        ("\U0001d7dc", "4"),
        ("\U0001f1ec\U0001f1ed\U0001f157\U0001f177", "GHHH"),
        ("41\u00a011\u201311\u2022 11", "41 11-11\u2022 11"),
        ("4\u20221", "4 1"),
        ("jane\uff20example\uff0ecom", "jane@example.com"),
        ("gh\u0440_1", "ghp_1"),
        ("D\u039589", "DE89"),
        ("gh\u1e55_1", "ghp_1"),
        ("g\u0301hp_1", "ghp_1"),
    ],
)
def test_a_character_is_read_as_what_it_looks_like(read: Read, text: str, read_as: str) -> None:
    assert read(Normaliser(), text)[0].text == read_as


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "\u6f22\u5b57",
        "don\u2019t \u2014 wait\u2026",
        "caf\u00e9 na\u00efve",
        "\u041f\u0440\u0438\u0432\u0435\u0442, COVID-19",
        "\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48 12",
        "\u2764\ufe0f\u200d\U0001f525 hi",
        "\u6f22\u5b57\uff1a\u6f22",
        "20\u20ac",
        "a \u00b7 b",
    ],
)
def test_prose_stands_as_it_is(read: Read, text: str) -> None:
    assert read(Normaliser(), text) == []


def test_a_finding_is_led_back_to_the_characters_it_stands_in(read: Read) -> None:
    (view,) = read(Normaliser(), "n 4\u0336\u200b1\u0336.")
    assert view.text == "n 41."
    assert view.span_of(2, 4) == Span(2, 7)


def test_tag_characters_are_read_as_characters_and_as_nothing(read: Read) -> None:
    tags = "".join(chr(0xE0000 + ord(digit)) for digit in "41")
    assert [view.text for view in read(Normaliser(), f"a{tags}b")] == ["a41b", "ab"]


def test_variation_selectors_carry_bytes(read: Read) -> None:
    carried = "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in b"\n4111")
    *_, view = read(Normaliser(), f"x{carried}")
    assert (view.text, view.reading) == ("x\n4111", "variation selectors")
    assert view.span_of(2, 4) is None


def test_what_an_override_turns_around_is_read_as_seen(read: Read) -> None:
    assert [view.text for view in read(Normaliser(), "n \u202e1234\u202c.")] == ["n 1234.", "n 4321."]


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        ("\u6f22", Kind.PLAIN),
        ("\u00e9", Kind.ACCENT),
        ("\u0430", Kind.LIKENESS),
        ("\u0085", Kind.SEPARATOR),
        ("\u2212", Kind.SEPARATOR),
        ("\uff20", Kind.MARK),
        ("\u20ac", Kind.SYMBOL),
        ("\u3164", Kind.NOTHING),
        ("\u00bd", Kind.PLAIN),
        ("\u216b", Kind.FORM),
    ],
)
def test_characters_are_told_by_what_they_are_for(character: str, kind: Kind) -> None:
    assert reading_of(character).kind is kind
