"""The facts about tokens, and the expressions that are made of them."""

from __future__ import annotations

import re

import pytest

from classifiers.recognizers.secrets.facts import Part, filler, formats

FORMATS = formats()
PLAIN = [known for known in FORMATS if not known.near and not known.parts[-1].literal]


def test_there_are_more_than_150_formats() -> None:
    assert len(FORMATS) > 150


def test_every_format_says_what_it_is_and_where_it_is_documented() -> None:
    for known in FORMATS:
        assert known.title
        assert known.vendor
        assert "https://" in known.source or known.source.startswith("not documented; ")
        assert known.prefixes or known.near or known.anchor, "nothing tells it from other text"


def test_the_formats_of_a_label_stand_together_and_share_a_title() -> None:
    seen: list[str] = []
    titles: dict[str, str] = {}
    for known in FORMATS:
        if seen[-1:] != [known.label]:
            seen.append(known.label)
        assert titles.setdefault(known.label, known.title) == known.title
    assert len(seen) == len(set(seen))


def test_no_format_is_told_twice() -> None:
    told = [(known.label, known.prefixes, known.body, known.near) for known in FORMATS]
    assert len(told) == len(set(told))


def test_an_example_has_the_form_and_one_that_is_one_short_has_not() -> None:
    for known in FORMATS:
        assert re.fullmatch(known.expression, known.example())
        assert not re.fullmatch(known.expression, known.example(lacking=1))


def test_a_trigger_is_in_every_example() -> None:
    for known in FORMATS:
        assert re.search(known.trigger, known.example())


def test_a_longer_token_is_taken_whole_or_not_at_all() -> None:
    for known in PLAIN:
        token = known.example() + "7a"
        match = re.match(known.expression, token)
        assert match is None or match[0] == token or not token[match.end()].isalnum()


def test_a_body_is_read_into_parts() -> None:
    known = next(each for each in FORMATS if each.name == "SG.<url_safe 22>.<url_safe 43>")
    assert known.parts == (Part("", "A-Za-z0-9_-", 22, 22), Part("."), Part("", "A-Za-z0-9_-", 43, 43))


def test_the_last_character_of_an_open_token_is_no_punctuation() -> None:
    known = next(each for each in FORMATS if each.prefixes == ("ghs_",))
    match = re.match(known.expression, known.example() + "bc. Next")
    assert match is not None
    assert match[0] == known.example() + "bc"


@pytest.mark.parametrize("characters", ["0-9", "a-f0-9", "A-Z2-7", "A-Z0-9", "a-z2-7", "MNO", "A-Za-z0-9_-"])
def test_filler_is_of_its_alphabet(characters: str) -> None:
    assert re.fullmatch(f"[{characters}]{{40}}", filler(characters, 40))
