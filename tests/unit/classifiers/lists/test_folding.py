"""What counts as the same word, and the way back from it."""

from __future__ import annotations

import pytest
import regex

from classifiers.lists.folding import folded, spelled, term_of
from classifiers.lists.origins import Origins


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Project Falcon", "project   FALCON"),
        ("Project Falcon", "project_falcon"),
        ("Project Falcon", "(Project)-[Falcon]!"),
        ("Project Falcon", "Project\u00a0Falcon"),
        ("Project Falcon", "Project\u2013Falcon"),
        ("Project Falcon", "\uff30roject Falcon"),  # full width
        ("O'Brien", "o\u2019brien"),
        ("Café", "CAFE\u0301"),
        ("Großmann", "GROSSMANN"),
        ("Ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ"),
        ("ﬁnance", "Finance"),
        ("猎鹰计划", "猎鹰 计划"),
        ("삼성전자", "삼성전자"),
        ("a", "\ud800a"),  # half of a pair is no character
    ],
)
def test_ways_to_write_a_term_are_the_same_term(text: str, same: str) -> None:
    assert term_of(text) == term_of(same)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Project Falcon", "ProjectFalcon"),
        ("Project Falcon", "Projects Falcon"),
        ("Café", "Cafe"),
        ("हिन्दी", "हन्द"),  # vowel signs are marks, and part of the word
        ("Falcon 1", "Falcon I"),
    ],
)
def test_other_words_are_another_term(text: str, other: str) -> None:
    assert term_of(text) != term_of(other)


def test_many_kinds_of_separators_are_all_separators() -> None:
    symbols = "".join(map(chr, range(0x2190, 0x21B0)))

    assert term_of(f"project{symbols}falcon") == b"project falcon"


@pytest.mark.parametrize(
    ("text", "word", "stands_for"),
    [
        ("see Falcon now", "falcon", "Falcon"),
        ("für Falcon heute", "falcon", "Falcon"),
        ("½ ½ ½ Falcon", "falcon", "Falcon"),  # each becomes three characters
        ("die Großmann AG", "grossmann", "Großmann"),
        ("le CAFE\u0301 noir", "café", "CAFE\u0301"),
        ("关于猎鹰的", "鹰", "鹰"),
        ("x猎y Falcon", "falcon", "Falcon"),
        ("Falcon\u2014Ä", "falcon", "Falcon"),
    ],
)
def test_a_word_leads_back_to_where_it_stood(text: str, word: str, stands_for: str) -> None:
    start = spelled(folded(text)).index(word.encode())
    first, last = Origins(text).span(start, start + len(word.encode()))

    assert text[first:last] == stands_for


def test_where_letters_do_not_fold_on_their_own_their_part_is_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifiers.lists.origins._CLUSTER", regex.compile("."))

    assert Origins("le cafe\u0301, noir").span(3, 8) == (3, 9)


def test_where_parts_do_not_fold_on_their_own_the_whole_is_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "ä Falcon"
    origins = Origins(text)
    monkeypatch.setattr(origins, "_spelled", [0, 3, 11])

    assert origins.span(3, 9) == (0, len(text))
